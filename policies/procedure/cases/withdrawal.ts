/**
 * Withdrawal 撤回 of a dataset, or of one snapshot of it: at once and by one person, for it only takes away. What it touches is stopped in the
 * same transaction (`effects/withdrawal.ts`); it comes back only as a new snapshot, re-desensitised and reviewed anew by somebody else.
 *
 * @see procedure.md §3.15, requirements SH-27-2, SH-27-3
 */
import { caseLife, type CaseTable, type CaseTypes } from '../case.ts';
import { requireThat } from '../decider.ts';
import { anEntryId, aSnapshotId, prose } from '../fields.ts';
import type { Role } from '../roles.ts';
import { requireFreshReview, requireOwnEntry } from './withdrawal-guards.ts';
import { z } from 'zod';

const takers: readonly Role[] = ['source_department', 'operator', 'data_agency'];
const tell: readonly Role[] = ['source_department', 'operator', 'data_agency', 'competent_authority', 'vendor'];

const table = {
  name: 'withdrawal',
  title: { zh: '数据撤回', en: 'withdrawal of a dataset' },
  collection: 'withdrawals',
  prefix: 'wdr',
  states: {
    requested: { zh: '已请求', en: 'requested' },
    declined: { zh: '不予撤回', en: 'declined' },
    effective: { zh: '已撤回', en: 'in force' },
    evaluating: { zh: '评估中', en: 'being evaluated' },
    reopened: { zh: '已重新开放', en: 'reopened with a new snapshot' },
    retired: { zh: '已停用', en: 'retired' },
  },
  moves: {
    request: {
      past: 'requested',
      stage: 'propose',
      from: ['none'],
      to: 'requested',
      by: ['vendor', 'district_authority', 'competent_authority'],
      source: 'SH-27-2',
      tell: takers,
    },
    order: {
      past: 'ordered',
      stage: 'audit',
      from: ['none'],
      to: 'effective',
      by: [...takers, 'system'],
      source: 'SH-27-2',
      tell,
    },
    take_effect: {
      past: 'took_effect',
      stage: 'audit',
      from: ['requested'],
      to: 'effective',
      by: takers,
      source: 'SH-27-2',
      tell,
    },
    decline: {
      past: 'declined',
      stage: 'audit',
      from: ['requested'],
      to: 'declined',
      by: takers,
      source: 'procedure.md §3.15',
    },
    evaluate: {
      past: 'evaluated',
      stage: 'audit',
      from: ['effective'],
      to: 'evaluating',
      by: ['source_department', 'operator'],
      source: 'SH-27-2',
      tell: ['data_agency', 'competent_authority'],
    },
    reopen: {
      past: 'reopened',
      stage: 'audit',
      from: ['evaluating'],
      to: 'reopened',
      by: ['data_agency', 'competent_authority'],
      source: 'SH-27-3',
      tell,
      apartFrom: ['ordered', 'took_effect', 'evaluated'],
    },
    retire: {
      past: 'retired',
      stage: 'audit',
      from: ['evaluating'],
      to: 'retired',
      by: ['source_department', 'competent_authority'],
      source: 'procedure.md §3.15',
      tell,
    },
  },
  clocks: [
    {
      id: 'evaluate',
      title: { zh: '撤回评估', en: 'evaluation of a withdrawal' },
      runs: ['effective'],
      days: 'withdrawal_evaluation_days',
      from: 'event',
      duty: 'source_department',
      escalates: 'competent_authority',
      source: 'SH-27-2',
    },
  ],
} as const satisfies CaseTable;

const opening = {
  entry: anEntryId,
  /** One snapshot of it; without one the whole dataset. */
  snapshot: aSnapshotId.exactOptional(),
  ground: z.enum(['leak', 'leak_risk', 'infringement', 'error', 'law', 'other']),
  facts: prose,
};

const fields = {
  request: opening,
  order: opening,
  take_effect: { reason: prose },
  decline: { reason: prose },
  evaluate: { evaluation: prose },
  /** `treatment`: how the new snapshot was desensitised anew. */
  reopen: { newSnapshot: aSnapshotId, treatment: prose, review: prose },
  retire: { reason: prose },
};

/** The four types of this life. */
export type WithdrawalTypes = CaseTypes<'withdrawal', typeof table, typeof fields>;

/** Withdrawal of a dataset. */
export const withdrawal = caseLife<WithdrawalTypes>({
  key: 'withdrawal',
  table,
  fields,
  guards: {
    request: ({ command: { entry }, context: { lookup }, doing }) => [
      requireThat(
        lookup.get('catalogEntry', entry) !== undefined,
        'E_NOT_FOUND',
        `Cannot ${doing}: must be of an existing entry; got ${entry}`,
      ),
    ],
    order: ({ command: { entry }, context, doing }) => [requireOwnEntry(doing, entry, context)],
    take_effect: ({ doc, context, doing }) => [requireOwnEntry(doing, doc?.entry, context)],
    evaluate: ({ doc, context, doing }) => [requireOwnEntry(doing, doc?.entry, context)],
    retire: ({ doc, context, doing }) => [requireOwnEntry(doing, doc?.entry, context)],
    reopen: ({ doc, command, context, doing }) => requireFreshReview(doing, { doc, command }, context.lookup),
  },
});
