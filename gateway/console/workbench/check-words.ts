/** The checks of cells in a few words, for a column of a table, and as the city's people read them. The register has the whole text. */
import type { Title } from '#policies/catalog/entry.ts';
import { modelChecks } from '#policies/disclosure/model/register.ts';
import { checks, type CheckName } from '#policies/disclosure/register.ts';
import type { View } from '../view.ts';

interface Words {
  readonly short: Title;
  readonly long: string;
}

const words: Record<CheckName, Words> = {
  secondary: {
    short: { zh: '连带隐藏', en: 'protects others' },
    long: '本单元格自身安全,但由它和其他已显示的单元格可算出被隐藏的单元格',
  },
  insider: {
    short: { zh: '内部人推算', en: 'insider' },
    long: '独自构成某隐藏单元格者,可由自身数值推算另一隐藏单元格;须人工审看',
  },
  infeasible: { short: { zh: '无可行方案', en: 'no pattern' }, long: '按此要求没有任何隐藏方案能保护该表;整表不显示' },
  freq: { short: { zh: '主体过少', en: 'too few units' }, long: '该单元格或该统计量背后的主体少于 k 个' },
  p_percent: { short: { zh: 'p% 规则', en: 'p % rule' }, long: '第二大主体(连同其同盟)可在 p% 以内估出最大主体的数值' },
  pq: { short: { zh: '(p,q) 规则', en: '(p,q) rule' }, long: '同 p% 规则,并假定各方事先已在 q% 以内知道每个数值' },
  dominance: { short: { zh: '占比过高', en: 'dominance' }, long: '最大的 n 个主体占比超过允许的份额' },
  few: { short: { zh: '少数决定', en: 'few decide' }, long: '查询给各行不同权重,k − 1 个主体几乎构成全部合计' },
  negative: { short: { zh: '含负值', en: 'negative values' }, long: '部分主体的数值为负;须人工审看' },
  all_equal: { short: { zh: '取值全同', en: 'all equal' }, long: '全部主体取值相同' },
  complement: { short: { zh: '补集过小', en: 'small complement' }, long: '不具有该属性的主体少于 k 个' },
  zero: { short: { zh: '全部具有', en: 'all have it' }, long: '该单元格的每个主体都具有被统计的属性' },
  full: { short: { zh: '组内全同', en: 'whole group' }, long: '该组全部(或除一个同盟外全部)主体具有该敏感值' },
  beyond_nearest: {
    short: { zh: '取整偏离', en: 'far rounding' },
    long: '没有一种取整能使每个计数都取最近的值且合计相符;须人工审看',
  },
  group_share: { short: { zh: '组内多数', en: 'most of a group' }, long: '该组几乎全部主体具有该敏感值;须人工审看' },
  k_difference: {
    short: { zh: '差值过小', en: 'small difference' },
    long: '两个相互包含的单元格之差不超过一个同盟的主体数',
  },
  implicit: {
    short: { zh: '隐含合计', en: 'implied sum' },
    long: '由合计与已显示部分可得出被隐藏部分之和,而该和违反规则',
  },
  quantile: { short: { zh: '分位过偏', en: 'quantile' }, long: '分位数一侧的主体少于 k 个' },
  degrees: { short: { zh: '自由度不足', en: 'degrees of freedom' }, long: '相对于参数而言主体过少' },
  binary: { short: { zh: '二值过偏', en: 'rare value' }, long: '二值变量的某一取值只有不足 k 个主体' },
  concentration: { short: { zh: '集中度', en: 'concentration' }, long: '集中度指数不低于 0.81:一个主体占九成' },
  gini: { short: { zh: '基尼系数', en: 'Gini' }, long: '基尼系数为 1:一个主体占有全部' },
};

function isCheck(name: string): name is CheckName {
  return Object.hasOwn(checks, name);
}

export interface CheckWords {
  readonly short: string;
  readonly long: string;
  readonly source: string;
}

/** Of a cell or of a model; by its own name where there are no words. */
export function checkWords(view: View, name: string): CheckWords {
  if (isCheck(name)) {
    const { short, long } = words[name];
    return { short: view.t(short), long: view.t({ zh: long, en: checks[name].title }), source: checks[name].source };
  }
  const found = Object.entries(modelChecks).find(([key]) => key === name)?.[1];
  return { short: name, long: found?.title ?? name, source: found?.source ?? '' };
}
