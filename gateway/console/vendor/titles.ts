/** Words of the vendor's desk. */
import type { Title } from '#policies/catalog/entry.ts';
import type { ApplicationState } from '#policies/procedure/application-table.ts';
import type { VendorOutcome } from '#policies/procedure/export-view.ts';
import type { ProgramState } from '#policies/procedure/program-table.ts';
import type { RunState } from '#policies/procedure/run-table.ts';

/** All that a vendor is told of the checks. */
export const outcomeTitles: Record<VendorOutcome, Title> = {
  released: { zh: '已通过', en: 'may be released' },
  released_with_suppressions: { zh: '隐藏部分单元格后通过', en: 'may be released, some cells hidden' },
  needs_coarser_design: { zh: '须改用更粗的设计', en: 'needs a coarser design' },
  moved_to_review: { zh: '转人工核查', en: 'people are looking at it' },
};

/** Of an application, what comes next and whose turn it is. */
export const nextSteps: Record<ApplicationState, Title> = {
  draft: { zh: '由您提交。', en: 'Yours to submit.' },
  submitted: { zh: '待运营机构开始核查。', en: 'The operating institution begins its check.' },
  operator_checking: { zh: '运营机构正在四个方面核查。', en: 'The operating institution checks it in four domains.' },
  returned: {
    zh: '已退回,请按理由修改后重新提交。',
    en: 'Returned: change what the reason names, and submit it again.',
  },
  forwarded: { zh: '待确定审核机构。', en: 'The reviewing bodies are being named.' },
  reviewing: { zh: '各审核机构正在审核,须全部同意。', en: 'Every reviewing body must approve.' },
  offered: { zh: '部分列获批,请决定是否接受。', en: 'Fewer columns were approved: yours to accept or decline.' },
  approved: { zh: '待签署协议。', en: 'An agreement is to be signed by both sides.' },
  granted: {
    zh: '协议已生效,可按其开发并提出真实运行。',
    en: 'An agreement is in force: draft a program under it, then run it.',
  },
  lapsed: { zh: '未在期限内签署协议,已失效。', en: 'No agreement was signed in time.' },
  rejected: { zh: '未通过;可申诉。', en: 'Rejected; you may appeal.' },
  cancelled: { zh: '已撤销。', en: 'Cancelled.' },
};

/** Of a program. */
export const programSteps: Record<ProgramState, Title> = {
  draft: { zh: '请在仿真数据上测试。', en: 'Test it on simulation data.' },
  dev_tested: {
    zh: '测试通过后可固化;固化后文本以其哈希命名。',
    en: 'Freeze it: from then on its text is known by its hash.',
  },
  frozen: { zh: '系统正在静态检查。', en: 'The system checks the frozen text.' },
  static_checked: { zh: '待运营机构核查程序。', en: 'The operating institution reviews it.' },
  in_review: { zh: '运营机构正在核查。', en: 'The operating institution is reviewing it.' },
  approved: { zh: '已批准:可在真实数据上运行。', en: 'Approved: it may run on real data.' },
  returned: { zh: '已退回,请按理由修改。', en: 'Returned: change what the reason names.' },
  superseded: { zh: '已被取代。', en: 'Superseded.' },
  revoked: { zh: '批准已撤销。', en: 'Its approval was revoked.' },
};

/** Of a run: all that is told of it before its end. */
export const runSteps: Record<RunState, Title> = {
  requested: { zh: '已提出,系统正在预检。', en: 'Asked for; being checked beforehand.' },
  prechecked: { zh: '预检通过,等待进入域内。', en: 'Checked; waiting to be ordered.' },
  queued: { zh: '已下单,排队中。', en: 'Ordered; waiting for its turn.' },
  running: { zh: '正在域内运行。', en: 'Running inside the domain.' },
  quarantined: { zh: '结果在域内隔离,可申请出域。', en: 'Its result waits inside the domain: apply for its export.' },
  blocked: { zh: '规则已拦截,结果不存在。', en: 'Stopped by the rules: there is no result.' },
  failed: { zh: '未完成;请先在仿真数据上测试。', en: 'It did not complete; test it on simulation data.' },
  killed: { zh: '已被终止。', en: 'It was ended.' },
  purged: { zh: '结果已清除。', en: 'Its result was destroyed.' },
};
