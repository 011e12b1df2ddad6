/**
 * States and moves of an export 出域: automatic check, people, filing, release.
 * What a released product rested on may end: then it is suspended, until that is lifted, or expires. Neither can be downloaded.
 *
 * @see procedure.md §3.9
 */
import { exportClocks } from './core-clocks.ts';
import type { LifeTable } from './life.ts';

/** Where an export stands. */
export type ExportState =
  | 'draft'
  | 'submitted'
  | 'auto_checking'
  | 'blocked'
  | 'operator_review'
  | 'conflicted'
  | 'consolidating'
  | 'excepting'
  | 'exception_requested'
  | 'returned'
  | 'rejected'
  | 'passed'
  | 'filing_submitted'
  | 'filing_returned'
  | 'filed'
  | 'released'
  | 'suspended'
  | 'recalled'
  | 'expired';

/** Has it left the domain, whatever became of it since? */
export function hasLeft({ state }: { readonly state: ExportState }): boolean {
  return state === 'released' || state === 'suspended' || state === 'recalled' || state === 'expired';
}

/** `vote_…_last` is the vote that completes the round, by what all of them come to; there is one way to `released`. */
export const exportTable = {
  name: 'export',
  title: { zh: '出域', en: 'export' },
  states: {
    draft: { zh: '草稿', en: 'draft' },
    submitted: { zh: '已提交', en: 'submitted' },
    auto_checking: { zh: '自动核查中', en: 'being checked automatically' },
    blocked: { zh: '已拦截', en: 'blocked' },
    operator_review: { zh: '运营机构核查中', en: 'in review by the operator' },
    conflicted: { zh: '核查意见不一致', en: 'reviewers disagree' },
    consolidating: { zh: '合议待会签', en: 'consolidated by one reviewer' },
    excepting: { zh: '待申请例外', en: 'passed, exception needed' },
    exception_requested: { zh: '例外审批中', en: 'exception requested' },
    returned: { zh: '已退回', en: 'returned' },
    rejected: { zh: '未通过', en: 'rejected' },
    passed: { zh: '核查通过', en: 'passed' },
    filing_submitted: { zh: '已报送备案', en: 'filing submitted' },
    filing_returned: { zh: '备案退回', en: 'filing returned' },
    filed: { zh: '已备案', en: 'filed' },
    released: { zh: '已出域', en: 'released' },
    suspended: { zh: '已暂停提供', en: 'released, suspended' },
    recalled: { zh: '已召回', en: 'recalled' },
    expired: { zh: '已到期', en: 'expired' },
  },
  moves: {
    draft: { from: ['none'], to: 'draft', by: ['vendor'], source: '003-21(2)' },
    edit: { from: ['draft', 'returned'], to: 'draft', by: ['vendor'], source: '003-21(2)' },
    submit: { from: ['draft'], to: 'submitted', by: ['vendor'], source: 'AO-22-1' },
    begin_auto_check: { from: ['submitted'], to: 'auto_checking', by: ['system'], source: 'AO-22-1' },
    block: { from: ['auto_checking'], to: 'blocked', by: ['system'], source: 'AO-22-1' },
    clear: { from: ['auto_checking'], to: 'operator_review', by: ['system'], source: 'AO-22-1' },
    pass_standing: { from: ['auto_checking'], to: 'passed', by: ['system'], source: 'disclosure.md decision 6' },
    vote: { from: ['operator_review'], to: 'operator_review', by: ['operator'], source: 'AO-22-1, DC-12' },
    vote_pass_last: { from: ['operator_review'], to: 'passed', by: ['operator'], source: 'AO-22-1' },
    vote_except_last: { from: ['operator_review'], to: 'excepting', by: ['operator'], source: 'disclosure.md §6 (5)' },
    vote_change_last: { from: ['operator_review'], to: 'returned', by: ['operator'], source: 'AO-22-1' },
    vote_reject_last: { from: ['operator_review'], to: 'rejected', by: ['operator'], source: 'AO-22-1' },
    vote_conflict_last: { from: ['operator_review'], to: 'conflicted', by: ['operator'], source: 'DC-12' },
    consolidate: { from: ['conflicted'], to: 'consolidating', by: ['operator'], source: 'disclosure.md decision 6' },
    countersign: { from: ['consolidating'], to: 'passed', by: ['operator'], source: 'disclosure.md decision 6' },
    countersign_except_last: {
      from: ['consolidating'],
      to: 'excepting',
      by: ['operator'],
      source: 'disclosure.md §6 (5)',
    },
    countersign_change_last: { from: ['consolidating'], to: 'returned', by: ['operator'], source: 'AO-22-1' },
    countersign_reject_last: { from: ['consolidating'], to: 'rejected', by: ['operator'], source: 'AO-22-1' },
    contest: { from: ['consolidating'], to: 'conflicted', by: ['operator'], source: 'disclosure.md decision 6' },
    request_exception: {
      from: ['excepting'],
      to: 'exception_requested',
      by: ['operator'],
      source: 'disclosure.md §6 (5)',
    },
    grant_exception: {
      from: ['exception_requested'],
      to: 'passed',
      by: ['data_agency'],
      source: 'disclosure.md §6 (5)',
    },
    refuse_exception: {
      from: ['exception_requested'],
      to: 'returned',
      by: ['data_agency'],
      source: 'disclosure.md §6 (5)',
    },
    return: {
      from: ['operator_review', 'conflicted', 'consolidating', 'excepting', 'filing_returned'],
      to: 'returned',
      by: ['operator'],
      source: 'AO-22-1',
    },
    /** A decision on an appeal: people look again. */
    reopen: { from: ['rejected'], to: 'operator_review', by: ['system'], source: 'AO-35-4', tell: ['operator'] },
    submit_filing: {
      from: ['passed', 'filing_returned'],
      to: 'filing_submitted',
      by: ['operator'],
      source: 'AO-22-2',
    },
    accept_filing: { from: ['filing_submitted'], to: 'filed', by: ['data_agency'], source: 'AO-22-2' },
    return_filing: { from: ['filing_submitted'], to: 'filing_returned', by: ['data_agency'], source: 'AO-22-2' },
    release: { from: ['filed'], to: 'released', by: ['system'], source: 'AO-22-2' },
    suspend: { from: ['released'], to: 'suspended', by: ['system'], source: '001-27, AO-20-6' },
    resume: { from: ['suspended'], to: 'released', by: ['system'], source: '001-27' },
    expire: { from: ['released', 'suspended'], to: 'expired', by: ['system'], source: 'AO-20-5' },
    recall: { from: ['released', 'suspended'], to: 'recalled', by: ['operator', 'data_agency'], source: '001-27' },
  },
  clocks: exportClocks,
} as const satisfies LifeTable<ExportState>;
