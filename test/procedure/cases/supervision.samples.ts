/** @see samples.ts; the lives of supervision and of stopping things. */
import { commitmentOf } from '#policies/procedure/sample.ts';
import { daysAfter } from '#policies/procedure/term.ts';
import type { Known, Sample, Samples } from './samples.ts';

const because: Sample = () => ({ reason: '依规定' });
const term = ({ now }: Known, days = 60) => ({ from: now, to: daysAfter(now, days) });
const seed = '监督抽查种子';

const stopSamples: Samples = {
  emergencyStop: { pull: because, propose_lift: because, object: because, confirm_lift: because },
  emergencyPlan: {
    draft: () => plan,
    edit: () => plan,
    approve: () => ({ opinion: '可行' }),
    drill: () => ({ participants: '运营机构、机构', course: '桌面推演', findings: '无' }),
    activate: because,
    stand_down: because,
    retire: because,
  },
  incident: {
    warn: () => ({ heading: '异常访问', facts: '发现异常调用' }),
    dismiss: because,
    confirm: ({ entry }, variant) => ({ severity: 'general', atRisk: variant < 3 ? [entry] : [] }),
    contain: () => ({ measures: '已隔离' }),
    handle: () => ({ handling: '已处置' }),
    recover: () => ({ recovery: '已恢复' }),
    review: () => ({ lessons: '加强监测' }),
  },
  withdrawal: {
    request: withdrawn,
    order: withdrawn,
    take_effect: because,
    decline: because,
    evaluate: () => ({ evaluation: '可重新脱敏' }),
    reopen: () => ({ newSnapshot: 'snap9', treatment: '重新脱敏', review: '已复核' }),
    retire: because,
  },
  traceReport: {
    open: (_, variant) => ({ cause: `withdrawal/wdr${variant}`, event: 'withdrawal.ordered', ...nothing }),
    complete: () => ({ findings: '未发现扩散', notified: '已逐一通知' }),
    send: () => ({ number: '报 1' }),
  },
};

const caseSamples: Samples = {
  violation: {
    signal: ({ vendor }) => ({ vendor, ground: 'breach_of_agreement', facts: '超出约定场景使用' }),
    dismiss: because,
    open_case: because,
    impose_interim: (known, variant) => ({ interim: measure(known, variant), risk: '存在泄露风险' }),
    investigate: () => ({ findings: '正在核实' }),
    hear: () => ({ statement: '情况说明' }),
    hear_in_absence: () => ({ note: '逾期未陈述' }),
    sanction: (known, variant) => ({
      measure: measure(known, variant),
      reason: '违反约定',
      noticeUntil: daysAfter(known.now, 30),
    }),
    find_no_fault: because,
  },
  sanction: {
    impose: (known, variant) => ({
      violation: 'violation1',
      vendor: known.vendor,
      interim: variant < 5,
      measure: measure(known, variant),
    }),
    lift: because,
  },
  publicNotice: {
    publish: ({ now }) => ({ heading: '公示', text: '违规处理结果', until: daysAfter(now, 30) }),
    withdraw: because,
  },
};

const normSamples: Samples = {
  norm: {
    draft: () => body,
    edit: () => body,
    submit: () => ({ note: '请审核' }),
    submit_own: () => ({ note: '请同意' }),
    pass_review: () => ({ opinion: '同意' }),
    return: because,
    consent: ({ now }) => ({ consentId: '同意 1', effectiveFrom: now }),
    issue: ({ now }) => ({ paper: '文 1', effectiveFrom: now }),
    supersede: ({ now }) => ({ successor: 'norm2', until: now }),
    repeal: because,
  },
  operatorAuthorization: {
    propose: (known) => ({ operator: 'operator.city', domains: ['信用'], term: term(known, 365), grantor: '市政府' }),
    refuse: because,
    grant: () => ({ paper: '授权书 1' }),
    revoke: because,
  },
  emergencyOpening: {
    propose: (known) => ({ emergency: '台风', reason: '防汛', entries: [known.entry], term: term(known) }),
    refuse: because,
    order: () => ({ officer: '张三' }),
    open: () => ({ note: '已开放' }),
    close: because,
    review: () => ({ review: '符合规定' }),
  },
};

const inspectionSamples: Samples = {
  inspection: {
    plan: () => ({ scope: '出域产品', spot: { population: 'exports', size: 3, commitment: commitmentOf(seed) } }),
    begin: (_, variant) => ({ seed: variant === 0 ? '别的种子' : seed }),
    find: () => ({ findings: [{ severity: 'minor', text: '记录不全' }] }),
    rectify: ({ now }) => ({ due: daysAfter(now, 30) }),
    answer: () => ({ evidence: '已补齐' }),
    recheck: () => ({ result: '合格' }),
    reject_answer: ({ now }) => ({ reason: '仍不全', due: daysAfter(now, 10) }),
    close: () => ({ conclusion: '办结' }),
  },
  evaluation: {
    open: () => ({ year: 2026, criteria: [{ id: 'security', heading: '安全', weight: 1 }] }),
    input: (_, variant) => ({ scores: [{ criterion: 'security', points: variant * 10 }], comment: '总体良好' }),
    score: () => ({ opinion: '良好' }),
    confirm: () => ({ note: '确认' }),
    circulate: () => ({ circular: '通报 1' }),
  },
  riskAssessment: {
    plan: () => ({ scope: '平台', kind: 'assessment' }),
    assess: ({ now }, variant) => ({ risks: variant < 5 ? [] : [risk(daysAfter(now, 30))] }),
    rectify: () => ({ responsible: '运营机构安全部' }),
    prove: () => ({ risk: 'backup', evidence: '已演练恢复' }),
    close: () => ({ conclusion: '办结' }),
  },
};

const plan = { heading: '数据泄露预案', scenarioClass: '信用', scenarios: ['s1_credit'], text: '立即停止' };
const body = { kind: 'export_check', heading: '出域核查规范', version: 1, text: '四个领域逐项核查' };
const nothing = {
  counts: { agreements: 0, runs: 1, exports: 0, recipients: 0, fits: 0 },
  impact: '00'.repeat(32),
};

function risk(due: string) {
  return { id: 'backup', domain: 'data_security', severity: 'medium', text: '备份未演练', due };
}

function withdrawn({ entry }: Known, variant: number) {
  const whole = { entry, ground: 'leak_risk', facts: '可能泄露' };
  return variant < 5 ? whole : { ...whole, snapshot: 'snap1' };
}

/** `variant` 0 lacks what its level must say. */
function measure({ now, entry }: Known, variant: number) {
  const until = daysAfter(now, 60);
  const measures = [
    { level: 'restrict', until },
    { level: 'warn' },
    { level: 'throttle', runsPerDay: 1, until },
    { level: 'restrict', entries: [entry], until },
    { level: 'restrict', forms: ['data_metric'], until },
    { level: 'suspend', until },
    { level: 'close' },
  ];
  return measures[variant % measures.length] ?? { level: 'warn' };
}

export const supervisionSamples: Samples = {
  ...stopSamples,
  ...caseSamples,
  ...normSamples,
  ...inspectionSamples,
};
