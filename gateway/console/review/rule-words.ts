/** The rules of the exact lane and of models as a reviewer of the city reads them: a mark for a cell, a sentence, the threshold in force. */
import type { Title } from '#policies/catalog/entry.ts';
import { modelChecks, type ModelCheckName } from '#policies/disclosure/model/register.ts';
import { riskProfile } from '#policies/disclosure/profile.ts';
import { checks, type CheckName } from '#policies/disclosure/register.ts';
import type { View } from '../view.ts';

interface Word {
  /** One or two signs in a cell of the heat-map. */
  readonly mark: string;
  readonly zh: string;
}

const cellWords = {
  secondary: { mark: '+', zh: '本身安全,但据此及其他公开单元格可推算隐藏值' },
  insider: { mark: 'in', zh: '隐藏单元格的唯一贡献者可凭自身数值推算其他隐藏值;须人工研判' },
  infeasible: { mark: '∞', zh: '没有可行的隐藏方案,整表不予公开' },
  freq: { mark: 'k', zh: '单元格或统计量背后的不同主体少于 k 个' },
  p_percent: { mark: 'p%', zh: '第二大主体(含合谋)可将最大主体估计到 p% 以内' },
  pq: { mark: 'pq', zh: '同上,且假定各方事先已知各主体数值在 q% 以内' },
  dominance: { mark: 'nk', zh: '最大的 n 个主体占比超过上限' },
  few: { mark: 'w', zh: '程序对各行赋予不同权重,k − 1 个主体几乎决定总和' },
  negative: { mark: '±', zh: '部分主体贡献为负;须人工研判' },
  all_equal: { mark: '=', zh: '所有主体取值相同' },
  complement: { mark: '∁', zh: '与总体相差的主体(不具有该属性者)少于 k 个' },
  zero: { mark: '0', zh: '单元格内全部主体均具有该属性' },
  full: { mark: '1', zh: '组内全部或除合谋者外全部主体取该敏感值' },
  beyond_nearest: { mark: '≈', zh: '无法在就近取整下保持加总一致;须人工研判' },
  group_share: { mark: '%', zh: '组内绝大多数主体取该敏感值;须人工研判' },
  k_difference: { mark: 'Δ', zh: '两个嵌套单元格相差的主体不多于合谋人数' },
  implicit: { mark: 'Σ', zh: '一个和式中的隐藏单元格可由公开部分得出,合并后仍违反规则' },
  quantile: { mark: 'q', zh: '分位点一侧的主体少于 k 个' },
  degrees: { mark: 'df', zh: '主体数相对参数过少' },
  binary: { mark: '01', zh: '二值变量的一个取值少于 k 个主体' },
  concentration: { mark: 'H', zh: '集中度指数不低于 0.81' },
  gini: { mark: 'G', zh: '基尼系数为 1' },
} as const satisfies Record<CheckName, Word>;

const modelWords = {
  model_format: '模型形式未知、含自定义字段、参数过多或数字位数过多',
  model_instance: '模型族保存训练行,或参数行即训练行',
  model_parameters: '参数相对行数过多,或剩余自由度过小',
  model_levels: '某类别取值或目标类别少于 k 个主体',
  model_leaves: '树的叶节点少于 k 个主体',
  model_classes: '叶节点内全部主体同属一类',
  model_paths: '在所有树中共享叶节点的主体少于 k 个',
  model_clusters: '聚类少于 k 个主体,或其均值本应被隐藏',
  model_leverage: '某一行对自身拟合值影响过大',
  model_saturation: '模型对每种特征组合各有参数,等同于一张应受规则约束的表',
  model_target: '目标总量或拟合残差集中于少数主体',
  model_convergence: '拟合不收敛或完全分离,某些特征组合可确定目标',
  model_membership: '可由损失区分训练成员(成员推断)',
  model_likelihood_ratio: '可借助影子模型区分训练成员(似然比)',
  model_attribute: '训练行的特征比其他行更易被猜中(属性推断)',
  model_private: '按本系统核算的隐私损失高于常规',
  program_block: '去掉某一主体块会改变数字,而去掉其他块不会',
  program_digits: '程序的许多数字在几乎相同的行上各次运行不同',
} as const satisfies Record<ModelCheckName, string>;

/** Codes of findings that are no rule of a cell. */
const findingWords: Readonly<Record<string, Title>> = {
  history: {
    zh: '历史比对不能排除:与既往成果合并可能涉及少数主体,须阅读攻击配方',
    en: 'The history guard is not sure: together with earlier releases it may speak of few units. Read the recipes',
  },
  probing: { zh: '疑似试探:只差一个常量的多次提交', en: 'Looks like probing: texts that differ in one literal' },
  drift: { zh: '与常设批准时的结果偏离', en: 'The result has drifted from what the standing approval saw' },
  E_HISTORY: { zh: '与既往成果合并会泄露个体', en: 'Together with earlier releases it would single out somebody' },
};

export function isCellRule(code: string): code is CheckName {
  return Object.hasOwn(checks, code);
}

export function isModelRule(code: string): code is ModelCheckName {
  return Object.hasOwn(modelChecks, code);
}

/** What stands in a cell of the heat-map. */
export function markOf(rule: string): string {
  return isCellRule(rule) ? cellWords[rule].mark : '!';
}

/** The rule in a sentence. */
export function ruleTitle(view: View, code: string): string {
  if (isCellRule(code)) return view.t({ zh: cellWords[code].zh, en: checks[code].title });
  if (isModelRule(code)) return view.t({ zh: modelWords[code], en: modelChecks[code].title });
  const known = Object.hasOwn(findingWords, code) ? findingWords[code] : undefined;
  return known ? view.t(known) : code;
}

/** Where the rule comes from. */
export function ruleSource(code: string): string {
  if (isCellRule(code)) return checks[code].source;
  return isModelRule(code) ? modelChecks[code].source : code === 'history' ? 'disclosure.md §2.8' : '';
}

/** The number that it is held against, under a profile. Not for vendors: dominance parameters are secret. */
export function thresholdOf(rule: string, profile: string, k: number): string {
  const limits = riskProfile(profile === 'open' || profile === 'sensitive' ? profile : 'standard');
  switch (rule) {
    case 'freq':
    case 'complement':
    case 'quantile':
    case 'binary':
      return `k = ${k}`;
    case 'p_percent':
      return `p = ${limits.pPercent} %`;
    case 'pq':
      return `p = ${limits.pPercent} %, q = ${limits.priorPercent} %`;
    case 'dominance':
      return limits.dominance.map(({ largest, share }) => `(${largest}, ${share} %)`).join(' ');
    case 'group_share':
      return `${limits.groupShare} %`;
    case 'degrees':
      return `df ≥ ${limits.minResidualDf}`;
    case 'k_difference':
    case 'full':
      return `${limits.coalition}`;
    case 'secondary':
    case 'insider':
      return `${limits.protectionWidth} × k`;
    case 'concentration':
      return 'H < 0.81';
    case 'gini':
      return 'G < 1';
    default:
      return '–';
  }
}
