/**
 * Complaint and report 投诉举报: anybody tells of an unlawful or improper use, under his name or without it. The record knows who it was, so
 * that he can be answered; who reads it does not learn that of an anonymous one (`viewOfComplaint`).
 *
 * @see requirements GD-32-2, SH-26-2
 */
import { z } from 'zod';
import type { Outcome } from '../../refusal.ts';
import { caseLife, type CaseTable, type CaseTypes, type Given } from '../case.ts';
import { requireThat } from '../decider.ts';
import { anEntryId, anOrgId, docId, prose } from '../fields.ts';
import type { Actor } from '../life.ts';

const source = 'GD-32-2, SH-26-2';
const handlers = ['data_agency', 'competent_authority'] as const;

const table = {
  name: 'complaint',
  title: { zh: '投诉举报', en: 'complaint' },
  collection: 'complaints',
  prefix: 'cpl',
  states: {
    filed: { zh: '已提出', en: 'filed' },
    accepted: { zh: '已受理', en: 'accepted' },
    dismissed: { zh: '不予受理', en: 'dismissed' },
    investigating: { zh: '调查中', en: 'being investigated' },
    answered: { zh: '已答复', en: 'answered' },
  },
  moves: {
    file: {
      past: 'filed',
      stage: 'catalog',
      from: ['none'],
      to: 'filed',
      by: ['public', 'data_subject', 'vendor'],
      source,
      tell: handlers,
    },
    accept: { past: 'accepted', stage: 'review', from: ['filed'], to: 'accepted', by: handlers, source },
    dismiss: { past: 'dismissed', stage: 'review', from: ['filed'], to: 'dismissed', by: handlers, source },
    investigate: {
      past: 'investigation_begun',
      stage: 'review',
      from: ['accepted'],
      to: 'investigating',
      by: handlers,
      source,
    },
    answer: { past: 'answered', stage: 'review', from: ['investigating'], to: 'answered', by: handlers, source },
  },
  clocks: [
    {
      id: 'answer',
      title: { zh: '投诉举报答复', en: 'answer to a complaint' },
      runs: ['filed', 'accepted', 'investigating'],
      days: 'complaint_days',
      from: 'receipt',
      duty: 'data_agency',
      escalates: 'competent_authority',
      source,
    },
  ],
} as const satisfies CaseTable;

const fields = {
  file: {
    anonymous: z.boolean(),
    /** Whom it is about, as far as known. */
    about: anOrgId.exactOptional(),
    entry: anEntryId.exactOptional(),
    facts: prose,
    evidence: prose.exactOptional(),
  },
  accept: { note: prose },
  dismiss: { reason: prose },
  investigate: { note: prose },
  /** `violation`: the case that was opened because of it. */
  answer: { founded: z.boolean(), violation: docId.exactOptional(), answer: prose },
};

/** The four types of this life. */
export type ComplaintTypes = CaseTypes<'complaint', typeof table, typeof fields>;
type Doc = ComplaintTypes['doc'];

/** Complaint. */
export const complaint = caseLife<ComplaintTypes>({
  key: 'complaint',
  table,
  fields,
  guards: {
    accept: notAboutOneself,
    dismiss: notAboutOneself,
    investigate: notAboutOneself,
    answer: ({ command: { founded, violation }, ...given }) => [
      ...notAboutOneself(given),
      requireThat(
        founded || violation === undefined,
        'E_INPUT',
        `Cannot ${given.doing}: a case must have been opened only where it was founded; got ${violation ?? ''}`,
      ),
    ],
  },
});

type Asked = Pick<Given<ComplaintTypes, string, Doc | undefined>, 'doc' | 'context' | 'doing'>;

function notAboutOneself({ doc, context: { actor }, doing }: Asked): readonly Outcome<unknown>[] {
  const own = doc?.about === actor.org;
  return [requireThat(!own, 'E_SEPARATION', `Cannot ${doing}: must not be about your organization; got ${actor.org}`)];
}

/** The complaint as somebody may read it: who made an anonymous one is told to himself only. */
export function viewOfComplaint(doc: Doc, { person, org }: Pick<Actor, 'person' | 'org'>): unknown {
  const [first] = doc.acts;
  if (!doc.anonymous || !first || (first.by.person === person && first.by.org === org)) return doc;
  const acts = doc.acts.map((act) =>
    act.by.person === first.by.person
      ? { ...act, by: { role: act.by.role, person: 'anonymous', org: 'anonymous' } }
      : act,
  );
  return { ...doc, acts };
}
