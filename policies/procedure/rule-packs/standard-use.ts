/** The standard pack at the second gate: the review of a program, that is of how the data is used. @see 003-15; procedure.md §3.7 */
import { section } from './item.ts';
import type { RuleItem } from './pack.ts';

const data = section('use', 'data_security');
const network = section('use', 'network_security');
const personal = section('use', 'personal_info');
const secret = section('use', 'trade_secret');

/** @see module */
export const useItems: readonly RuleItem[] = [
  data.auto('text_tested', {
    zh: '该文本已在仿真数据上测试通过',
    en: 'exactly this text has passed a test on simulation data',
    norm: 'AO-21-1, AO-21-2',
    remedy: 'Test the text as it is now, and freeze it again.',
  }),
  data.auto('columns_within_grant', {
    zh: '所用字段不超出授权范围',
    en: 'it uses nothing outside its grant',
    norm: 'AO-04-1, DC-03',
    remedy: 'Leave out the columns, or have the agreement amended.',
  }),
  data.auto('datasets_published', {
    zh: '所用数据集均在发布状态',
    en: 'every dataset is published and none is withdrawn',
    norm: '001-27(2)',
    remedy: 'Wait until the dataset is published again, or do without it.',
  }),
  data.auto('outputs_declared', {
    zh: '输出已申报且与文本一致',
    en: 'outputs are declared and can be made by this text',
    norm: 'DC-12, disclosure.md decision 1',
    remedy: 'Declare one output for each query, or the one model.',
  }),
  data.human('purpose_kept', {
    zh: '计算内容符合所批准的场景',
    en: 'what is computed is what the scenario was approved for',
    norm: '003-15, AO-04-1',
    remedy: 'Return it; another purpose is another scenario.',
  }),
  network.auto('script_whole', {
    zh: '程序结构完整、与其模式一致',
    en: 'the parts of the program fit each other and its mode',
    norm: 'AO-28-3, programs.md decision 3',
    remedy: 'Correct what the refusal names.',
  }),
  network.auto('libraries_allowed', {
    zh: '仅使用白名单程序库',
    en: 'every library is on the allow-list, byte for byte',
    norm: 'AO-28-3, programs.md §D.7',
    remedy: 'Use the listed versions, or have the library looked through and listed.',
  }),
  network.human('source_read', {
    zh: '源代码已阅读,无外传与规避行为',
    en: 'the source was read: no way out, nothing that evades a rule',
    norm: 'AO-28-3',
    remedy: 'Return it and name the place.',
  }),
  personal.auto('identifiers_unseen', {
    zh: '直接标识字段不进入输出',
    en: 'columns that name people are joined on and never shown',
    norm: 'AO-21-3, procedure.md §4',
    remedy: 'Take the column out of the text.',
  }),
  personal.auto('parameters_finite', {
    zh: '参数取值有限且可逐一核查',
    en: 'parameters have few declared values, and no free text',
    norm: 'DC-03, disclosure.md §2.9 (1)',
    remedy: 'Declare fewer or coarser values.',
  }),
  personal.auto('declared_texts_clean', {
    zh: '申报的文本值不含个人或企业标识',
    en: 'declared texts hold no identifier of a person or firm',
    norm: 'AO-28-4, procedure.md §5',
    remedy: 'Take the identifier out of the text.',
  }),
  personal.auto('digits_capped', {
    zh: '数值输出未限制有效位数',
    en: 'a number of the output has no cap on its digits',
    norm: 'AO-28-5, procedure.md §5 (a)',
    remedy: 'Declare `digits` where the purpose needs fewer.',
    severity: 'info',
  }),
  personal.human('few_people', {
    zh: '输出不针对少数个人',
    en: 'the output is not aimed at a few people',
    norm: 'AO-04-7, AO-28-5',
    remedy: 'Ask for coarser groups.',
  }),
  secret.auto('profile_fits_grade', {
    zh: '宽松披露规则用于较高级别数据',
    en: 'the open risk profile is asked for data of grade L3 or L4',
    norm: 'procedure.md §4',
    remedy: 'Use the standard or sensitive profile.',
    severity: 'info',
  }),
  secret.human('few_firms', {
    zh: '输出不针对少数企业',
    en: 'the output is not aimed at a few firms',
    norm: 'AO-04-7',
    remedy: 'Ask for coarser groups.',
  }),
];
