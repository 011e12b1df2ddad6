/**
 * The standard pack at the third gate, form by form. The row-level set is off by default; its items say what would be required if a
 * jurisdiction put it on, and they fail until a domain attests them.
 *
 * @see procedure.md §5; AO-04-4
 */
import { section, type Words } from './item.ts';
import type { RuleItem } from './pack.ts';
import type { ProductForm } from '../fields.ts';

const data = section('export', 'data_security');
const network = section('export', 'network_security');
const personal = section('export', 'personal_info');
const secret = section('export', 'trade_secret');

/** An item of one form. */
function of(form: ProductForm, words: Omit<Words, 'forms'>): Words {
  return { ...words, forms: [form] };
}

const rowSets: readonly RuleItem[] = [
  personal.auto(
    'rows_k_anonymous',
    of('desensitized_dataset', {
      zh: '准标识符满足 k-匿名',
      en: 'quasi-identifiers are k-anonymous',
      norm: 'procedure.md §5; GB/T 42460-2023',
      remedy: 'Coarsen the quasi-identifiers until the domain attests it.',
    }),
  ),
  personal.auto(
    'rows_l_diverse',
    of('desensitized_dataset', {
      zh: '敏感属性满足 l-多样性',
      en: 'sensitive columns are l-diverse',
      norm: 'procedure.md §5',
      remedy: 'Coarsen or drop the sensitive column.',
    }),
  ),
  personal.auto(
    'rows_unmatched',
    of('desensitized_dataset', {
      zh: '与原始记录匹配率不超过上限',
      en: 'few records match one record of the source',
      norm: 'AO-28-4, procedure.md §5',
      remedy: 'Change more of the records.',
    }),
  ),
  personal.auto(
    'rows_deidentified',
    of('desensitized_dataset', {
      zh: '去标识化效果达到 3 级',
      en: 'de-identified to level 3',
      norm: 'GB/T 42460-2023, procedure.md §4',
      remedy: 'Have the effect assessed; below level 3 nothing leaves.',
    }),
  ),
  data.human(
    'rows_necessary',
    of('desensitized_dataset', {
      zh: '确需逐条数据',
      en: 'row-level data is necessary',
      norm: 'procedure.md §5',
      remedy: 'Use metrics or a model.',
    }),
  ),
];

const interfaces: readonly RuleItem[] = [
  network.auto(
    'schema_fixed',
    of('data_api', {
      zh: '返回结构固定',
      en: 'the schema of the answer is fixed',
      norm: 'procedure.md §5',
      remedy: 'Declare every column of the interface.',
    }),
  ),
  network.auto(
    'parameters_finite',
    of('data_api', {
      zh: '无自由文本参数',
      en: 'no free-text parameter',
      norm: 'procedure.md §5, DC-03',
      remedy: 'Declare the values of each parameter.',
    }),
  ),
  network.auto(
    'consumers_named',
    of('data_api', {
      zh: '调用方已列明',
      en: 'who calls it is named',
      norm: 'procedure.md §5',
      remedy: 'Name the consumers; each gets a key of its own.',
    }),
  ),
  network.human(
    'calls_bounded',
    of('data_api', {
      zh: '频次、总量与遍历受限',
      en: 'rate, count and enumeration of calls are bounded',
      norm: 'procedure.md §5',
      remedy: 'Set limits for each consumer.',
    }),
  ),
];

const metrics: readonly RuleItem[] = [
  secret.human(
    'metric_meaning',
    of('data_metric', {
      zh: '指标含义清楚,不贬损可识别企业',
      en: 'the metric means what it says, and defames no identifiable firm',
      norm: 'procedure.md §5',
      remedy: 'Name the metric otherwise, or coarsen it.',
    }),
  ),
];

const reports: readonly RuleItem[] = [
  data.auto(
    'numbers_cited',
    of('data_report', {
      zh: '文中每个数字均引自已核查的表',
      en: 'every number of the text is cited from a checked table',
      norm: 'procedure.md §5; decision 028',
      remedy: 'Cite the cell, or declare the constant.',
    }),
  ),
  data.human(
    'claims_supported',
    of('data_report', {
      zh: '文字结论有数据支持并注明来源',
      en: 'the claims follow from the numbers, and the source is stated',
      norm: 'procedure.md §5, GD-25-1',
      remedy: 'Return it and name the sentence.',
    }),
  ),
];

const models: readonly RuleItem[] = [
  network.auto(
    'model_format',
    of('data_model', {
      zh: '模型格式可读,不存训练记录',
      en: 'the model is of a known form and stores no training row',
      norm: 'AO-28-5, procedure.md §5 (e)',
      remedy: 'Train a family that the platform knows.',
    }),
  ),
  personal.auto('model_size', {
    ...of('data_model', {
      zh: '参数数量与样本量的规则有待处理项',
      en: 'a rule about parameters and people asks for a person',
      norm: 'AO-28-5, disclosure.md §3',
      remedy: 'Look at the finding; it needs an exception.',
    }),
    severity: 'info',
  }),
  personal.auto('model_memory', {
    ...of('data_model', {
      zh: '模型记忆检验有待处理项',
      en: 'a test of memorisation asks for a person',
      norm: 'AO-28-5, procedure.md §5 (e)',
      remedy: 'Look at the finding; it needs an exception.',
    }),
    severity: 'info',
  }),
  personal.human(
    'model_reveals',
    of('data_model', {
      zh: '模型可揭示的内容可以接受,且公平',
      en: 'what the model can reveal is acceptable, and it is fair',
      norm: 'procedure.md §5',
      remedy: 'Return it and name the feature.',
    }),
  ),
];

const composites: readonly RuleItem[] = [
  data.auto(
    'dependencies_listed',
    of('data_application', {
      zh: '已列明所用成果清单',
      en: 'its dependencies are listed',
      norm: 'AO-04-4, procedure.md §5',
      remedy: 'List the exports that the application embeds.',
    }),
  ),
  data.auto(
    'parts_released',
    of('data_application', {
      zh: '所嵌入的数据均为已出域成果',
      en: 'everything embedded is a released product',
      norm: 'AO-04-4, AO-22-2',
      remedy: 'Have the product released first, or leave it out.',
    }),
  ),
  network.human(
    'no_direct_channel',
    of('data_application', {
      zh: '无直连数据的通道',
      en: 'there is no direct channel to the data',
      norm: 'procedure.md §5',
      remedy: 'Let the application use its released products only.',
    }),
  ),
  data.auto(
    'deliverables_listed',
    of('data_service', {
      zh: '交付物已逐项列明且各自通过核查',
      en: 'deliverables are enumerated, and each has passed its own check',
      norm: 'AO-04-4, procedure.md §5',
      remedy: 'Name the exports that are delivered; have each checked.',
    }),
  ),
  network.auto(
    'staff_named',
    of('data_service', {
      zh: '服务人员实名',
      en: 'the staff is named',
      norm: 'procedure.md §5',
      remedy: 'Name everybody who delivers the service.',
    }),
  ),
  secret.human(
    'contract_scope',
    of('data_service', {
      zh: '合同范围清楚',
      en: 'the scope of the contract is clear',
      norm: 'procedure.md §5',
      remedy: 'Say what is delivered, to whom and until when.',
    }),
  ),
];

/** @see module */
export const formItems: readonly RuleItem[] = [
  ...rowSets,
  ...interfaces,
  ...metrics,
  ...reports,
  ...models,
  ...composites,
];
