/**
 * Public notice 公示: what everybody may read on the platform for a period: a serious violation and its sanction, a recall, a list of vendors.
 *
 * @see SH-18-3, SH-26-3, R20
 */
import { caseLife, type CaseTable, type CaseTypes } from '../case.ts';
import { requireThat } from '../decider.ts';
import { anInstant, prose, shortText } from '../fields.ts';
import { ofTheCity } from '../roles.ts';
import { isBefore } from '../term.ts';

const bodies = ['operator', 'data_agency', 'competent_authority', 'source_department'] as const;
const source = 'SH-18-3';

const table = {
  name: 'public notice',
  title: { zh: '公示', en: 'public notice' },
  collection: 'notices',
  prefix: 'ntc',
  readers: ['public', 'vendor', 'data_subject', 'exchange', 'expert_committee'],
  states: {
    published: { zh: '公示中', en: 'published' },
    ended: { zh: '公示期满', en: 'ended' },
    withdrawn: { zh: '已撤销', en: 'withdrawn' },
  },
  moves: {
    publish: {
      past: 'published',
      stage: 'audit',
      from: ['none'],
      to: 'published',
      by: [...bodies, 'system'],
      source,
      tell: ['public'],
    },
    withdraw: {
      past: 'withdrawn',
      stage: 'audit',
      from: ['published'],
      to: 'withdrawn',
      by: [...bodies, 'system'],
      source,
    },
    end: { past: 'ended', from: ['published'], to: 'ended', by: ['system'], source },
  },
} as const satisfies CaseTable;

const fields = {
  /** `about`: `life/id` of what is made known, where it is a thing of the record. */
  publish: { heading: shortText, text: prose, about: shortText.exactOptional(), until: anInstant },
  withdraw: { reason: prose },
};

/** The four types of this life. */
export type PublicNoticeTypes = CaseTypes<'publicNotice', typeof table, typeof fields>;

/** Public notice. */
export const publicNotice = caseLife<PublicNoticeTypes>({
  key: 'publicNotice',
  table,
  fields,
  ownerOf: () => ofTheCity,
  guards: {
    publish: ({ command: { until }, context: { now }, doing }) => [
      requireThat(isBefore(now, until), 'E_INPUT', `Cannot ${doing}: must end later than now; got ${until}`),
    ],
    end: ({ doc, context: { now }, doing }) => [
      requireThat(
        doc !== undefined && !isBefore(now, doc.until),
        'E_STATE',
        `Cannot ${doing}: its period must have ended; got an end at ${doc?.until ?? 'no moment'}`,
      ),
    ],
  },
  due: ({ state, until }, now) => (state === 'published' && !isBefore(now, until) ? { type: 'end' } : undefined),
});
