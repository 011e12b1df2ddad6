/**
 * Browse request 查阅: a vendor asks the agency, through the operator, to see what the sharing catalog has and what simulation data looks like.
 * What it permits is read-only and ends.
 *
 * @see procedure.md §3.3, requirements AO-16-1, AO-16-2; decision 008
 */
import { caseLife, type CaseTable, type CaseTypes } from '../case.ts';
import { requireThat } from '../decider.ts';
import { aTerm, prose } from '../fields.ts';
import { isBefore } from '../term.ts';

const table = {
  name: 'browse request',
  title: { zh: '查阅申请', en: 'browse request' },
  collection: 'browse-requests',
  prefix: 'brw',
  states: {
    submitted: { zh: '已提交', en: 'submitted' },
    forwarded: { zh: '已转报', en: 'forwarded' },
    permitted: { zh: '准予查阅', en: 'permitted' },
    refused: { zh: '不予查阅', en: 'refused' },
    expired: { zh: '已到期', en: 'expired' },
  },
  moves: {
    submit: {
      past: 'submitted',
      stage: 'propose',
      from: ['none'],
      to: 'submitted',
      by: ['vendor'],
      source: 'AO-16-1',
      tell: ['operator'],
    },
    forward: {
      past: 'forwarded',
      stage: 'review',
      from: ['submitted'],
      to: 'forwarded',
      by: ['operator'],
      source: 'AO-16-1',
      tell: ['data_agency'],
    },
    permit: {
      past: 'permitted',
      stage: 'review',
      from: ['forwarded'],
      to: 'permitted',
      by: ['data_agency'],
      source: 'AO-16-1',
      tell: ['operator'],
      apartFrom: ['forwarded'],
    },
    refuse: {
      past: 'refused',
      stage: 'review',
      from: ['submitted', 'forwarded'],
      to: 'refused',
      by: ['operator', 'data_agency'],
      source: 'AO-16-1',
      tell: ['operator'],
    },
    expire: { past: 'expired', from: ['permitted'], to: 'expired', by: ['system'], source: 'procedure.md §3.3' },
  },
  clocks: [
    {
      id: 'permit',
      title: { zh: '查阅答复', en: 'answer to a browse request' },
      runs: ['submitted', 'forwarded'],
      days: 'browse_days',
      from: 'receipt',
      duty: 'data_agency',
      escalates: 'competent_authority',
      source: 'procedure.md §3.3',
    },
  ],
} as const satisfies CaseTable;

const fields = {
  submit: { purpose: prose },
  forward: { opinion: prose },
  permit: { term: aTerm },
  refuse: { reason: prose },
};

/** The four types of this life. */
export type BrowseRequestTypes = CaseTypes<'browseRequest', typeof table, typeof fields>;

/** Browse request. */
export const browseRequest = caseLife<BrowseRequestTypes>({
  key: 'browseRequest',
  table,
  fields,
  guards: {
    permit: ({ command: { term }, context: { now }, doing }) => [
      requireThat(
        isBefore(now, term.to),
        'E_INPUT',
        `Cannot ${doing}: the term must end later than now; got ${term.to}`,
      ),
    ],
    expire: ({ doc, context: { now }, doing }) => [
      requireThat(
        doc?.term !== undefined && !isBefore(now, doc.term.to),
        'E_STATE',
        `Cannot ${doing}: the term must have ended`,
      ),
    ],
  },
  due: ({ state, term }, now) =>
    state === 'permitted' && term && !isBefore(now, term.to) ? { type: 'expire' } : undefined,
});
