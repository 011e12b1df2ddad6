/** @see samples.ts */
import { daysAfter } from '#policies/procedure/term.ts';
import { allPass } from '../commands.ts';
import type { Samples } from './samples.ts';

export const rightsSamples: Samples = {
  consent: {
    give: ({ now, vendor, entry, table, column }, variant) => ({
      subject: 'ab'.repeat(32),
      vendor,
      scenario: 's1_credit',
      columns: [{ entry, table, columns: [column] }],
      accesses: 2,
      term: variant === 0 ? { from: now, to: now } : { from: now, to: daysAfter(now, 30) },
    }),
    activate: () => ({ evidence: '身份已核验' }),
    use: ({ run }) => ({ run }),
    revoke: () => ({ reason: '不再同意' }),
  },
  utilisationReport: {
    open: ({ agreement, vendor }) => ({ agreement, vendor, scenario: 's1_credit', number: 1 }),
    submit: ({ export: id }, variant) => ({
      use: '按场景使用',
      results: '一份指标',
      effects: '授信更快',
      incidents: '无',
      exports: variant === 0 ? ['exp_nowhere'] : variant < 5 ? [] : [id],
    }),
    return: () => ({ reason: '内容不全' }),
  },
  resultFeedback: {
    prepare: ({ export: id }) => ({ scenario: 's1_credit', export: id, department: 'hr_bureau', content: '分析结论' }),
    use: () => ({ effect: '用于核对缴费' }),
    decline: () => ({ reason: '与职责无关' }),
  },
  workspace: {
    provision: ({ agreement, vendor }) => ({ agreement, vendor, scenario: 's1_credit', destroyWithin: 0 }),
  },
  product: {
    draft: ({ export: id, agreement, program }, variant) => ({
      title: '分区指标',
      form: 'data_metric',
      scenario: 's1_credit',
      agreement,
      exports: [id],
      payload: 'derived',
      benefit: 'industrial',
      sourceStatement: '社保缴费数据',
      licence: { purpose: '授信', recipients: ['某银行'] },
      ...(variant % 2 === 1 && { api: { program, hash: 'ab'.repeat(32), callsPerDay: 100 } }),
    }),
    register: () => ({ number: '登记-1' }),
    list: (_, variant) => ({ venue: variant === 0 ? 'street_market' : 'gzdex', listing: '挂牌-1' }),
    delist: () => ({ reason: '不再挂牌' }),
    withdraw: () => ({ reason: '撤销' }),
  },
  apiKey: {
    issue: ({ now, product = 'prd_none' }, variant) => ({
      product,
      recipient: variant === 0 ? '他人' : '某银行',
      callsPerDay: 10,
      hash: 'ab'.repeat(32),
      until: daysAfter(now, 30),
    }),
    revoke: () => ({ reason: '密钥遗失' }),
  },
  externalDataset: {
    declare: ({ column }) => ({
      title: '企业自有账单',
      origin: '本公司业务系统',
      licence: '自有',
      dataOwner: '本公司',
      scenario: 's1_credit',
      columns: [column],
      checksum: 'ef'.repeat(32),
    }),
    admit: () => ({ checklist: allPass }),
    refuse: () => ({ reason: '来源不明' }),
    attach: ({ agreement }) => ({ agreement }),
    remove: () => ({ reason: '不再需要' }),
  },
  provision: {
    announce: ({ entry }, variant) => ({
      entry,
      batch: '2026-03',
      schemaVersion: variant === 0 ? 9 : 1,
      path: 'city',
      magnitude: 4,
    }),
    authorize: () => ({ authorization: '准许-1' }),
    refuse: () => ({ reason: '未经核准' }),
    receive: ({ entry }) => ({ snapshot: `${entry}.1`, checksum: 'ab'.repeat(32) }),
  },
};
