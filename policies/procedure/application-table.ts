/**
 * States and moves of a use application 使用申请.
 * `agreement_pending`, `granted` and `lapsed` of the procedure are not states here: they are read from the agreement's own life,
 * because a second copy of that state could disagree with the first. Partial approval needs the vendor's acceptance and comes later.
 *
 * @see procedure.md §3.5
 */
import { applicationClocks } from './core-clocks.ts';
import type { LifeTable } from './life.ts';

/** Where an application stands. */
export type ApplicationState =
  | 'draft'
  | 'submitted'
  | 'operator_checking'
  | 'returned'
  | 'forwarded'
  | 'reviewing'
  | 'approved'
  | 'rejected'
  | 'cancelled';

/** The bodies that may review; which of them must, the routing says. */
const reviewers = ['source_department', 'district_authority', 'data_agency'] as const;

/** `approve_last` is the `approve` of the last reviewer: only then is the application approved. */
export const applicationTable = {
  name: 'application',
  title: { zh: '使用申请', en: 'use application' },
  states: {
    draft: { zh: '草稿', en: 'draft' },
    submitted: { zh: '已提交', en: 'submitted' },
    operator_checking: { zh: '运营机构核查中', en: 'being checked by the operator' },
    returned: { zh: '已退回', en: 'returned' },
    forwarded: { zh: '已报送', en: 'forwarded' },
    reviewing: { zh: '审核中', en: 'in review' },
    approved: { zh: '已通过', en: 'approved' },
    rejected: { zh: '未通过', en: 'rejected' },
    cancelled: { zh: '已撤销', en: 'cancelled' },
  },
  moves: {
    draft: { from: ['none'], to: 'draft', by: ['vendor'], source: 'AO-18-4' },
    edit: { from: ['draft', 'returned'], to: 'draft', by: ['vendor'], source: 'AO-18-4' },
    submit: { from: ['draft'], to: 'submitted', by: ['vendor'], source: 'AO-18-2' },
    begin_check: { from: ['submitted'], to: 'operator_checking', by: ['operator'], source: 'AO-15-1' },
    forward: { from: ['operator_checking'], to: 'forwarded', by: ['operator'], source: 'AO-18-5' },
    return: { from: ['operator_checking'], to: 'returned', by: ['operator'], source: '003-18(3)' },
    reject: { from: ['operator_checking'], to: 'rejected', by: ['operator'], source: '003-18(3)' },
    route: { from: ['forwarded'], to: 'reviewing', by: ['system'], source: 'AO-19-1' },
    approve: { from: ['reviewing'], to: 'reviewing', by: reviewers, source: 'AO-19-2, AO-19-3, AO-19-4' },
    approve_last: { from: ['reviewing'], to: 'approved', by: reviewers, source: 'AO-19-2, AO-19-3, AO-19-4' },
    disapprove: { from: ['reviewing'], to: 'rejected', by: reviewers, source: 'AO-19-2, AO-19-3, AO-19-4' },
    cancel: {
      from: ['draft', 'submitted', 'operator_checking', 'returned', 'forwarded', 'reviewing'],
      to: 'cancelled',
      by: ['vendor'],
      source: 'procedure.md §3.5',
    },
  },
  clocks: applicationClocks,
} as const satisfies LifeTable<ApplicationState>;
