/** The standard pack at the third gate, for all seven forms: what procedure.md §5 asks of every product. @see 003-15, 003-22, 003-28 */
import { section } from './item.ts';
import type { RuleItem } from './pack.ts';

const data = section('export', 'data_security');
const network = section('export', 'network_security');
const personal = section('export', 'personal_info');
const secret = section('export', 'trade_secret');

/** @see module */
export const exportItems: readonly RuleItem[] = [
  data.auto('within_agreement', {
    zh: '场景、协议、授权与成果形态一致',
    en: 'scenario, agreement, grant and form match',
    norm: 'AO-04-1, AO-22-1',
    remedy: 'Export under the agreement of this scenario, in a form that it grants.',
  }),
  data.auto('results_quarantined', {
    zh: '结果在隔离区,数据集未撤回',
    en: 'every result is in quarantine, and of data that is still published',
    norm: 'AO-22-1, 001-27(2)',
    remedy: 'Run the program again over what is published now.',
  }),
  data.auto('results_unchanged', {
    zh: '结果与提交时一致',
    en: 'the results are those that were submitted',
    norm: 'AO-22-1',
    remedy: 'Submit the product again.',
  }),
  data.auto('programs_approved', {
    zh: '程序经批准且未被撤销',
    en: 'every program was approved and has not been revoked',
    norm: 'AO-21-2, DC-03',
    remedy: 'Leave out the run, or have the program approved again.',
  }),
  data.auto('sources_listed', {
    zh: '来源及版本已列明(来源可溯)',
    en: 'sources and their versions are listed',
    norm: '003-28(1), procedure.md §6',
    remedy: 'Run the program again: its receipt must name every source.',
  }),
  data.auto('recipients_named', {
    zh: '用途与接收方已列明(去向可查)',
    en: 'purpose and recipients are named',
    norm: '003-21(2), procedure.md §6',
    remedy: 'Name each recipient; the public at large is none.',
  }),
  data.auto('source_stated', {
    zh: '成果注明数据来源',
    en: 'the product states its source',
    norm: 'GD-25-1, SH-25-2',
    remedy: 'Write a source statement.',
  }),
  data.auto('source_named', {
    zh: '来源说明未点名某一数据集或部门',
    en: 'the source statement names neither title nor department of a dataset',
    norm: 'GD-25-1, SH-25-2',
    remedy: 'Name the datasets in the statement.',
    severity: 'info',
  }),
  data.auto('nothing_raw', {
    zh: '不含原始数据:每个数值均经披露规则判定',
    en: 'no raw data: every number was judged by cell, as a model, or has noise',
    norm: 'AO-28-4, 003-28(3)',
    remedy: 'Run the program again; only what the rules have judged can leave.',
  }),
  data.auto('earlier_releases', {
    zh: '与以往出域结果合并不致还原',
    en: 'together with earlier releases it restores nothing',
    norm: 'AO-28-5, procedure.md §5 (d), (f)',
    remedy: 'Ask for a coarser design.',
  }),
  data.auto('denials_left', {
    zh: '该数据商本月被拒次数未超限',
    en: 'the vendor has not been refused too often for these datasets',
    norm: 'AO-28-5, disclosure.md §2.1',
    remedy: 'Wait for the next month, or talk to the operator.',
  }),
  data.auto('not_probing', {
    zh: '疑似反复试探',
    en: 'the vendor may be trying out constants',
    norm: 'AO-28-5, disclosure.md §2.9 (5)',
    remedy: 'Compare it with what was submitted before.',
    severity: 'info',
  }),
  data.auto('rows_bounded', {
    zh: '结果行数较多',
    en: 'a table has more rows than usual',
    norm: 'procedure.md §5 (data_metric)',
    remedy: 'Say why so many rows are needed.',
    severity: 'warning',
    params: { rows: 10_000 },
  }),
  data.auto('forms_enabled', {
    zh: '成果形态已启用',
    en: 'the form is in use here',
    norm: 'procedure.md §9(2)',
    remedy: 'Use another form: row-level sets are off here.',
  }),
  data.human('scope_kept', {
    zh: '成果内容与批准范围一致',
    en: 'the content of the product is what was approved',
    norm: '003-22(1)',
    remedy: 'Return it and name the difference.',
  }),
  network.auto('payload_of_form', {
    zh: '载荷与成果形态相符',
    en: 'what was computed is of the declared form',
    norm: 'AO-04-4',
    remedy: 'Declare the form that the outputs have.',
  }),
  network.auto('confined', {
    zh: '程序在隔离环境中运行或已承担风险',
    en: 'programs ran confined, or somebody has accepted the risk',
    norm: 'AO-28-3, programs.md decision 6',
    remedy: 'Run it again in a domain of tier T2, or have the risk accepted.',
  }),
  network.human('delivery_safe', {
    zh: '交付方式可控、接收方适格',
    en: 'the way of delivery can be controlled, and the recipients are fit',
    norm: '003-28(1), DC-11',
    remedy: 'Name another way or another recipient.',
  }),
  personal.auto('texts_clean', {
    zh: '文字中不含证件号、信用代码、电话、银行卡、车牌、邮箱',
    en: 'its texts hold no identity number, credit code, phone, card, plate or e-mail',
    norm: 'AO-28-4, procedure.md §5',
    remedy: 'Take the identifier out of the text.',
  }),
  personal.auto('nothing_raw', {
    zh: '每个数值均经少数人群规则判定',
    en: 'every number was judged by the rules about few people, or has noise',
    norm: 'AO-04-7, disclosure.md §2.2',
    remedy: 'Run the program again; only what the rules have judged can leave.',
  }),
  personal.auto('people_protected', {
    zh: '少数人群规则有待处理项',
    en: 'a rule about few people asks for a person',
    norm: 'AO-28-5, disclosure.md §2.2',
    remedy: 'Look at the finding; it needs an exception.',
    severity: 'info',
  }),
  personal.human('nobody_told_of', {
    zh: '不能识别或推断特定个人',
    en: 'nobody can be recognised, and nothing told of somebody',
    norm: 'AO-04-7, 003-28(4)',
    remedy: 'Return it and name the cells.',
  }),
  secret.auto('nothing_raw', {
    zh: '每个数值均经支配性规则判定',
    en: 'every number was judged by the rules about large contributors, or has noise',
    norm: 'AO-04-7, disclosure.md §2.2 (2–5)',
    remedy: 'Run the program again; only what the rules have judged can leave.',
  }),
  secret.auto('dominance_settled', {
    zh: '支配性规则有待处理项',
    en: 'a rule about large contributors asks for a person',
    norm: 'disclosure.md §2.2 (2–5)',
    remedy: 'Look at the finding; it needs an exception.',
    severity: 'info',
  }),
  secret.human('no_firm_told_of', {
    zh: '不泄露可识别企业的商业秘密',
    en: 'no identifiable firm is told of',
    norm: 'AO-04-7, 003-28(4)',
    remedy: 'Return it and name the cells.',
  }),
];
