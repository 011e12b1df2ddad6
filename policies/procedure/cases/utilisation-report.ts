/**
 * Utilisation report 利用情况反馈: what a vendor owes for its rights. The system opens one whenever the schedule of the agreement says so;
 * one that is overdue is a warning, and where the place says so nothing new leaves until it is there.
 *
 * @see procedure.md §3.10, requirements AO-27-6, GD-26-1, SH-25-1
 */
import { z } from 'zod';
import type { Instant } from '../../units.ts';
import { caseLife, type CaseTable, type CaseTypes } from '../case.ts';
import { requireThat, vendorOwner } from '../decider.ts';
import { anOrgId, docId, prose } from '../fields.ts';
import type { CaseContext } from '../lookup.ts';
import { isBefore } from '../term.ts';
import { dayAt, endOfDay, workingDaysAfter } from '../working-days.ts';

const table = {
  name: 'utilisation report',
  title: { zh: '利用情况反馈', en: 'utilisation report' },
  collection: 'utilisation-reports',
  prefix: 'utl',
  states: {
    due: { zh: '待提交', en: 'due' },
    overdue: { zh: '已逾期', en: 'overdue' },
    submitted: { zh: '已提交', en: 'submitted' },
    accepted: { zh: '已接收', en: 'accepted' },
    returned: { zh: '已退回', en: 'returned' },
  },
  moves: {
    open: { past: 'opened', from: ['none'], to: 'due', by: ['system'], source: 'AO-27-6, GD-26-1' },
    warn: {
      past: 'warned',
      from: ['due', 'returned'],
      to: 'overdue',
      by: ['system'],
      source: 'AO-27-6',
      tell: ['operator', 'data_agency'],
    },
    submit: {
      past: 'submitted',
      stage: 'export',
      from: ['due', 'overdue', 'returned'],
      to: 'submitted',
      by: ['vendor'],
      source: 'AO-27-6, GD-26-1, SH-25-1',
      tell: ['operator'],
    },
    accept: {
      past: 'accepted',
      stage: 'export',
      from: ['submitted'],
      to: 'accepted',
      by: ['operator'],
      source: 'procedure.md §3.10',
      tell: ['source_department'],
    },
    return: {
      past: 'returned',
      stage: 'export',
      from: ['submitted'],
      to: 'returned',
      by: ['operator'],
      source: 'procedure.md §3.10',
    },
  },
  clocks: [
    {
      id: 'report',
      title: { zh: '利用情况反馈期限', en: 'report on the use' },
      runs: ['due', 'overdue', 'returned'],
      stops: ['submitted'],
      days: 'usage_report_days',
      from: 'event',
      duty: 'vendor',
      escalates: 'operator',
      source: 'AO-27-6',
    },
  ],
} as const satisfies CaseTable;

const fields = {
  open: { agreement: docId, vendor: anOrgId, scenario: docId, number: z.int().min(1).max(1_000) },
  submit: { use: prose, results: prose, effects: prose, incidents: prose, exports: z.array(docId).max(200) },
  return: { reason: prose },
};

interface Until {
  readonly dueBy: Instant;
}

/** The four types of this life. */
export type UtilisationReportTypes = CaseTypes<'utilisationReport', typeof table, typeof fields, Until>;

/** Utilisation report. */
export const utilisationReport = caseLife<UtilisationReportTypes, Until>({
  key: 'utilisationReport',
  table,
  fields,
  ownerOf: vendorOwner,
  derive: { open: ({ context }) => until(context), return: ({ context }) => until(context) },
  guards: {
    warn: ({ doc, context: { now }, doing }) => [
      requireThat(
        doc?.dueBy !== undefined && !isBefore(now, doc.dueBy),
        'E_STATE',
        `Cannot ${doing}: must be later than ${doc?.dueBy ?? 'never'}; got ${now}`,
      ),
    ],
    submit: ({ doc, command: { exports }, context: { lookup }, doing }) => {
      const foreign = exports.find((id) => lookup.get('export', id)?.agreement !== doc?.agreement);
      const must = `Cannot ${doing}: must name exports of its own agreement`;
      return [requireThat(foreign === undefined, 'E_INPUT', `${must}; got ${foreign ?? ''}`)];
    },
  },
  due: ({ state, dueBy }, now) =>
    (state === 'due' || state === 'returned') && dueBy !== undefined && !isBefore(now, dueBy)
      ? { type: 'warn' }
      : undefined,
});

/** The end of the last of the working days that the vendor has. */
function until({ calendar, profile, now }: CaseContext): Until {
  return { dueBy: endOfDay(workingDaysAfter(calendar, dayAt(now), profile.days.usage_report_days.value).day) };
}
