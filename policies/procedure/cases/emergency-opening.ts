/**
 * Emergency opening 应急开放: in an emergency data is opened quickly, by name of the officer who orders it, for a time that ends by itself, and
 * somebody else looks afterwards at what was done. It opens no way out of the domain: what leaves is checked as ever.
 *
 * @see procedure.md §3.16, requirement GD-28-1
 */
import { caseLife, type CaseTable, type CaseTypes } from '../case.ts';
import { requireThat } from '../decider.ts';
import { anEntryId, aTerm, prose, shortText } from '../fields.ts';
import { ofTheCity } from '../roles.ts';
import { daysAfter, isBefore, requireTerm } from '../term.ts';
import { z } from 'zod';

/** An emergency is not a way to open data for good: an engineering choice. */
const mostDays = 90;
const source = 'GD-28-1';

const table = {
  name: 'emergency opening',
  title: { zh: '应急开放', en: 'emergency opening' },
  collection: 'emergency-openings',
  prefix: 'emo',
  readers: ['public', 'vendor'],
  states: {
    proposed: { zh: '已提议', en: 'proposed' },
    refused: { zh: '不予开放', en: 'refused' },
    ordered: { zh: '已决定', en: 'ordered' },
    open: { zh: '开放中', en: 'open' },
    closed: { zh: '已关闭', en: 'closed' },
    reviewed: { zh: '已复核', en: 'reviewed' },
  },
  moves: {
    propose: {
      past: 'proposed',
      stage: 'audit',
      from: ['none'],
      to: 'proposed',
      by: ['source_department', 'data_agency', 'competent_authority'],
      source,
      tell: ['competent_authority', 'source_department'],
    },
    refuse: { past: 'refused', stage: 'audit', from: ['proposed'], to: 'refused', by: ['competent_authority'], source },
    order: {
      past: 'ordered',
      stage: 'audit',
      from: ['proposed'],
      to: 'ordered',
      by: ['competent_authority'],
      source,
      tell: ['data_agency', 'source_department', 'operator'],
      apartFrom: ['proposed'],
    },
    open: {
      past: 'opened',
      stage: 'audit',
      from: ['ordered'],
      to: 'open',
      by: ['data_agency'],
      source,
      tell: ['public'],
    },
    close: {
      past: 'closed',
      stage: 'audit',
      from: ['ordered', 'open'],
      to: 'closed',
      by: ['competent_authority', 'source_department'],
      source,
      tell: ['public'],
    },
    auto_close: {
      past: 'auto_closed',
      from: ['ordered', 'open'],
      to: 'closed',
      by: ['system'],
      source,
      tell: ['public'],
    },
    review: {
      past: 'reviewed',
      stage: 'audit',
      from: ['closed'],
      to: 'reviewed',
      by: ['competent_authority', 'data_agency'],
      source,
      apartFrom: ['proposed', 'ordered', 'opened'],
    },
  },
  clocks: [
    {
      id: 'review',
      title: { zh: '事后复核', en: 'review after an emergency opening' },
      runs: ['closed'],
      days: 'after_review_days',
      from: 'event',
      duty: 'competent_authority',
      escalates: 'committee',
      source,
    },
  ],
} as const satisfies CaseTable;

const fields = {
  propose: { emergency: shortText, reason: prose, entries: z.array(anEntryId).min(1).max(50), term: aTerm },
  refuse: { reason: prose },
  /** The person who answers for it. */
  order: { officer: shortText },
  open: { note: prose },
  close: { reason: prose },
  review: { review: prose },
};

/** The four types of this life. */
export type EmergencyOpeningTypes = CaseTypes<'emergencyOpening', typeof table, typeof fields>;

/** Emergency opening. */
export const emergencyOpening = caseLife<EmergencyOpeningTypes>({
  key: 'emergencyOpening',
  table,
  fields,
  ownerOf: () => ofTheCity,
  guards: {
    propose: ({ command: { term }, context: { now }, doing }) => [
      requireTerm(doing, term),
      requireThat(
        isBefore(now, term.to) && !isBefore(daysAfter(term.from, mostDays), term.to),
        'E_INPUT',
        `Cannot ${doing}: must end later than now, within ${mostDays} days of its beginning; got ${term.to}`,
      ),
    ],
    open: ({ doc, context: { now }, doing }) => [
      requireThat(
        doc !== undefined && !isBefore(now, doc.term.from) && isBefore(now, doc.term.to),
        'E_STATE',
        `Cannot ${doing}: must be within its term; got ${now}`,
      ),
    ],
    auto_close: ({ doc, context: { now }, doing }) => [
      requireThat(
        doc !== undefined && !isBefore(now, doc.term.to),
        'E_STATE',
        `Cannot ${doing}: its term must have ended; got an end at ${doc?.term.to ?? 'no moment'}`,
      ),
    ],
  },
  due: ({ state, term }, now) =>
    (state === 'ordered' || state === 'open') && !isBefore(now, term.to) ? { type: 'auto_close' } : undefined,
});
