/**
 * Result feedback 成果回馈: the operator returns to a source department what was made of its data, and the department says whether it helped.
 *
 * @see procedure.md §3.10, requirements AO-26-1, AO-07-9
 */
import { caseLife, type CaseTable, type CaseTypes } from '../case.ts';
import { requireThat } from '../decider.ts';
import { hasLeft } from '../export-table.ts';
import { anOrgId, docId, prose } from '../fields.ts';
import type { CaseContext } from '../lookup.ts';

const table = {
  name: 'result feedback',
  title: { zh: '成果回馈', en: 'result feedback' },
  collection: 'result-feedback',
  prefix: 'fbk',
  states: {
    prepared: { zh: '已拟备', en: 'prepared' },
    sent: { zh: '已送达', en: 'sent' },
    acknowledged: { zh: '已签收', en: 'acknowledged' },
    used: { zh: '已采用', en: 'used' },
    not_used: { zh: '未采用', en: 'not used' },
  },
  moves: {
    prepare: {
      past: 'prepared',
      stage: 'export',
      from: ['none'],
      to: 'prepared',
      by: ['operator'],
      source: 'AO-26-1, AO-07-9',
    },
    send: {
      past: 'sent',
      stage: 'export',
      from: ['prepared'],
      to: 'sent',
      by: ['operator'],
      source: 'AO-26-1, AO-07-9',
      tell: ['source_department'],
    },
    acknowledge: {
      past: 'acknowledged',
      stage: 'export',
      from: ['sent'],
      to: 'acknowledged',
      by: ['source_department'],
      source: 'AO-26-1',
      tell: ['operator'],
    },
    use: {
      past: 'used',
      stage: 'export',
      from: ['acknowledged'],
      to: 'used',
      by: ['source_department'],
      source: 'AO-26-1',
      tell: ['operator'],
    },
    decline: {
      past: 'declined',
      stage: 'export',
      from: ['acknowledged'],
      to: 'not_used',
      by: ['source_department'],
      source: 'AO-26-1',
      tell: ['operator'],
    },
  },
  clocks: [
    {
      id: 'send',
      title: { zh: '成果回馈', en: 'return of results' },
      runs: ['prepared'],
      days: 'feedback_days',
      from: 'event',
      duty: 'operator',
      escalates: 'data_agency',
      source: 'AO-26-1',
    },
    {
      id: 'acknowledge',
      title: { zh: '成果签收', en: 'acknowledgement of results' },
      runs: ['sent'],
      days: 'feedback_days',
      from: 'receipt',
      duty: 'source_department',
      escalates: 'data_agency',
      source: 'AO-26-1',
    },
  ],
} as const satisfies CaseTable;

const fields = {
  prepare: { scenario: docId, export: docId, department: anOrgId, content: prose },
  use: { effect: prose },
  decline: { reason: prose },
};

/** The four types of this life. */
export type ResultFeedbackTypes = CaseTypes<'resultFeedback', typeof table, typeof fields>;
type Feedback = ResultFeedbackTypes['doc'];

/** Result feedback. */
export const resultFeedback = caseLife<ResultFeedbackTypes>({
  key: 'resultFeedback',
  table,
  fields,
  guards: {
    send: ({ doc, context: { lookup }, doing }) => {
      const released = doc && lookup.get('export', doc.export);
      const runs = (released?.product.runs ?? []).flatMap((id) => lookup.get('run', id) ?? []);
      const owners = runs.flatMap(({ uses }) => uses.map(({ entry }) => lookup.get('catalogEntry', entry)));
      const own = owners.some((entry) => entry?.entry.department === doc?.department);
      return [
        requireThat(
          released !== undefined && hasLeft(released) && released.product.scenario === doc?.scenario,
          'E_STATE',
          `Cannot ${doing}: must be of a released export of this scenario; got ${released?.state ?? 'none'}`,
        ),
        requireThat(own, 'E_INPUT', `Cannot ${doing}: must go to a department whose data was used`),
      ];
    },
    acknowledge: ({ doc, context, doing }) => [requireAddressed(doing, doc, context)],
    use: ({ doc, context, doing }) => [requireAddressed(doing, doc, context)],
    decline: ({ doc, context, doing }) => [requireAddressed(doing, doc, context)],
  },
});

/** Another department is answered as if there were nothing. */
function requireAddressed(doing: string, doc: Feedback | undefined, { actor }: CaseContext) {
  const must = `Cannot ${doing}: must be addressed to your organization; got another`;
  return requireThat(doc?.department === actor.org, 'E_NOT_FOUND', must);
}
