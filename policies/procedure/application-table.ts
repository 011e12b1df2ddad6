/**
 * States and moves of a use application 使用申请.
 * `agreement_pending` of the procedure is `approved` here: an approved application waits for its agreement, and lapses when none is signed in
 * time. Who may be told what (003-19): everybody of `tell` but the body that decided; the applicant always.
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
  | 'offered'
  | 'approved'
  | 'granted'
  | 'lapsed'
  | 'rejected'
  | 'cancelled';

/** The bodies that may review; which of them must, the routing says. */
const reviewers = ['source_department', 'district_authority', 'data_agency'] as const;
const told = ['source_department', 'competent_authority', 'data_agency', 'operator'] as const;
const reviewed = 'AO-19-2, AO-19-3, AO-19-4';

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
    offered: { zh: '部分通过待接受', en: 'approved in part, to be accepted' },
    approved: { zh: '已通过', en: 'approved' },
    granted: { zh: '已开通权限', en: 'granted by an agreement' },
    lapsed: { zh: '已失效', en: 'lapsed, no agreement in time' },
    rejected: { zh: '未通过', en: 'rejected' },
    cancelled: { zh: '已撤销', en: 'cancelled' },
  },
  moves: {
    draft: { from: ['none'], to: 'draft', by: ['vendor'], source: 'AO-18-4' },
    edit: { from: ['draft', 'returned'], to: 'draft', by: ['vendor'], source: 'AO-18-4' },
    submit: { from: ['draft'], to: 'submitted', by: ['vendor'], source: 'AO-18-2' },
    begin_check: { from: ['submitted'], to: 'operator_checking', by: ['operator'], source: 'AO-15-1' },
    forward: {
      from: ['operator_checking'],
      to: 'forwarded',
      by: ['operator'],
      source: 'AO-18-5',
      tell: ['data_agency'],
    },
    return: { from: ['operator_checking'], to: 'returned', by: ['operator'], source: '003-18(3)' },
    reject: { from: ['operator_checking'], to: 'rejected', by: ['operator'], source: '003-18(3)' },
    route: { from: ['forwarded'], to: 'reviewing', by: ['system'], source: 'AO-19-1' },
    /** An opinion binds nobody. */
    advise: { from: ['reviewing'], to: 'reviewing', by: ['expert_committee'], source: 'SH-14-1', tell: reviewers },
    approve: { from: ['reviewing'], to: 'reviewing', by: reviewers, source: reviewed, tell: told },
    approve_last: { from: ['reviewing'], to: 'approved', by: reviewers, source: reviewed, tell: told },
    /** The last, where one of them approved fewer columns: what is left is offered. */
    approve_narrow_last: { from: ['reviewing'], to: 'offered', by: reviewers, source: reviewed, tell: told },
    disapprove: { from: ['reviewing'], to: 'rejected', by: reviewers, source: reviewed, tell: told },
    accept_narrowing: {
      from: ['offered'],
      to: 'approved',
      by: ['vendor'],
      source: 'procedure.md §3.5',
      tell: ['operator'],
    },
    decline_narrowing: {
      from: ['offered'],
      to: 'rejected',
      by: ['vendor'],
      source: 'procedure.md §3.5',
      tell: ['operator'],
    },
    /** An agreement has opened the rights. */
    grant: { from: ['approved'], to: 'granted', by: ['system'], source: 'AO-20-3' },
    lapse: { from: ['approved'], to: 'lapsed', by: ['system'], source: 'procedure.md §3.5', tell: ['operator'] },
    /** A decision on an appeal, back to the step that was decided against the vendor. */
    reopen_check: {
      from: ['rejected'],
      to: 'operator_checking',
      by: ['system'],
      source: 'AO-35-4',
      tell: ['operator'],
    },
    reopen_review: { from: ['rejected'], to: 'reviewing', by: ['system'], source: 'AO-35-4', tell: reviewers },
    cancel: {
      from: ['draft', 'submitted', 'operator_checking', 'returned', 'forwarded', 'reviewing', 'offered'],
      to: 'cancelled',
      by: ['vendor'],
      source: 'procedure.md §3.5',
    },
  },
  clocks: applicationClocks,
} as const satisfies LifeTable<ApplicationState>;
