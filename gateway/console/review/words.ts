/** Words of the release review: verdicts, bands, relations, levels of the history guard. */
import type { Title } from '#policies/catalog/entry.ts';
import type { BandedCell, ShareBand, UnitBand, WidthBand } from '#policies/disclosure/decision/evidence.ts';
import type { Level } from '#policies/disclosure/history.ts';
import type { Finding } from '#policies/procedure/export-votes.ts';
import type { Relation } from '../../related-releases.ts';
import type { View } from '../view.ts';

export const statusTitles = {
  safe: { zh: '可公开', en: 'shown' },
  primary: { zh: '自身违反规则', en: 'hidden by a rule of its own' },
  secondary: { zh: '为保护其他单元格而隐藏', en: 'hidden to protect others' },
  zero: { zh: '空或全覆盖', en: 'hidden, empty or full' },
  'implicit-fail': { zh: '隐含单元格不通过', en: 'an implicit cell fails' },
} as const satisfies Record<BandedCell['status'], Title>;

/** Mark of a status where no rule stands in the cell: read without its colour. */
export const statusMarks = {
  safe: '○',
  primary: '■',
  secondary: '+',
  zero: '∅',
  'implicit-fail': 'Σ',
} as const satisfies Record<BandedCell['status'], string>;

/** @param k units that a cell must stand for */
export function unitBandTitle(band: UnitBand, k: number): Title {
  const titles: Record<UnitBand, Title> = {
    none: { zh: '0', en: '0' },
    below_k: { zh: `1–${k - 1}`, en: `1–${k - 1}` },
    k_to_2k: { zh: `${k}–${2 * k - 1}`, en: `${k}–${2 * k - 1}` },
    to_10k: { zh: `${2 * k}–${10 * k - 1}`, en: `${2 * k}–${10 * k - 1}` },
    above_10k: { zh: `${10 * k} 以上`, en: `${10 * k} or more` },
  };
  return titles[band];
}

export const shareTitles = {
  below_25: { zh: '低于 25%', en: 'below 25 %' },
  to_50: { zh: '25%–50%', en: '25–50 %' },
  to_85: { zh: '50%–85%', en: '50–85 %' },
  above_85: { zh: '85% 以上', en: '85 % or more' },
} as const satisfies Record<ShareBand, Title>;

export const widthTitles = {
  point: { zh: '可精确推算', en: 'can be computed exactly' },
  below_20: { zh: '宽度不足该值的 20%', en: 'narrower than 20 % of the value' },
  to_100: { zh: '宽度为该值的 20%–100%', en: '20–100 % of the value' },
  above_100: { zh: '宽度超过该值本身', en: 'wider than the value' },
  open: { zh: '无上界', en: 'without a bound' },
} as const satisfies Record<WidthBand, Title>;

export const findingTitles = {
  suppressed: { zh: '已由规则处理', en: 'settled by the rules' },
  notice: { zh: '须知悉', en: 'to be known' },
  review: { zh: '须人工研判', en: 'a person must look' },
  fail: { zh: '不应出域', en: 'should not leave' },
} as const satisfies Record<Finding['verdict'], Title>;

export const relationTitles = {
  same_text: { zh: '同一程序文本', en: 'the same text' },
  same_keys: { zh: '分组相同', en: 'the same keys' },
  coarser: { zh: '既往成果更粗', en: 'it is coarser' },
  finer: { zh: '既往成果更细', en: 'it is finer' },
  crossing: { zh: '分组交叉', en: 'the keys cross' },
  unknown: { zh: '无法判断', en: 'unknown' },
} as const satisfies Record<Relation, Title>;

export const levelTitles = {
  G0: { zh: '与既往成果完全相同', en: 'the same release' },
  G1: { zh: '成对单元格相减', en: 'differences of two cells' },
  G2: { zh: '所有成果的最细划分', en: 'the finest partition of all releases' },
  G3: { zh: '线性重构(随机零向量)', en: 'linear reconstruction, by random null vectors' },
  G4: { zh: '精确攻击配方', en: 'exact recipes' },
  G5: { zh: '上下界推断', en: 'bounds of hidden cells' },
  G6: { zh: '非加总统计量', en: 'statistics that are no sums' },
  G7: { zh: '不同时点快照', en: 'snapshots of different times' },
} as const satisfies Record<Level, Title>;

export const verdictTitles: Readonly<Record<string, Title>> = {
  pass: { zh: '通过', en: 'passed' },
  fail: { zh: '不通过', en: 'failed' },
  review: { zh: '须研判', en: 'for a person' },
  notice: { zh: '提示', en: 'to be known' },
  open: { zh: '待人工', en: 'for a person' },
  identical: { zh: '与既往完全相同', en: 'identical' },
  not_run: { zh: '未执行', en: 'not run' },
};

export const testTitles: Readonly<Record<string, Title>> = {
  linear_rank_test: { zh: '线性秩检验', en: 'linear rank test' },
  lp_audit: { zh: '线性规划区间审计', en: 'audit of intervals by linear programs' },
  differencing: { zh: '差分攻击', en: 'differencing attack' },
  insider: { zh: '内部人攻击', en: 'attack by a contributor' },
};

const whatTests: Readonly<Record<string, string>> = {
  'whether a sum of released cells singles out few units': '已公开单元格的线性组合能否指向少数主体',
  'every hidden value keeps its interval': '每个隐藏值都保有足够宽的区间',
  'no pattern protects it: nothing is shown': '没有可行方案:全部不公开',
  'no margin from which a hidden value could be computed': '没有可用于推算隐藏值的合计',
  'against everything that was released before': '与全部既往成果比对',
  'who stands alone behind a hidden cell, with what he knows himself': '隐藏单元格的唯一贡献者以自身所知推算',
  'before the history guard': '历史比对之前',
};

/** What a test looks at, in the words of the decision or of the city. */
export function testWords(view: View, what: string): string {
  return view.t({ zh: whatTests[what] ?? what, en: what });
}

export const decisionTitles: Readonly<Record<string, Title>> = {
  pass: { zh: '通过', en: 'pass' },
  change: { zh: '请求修改', en: 'request changes' },
  reject: { zh: '不通过', en: 'reject' },
};

/** How a verdict is toned; its words say the same. */
export function toneOf(verdict: string): 'calm' | 'good' | 'warn' | 'bad' {
  if (verdict === 'pass' || verdict === 'identical') return 'good';
  if (verdict === 'fail') return 'bad';
  return verdict === 'review' || verdict === 'open' || verdict === 'notice' ? 'warn' : 'calm';
}
