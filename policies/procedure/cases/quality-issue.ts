/**
 * Quality issue 数据质量: whoever uses data reports what is wrong with it; the operator sorts and assigns, the department mends it within its
 * period, and somebody else looks whether it did.
 *
 * @see procedure.md §3.11; requirements AO-10-1, GD-30-1, SH-20-1
 */
import { z } from 'zod';
import { caseLife, type CaseTable, type CaseTypes } from '../case.ts';
import { anEntryId, identifier, prose } from '../fields.ts';
import { requireNamed, requireOwnEntry } from './own-entry.ts';

const table = {
  name: 'quality issue',
  title: { zh: '数据质量问题', en: 'quality issue' },
  collection: 'quality-issues',
  prefix: 'qis',
  states: {
    reported: { zh: '已反映', en: 'reported' },
    triaged: { zh: '已甄别', en: 'triaged' },
    assigned: { zh: '已交办', en: 'assigned' },
    fixing: { zh: '整改中', en: 'being mended' },
    fixed: { zh: '已整改', en: 'mended' },
    reopened: { zh: '重新交办', en: 'reopened' },
    verified: { zh: '已核实', en: 'verified' },
    rejected: { zh: '不成立', en: 'rejected' },
  },
  moves: {
    report: {
      past: 'reported',
      stage: 'catalog',
      from: ['none'],
      to: 'reported',
      by: ['vendor', 'operator', 'public', 'data_subject'],
      source: 'AO-10-1, GD-30-1',
      tell: ['operator'],
    },
    triage: {
      past: 'triaged',
      stage: 'review',
      from: ['reported'],
      to: 'triaged',
      by: ['operator'],
      source: 'AO-10-1',
    },
    assign: {
      past: 'assigned',
      stage: 'review',
      from: ['triaged'],
      to: 'assigned',
      by: ['operator'],
      source: 'AO-10-1',
      tell: ['source_department'],
    },
    begin_fix: {
      past: 'fix_begun',
      stage: 'review',
      from: ['assigned', 'reopened'],
      to: 'fixing',
      by: ['source_department'],
      source: 'AO-10-1',
    },
    fix: {
      past: 'fixed',
      stage: 'review',
      from: ['fixing'],
      to: 'fixed',
      by: ['source_department'],
      source: 'AO-10-1',
      tell: ['operator'],
    },
    verify: {
      past: 'verified',
      stage: 'review',
      from: ['fixed'],
      to: 'verified',
      by: ['operator', 'vendor', 'public', 'data_subject'],
      source: 'AO-10-1',
      apartFrom: ['fixed'],
      tell: ['source_department'],
    },
    reopen: {
      past: 'reopened',
      stage: 'review',
      from: ['fixed'],
      to: 'reopened',
      by: ['operator', 'vendor', 'public', 'data_subject'],
      source: 'AO-10-1',
      tell: ['source_department', 'operator'],
    },
    reject: {
      past: 'rejected',
      stage: 'review',
      from: ['reported', 'triaged'],
      to: 'rejected',
      by: ['operator'],
      source: 'GD-30-1',
    },
    dispute: {
      past: 'disputed',
      stage: 'review',
      from: ['assigned', 'reopened', 'fixing'],
      to: 'triaged',
      by: ['source_department'],
      source: 'procedure.md §3.11',
      tell: ['operator'],
    },
  },
  clocks: [
    {
      id: 'fix',
      title: { zh: '质量问题整改', en: 'mending of a quality issue' },
      runs: ['assigned', 'fixing', 'reopened'],
      days: 'quality_fix_days',
      from: 'receipt',
      duty: 'source_department',
      escalates: 'competent_authority',
      source: 'AO-10-1',
    },
  ],
} as const satisfies CaseTable;

/** The five properties of 001-20. */
export const aDimension = z.enum(['authenticity', 'completeness', 'accuracy', 'timeliness', 'usability']);

const fields = {
  report: {
    entry: anEntryId,
    table: identifier.exactOptional(),
    columns: z.array(identifier).max(200).exactOptional(),
    kind: z.enum(['attribute', 'quality', 'error_omission', 'other']),
    dimension: aDimension,
    facts: prose,
  },
  triage: { severity: z.enum(['minor', 'major', 'critical']), note: prose },
  assign: { note: prose },
  begin_fix: { note: prose },
  fix: { resolution: prose },
  verify: { note: prose },
  reopen: { reason: prose },
  reject: { reason: prose },
  dispute: { reason: prose },
};

/** The four types of this life. */
export type QualityIssueTypes = CaseTypes<'qualityIssue', typeof table, typeof fields>;

/** Quality issue. */
export const qualityIssue = caseLife<QualityIssueTypes>({
  key: 'qualityIssue',
  table,
  fields,
  guards: {
    report: ({ command, context, doing }) => [requireNamed(doing, command, context)],
    begin_fix: ({ doc, context, doing }) => [requireOwnEntry(doing, doc?.entry, context)],
    fix: ({ doc, context, doing }) => [requireOwnEntry(doing, doc?.entry, context)],
    dispute: ({ doc, context, doing }) => [requireOwnEntry(doing, doc?.entry, context)],
  },
});
