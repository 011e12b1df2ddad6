/** The catalog's side and remedies. @see samples.ts */
import { daysAfter } from '#policies/procedure/term.ts';
import type { Known, Sample, Samples } from './samples.ts';

const note: Sample = () => ({ note: '已核对' });
const reason: Sample = () => ({ reason: '不符合条件' });
const decision: Sample = () => ({ decision: '核实后处理' });
const statement = '本人认为数据有误';

const list = ({ now, entry }: Known) => ({
  items: [{ what: '敏感目录', entry: `not_${entry}`, ground: '涉密', basis: '保密法' }],
  effectiveFrom: daysAfter(now, 0),
});
const duties = ({ now }: Known) => ({
  items: [{ duty: '数据更新', unit: '信息中心', person: '王', phone: '020-1', entries: [] }],
  effectiveFrom: now,
});

export const catalogSamples: Samples = {
  attributeProposal: {
    propose: ({ entry }, variant) => ({ entry, attribute: variant === 0 ? 'conditional' : 'closed', reason: '风险' }),
    agree: () => ({ answer: '同意' }),
    disagree: () => ({ answer: '不同意' }),
    decide: () => ({ decision: 'conditional', grounds: '维持' }),
  },
  demand: {
    submit: (_, variant) => {
      const asked = { scenario: '信贷', wanted: '用水数据', purpose: '风险评估', value: '高' };
      return variant === 9
        ? { ...asked, channel: 'offline', requester: '某公司' }
        : { ...asked, channel: variant === 0 ? 'offline' : 'online' };
    },
    register: ({ department }) => ({ department }),
    match: ({ entry }) => ({ entries: [entry] }),
    evaluate: note,
    accept: () => ({ reason: '符合条件' }),
    reject: reason,
    provide: () => ({ how: '经平台提供' }),
    catalogue: ({ entry }) => ({ entries: [entry] }),
    close: () => ({ answer: '已办结' }),
  },
  catalogExtension: {
    open: (_, variant) => ({ demands: variant === 0 ? ['nothing'] : [], question: '是否扩充目录' }),
    contribute: () => ({ opinion: '同意' }),
    decide: ({ department }, variant) => ({
      outcome: variant < 5 ? 'not' : 'extend',
      duties: variant < 5 ? [] : [{ department, what: '用水数据' }],
      reason: '研究决定',
    }),
  },
  qualityIssue: {
    report: ({ entry, table }, variant) => ({
      entry: variant === 0 ? 'nothing' : entry,
      ...(variant > 5 && { table }),
      kind: 'quality',
      dimension: variant < 5 ? 'accuracy' : 'timeliness',
      facts: '金额有误',
    }),
    triage: () => ({ severity: 'major', note: '属实' }),
    assign: note,
    begin_fix: note,
    fix: () => ({ resolution: '已更正' }),
    verify: note,
    reopen: reason,
    reject: reason,
    dispute: reason,
  },
  objection: {
    object: ({ entry }, variant) =>
      variant < 5
        ? { entry, ground: 'error_omission', statement }
        : { entry, ground: 'infringement', statement, ...(variant < 9 && { evidence: '营业执照' }) },
    mark: note,
    take: note,
    settle: decision,
    forward: () => ({ material: '异议材料' }),
    verify: note,
    correct: decision,
    uphold: decision,
    desensitise: decision,
    withdraw_data: decision,
    inform: () => ({ answer: '已处理' }),
  },
  dispute: {
    raise: (_, variant) => ({
      against: 'dept.tax',
      level: variant < 5 ? 'city' : 'district',
      matter: 'scope',
      claim: '应由税务部门提供',
    }),
    mediate: note,
    answer: () => ({ answer: '同意' }),
    settle: () => ({ terms: '共同提供' }),
    refer: reason,
    submit: reason,
    decide: decision,
  },
  complaint: {
    file: (_, variant) => ({ anonymous: variant > 5, facts: '超范围使用' }),
    accept: note,
    dismiss: reason,
    investigate: note,
    answer: (_, variant) => ({ founded: variant > 5, answer: '已答复' }),
  },
  appeal: {
    file: ({ rejected, export: exported }, variant) => ({
      subject: variant < 8 ? 'application' : 'export_check',
      object: variant < 8 ? rejected : exported,
      statement,
      wanted: '重新核查',
    }),
    accept: (_, variant) => ({ complexity: variant < 8 ? 'ordinary' : 'complex', note: '予以受理' }),
    dismiss: reason,
    investigate: note,
    hear: (_, variant) => ({ side: variant < 5 ? 'appellant' : 'decider', statement }),
    extend: reason,
    escalate: () => ({ ground: 'complex', reason: '涉及面广' }),
    submit: () => ({ material: '调查材料', opinion: '建议维持' }),
    decide: (_, variant) => ({ decision: variant < 5 ? 'uphold' : 'revoke', grounds: '依据充分' }),
    execute: () => ({ measure: 'none' }),
  },
  negativeList: { draft: list, edit: list, adopt: reason, repeal: reason },
  responsibilityList: { draft: duties, edit: duties, return: reason, adopt: reason },
};
