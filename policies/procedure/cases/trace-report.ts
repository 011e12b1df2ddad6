/**
 * Trace report 追溯报告: what a withdrawal, a sanction or an ended agreement touched. The system opens it with the cause, the operator completes
 * it and sends it to the agency and the regulator. What was touched is computed (`../trace-report.ts`); the document keeps counts and a hash of
 * it, so that nobody leaves something out.
 *
 * @see procedure.md §3.15, R22, requirement SH-27-4
 */
import { z } from 'zod';
import { caseLife, type CaseTable, type CaseTypes } from '../case.ts';
import { aSha256, prose, shortText } from '../fields.ts';
import { ofTheCity } from '../roles.ts';

const source = 'SH-27-4';

const table = {
  name: 'trace report',
  title: { zh: '追溯报告', en: 'trace report' },
  collection: 'trace-reports',
  prefix: 'trc',
  states: {
    opened: { zh: '待调查', en: 'opened' },
    completed: { zh: '已完成', en: 'completed' },
    sent: { zh: '已报送', en: 'sent' },
  },
  moves: {
    open: { past: 'opened', from: ['none'], to: 'opened', by: ['system'], source, tell: ['operator', 'data_agency'] },
    complete: {
      past: 'completed',
      stage: 'audit',
      from: ['opened'],
      to: 'completed',
      by: ['operator'],
      source,
    },
    send: {
      past: 'sent',
      stage: 'audit',
      from: ['completed'],
      to: 'sent',
      by: ['operator'],
      source,
      tell: ['data_agency', 'competent_authority', 'regulator'],
    },
  },
  clocks: [
    {
      id: 'report',
      title: { zh: '追溯报告', en: 'trace report' },
      runs: ['opened', 'completed'],
      days: 'incident_report_days',
      from: 'event',
      duty: 'operator',
      escalates: 'data_agency',
      source,
    },
  ],
} as const satisfies CaseTable;

const count = z.int().min(0);

const fields = {
  open: {
    /** `life/id` of what brought it about, and its event. */
    cause: shortText,
    event: shortText,
    counts: z.strictObject({ agreements: count, runs: count, exports: count, recipients: count, fits: count }),
    /** Content hash of the lists that these are the lengths of. */
    impact: aSha256,
  },
  /** `notified`: who of the recipients was told, and how. */
  complete: { findings: prose, notified: prose },
  send: { number: shortText },
};

/** The four types of this life. */
export type TraceReportTypes = CaseTypes<'traceReport', typeof table, typeof fields>;

/** Trace report. */
export const traceReport = caseLife<TraceReportTypes>({
  key: 'traceReport',
  table,
  fields,
  ownerOf: () => ofTheCity,
});
