/**
 * The types of statistics, a closed list: what kind of output each is, and which checks decide whether it may be shown. The rules in
 * `primary.ts` are driven by this table and the page for reviewers is printed from it, so that both say the same.
 *
 * @see disclosure.md §1.3; Derrick et al., «The SACRO guide to statistical output checking» (statbarns); Ritchie (2008), safe statistics
 */
import type { CheckName } from './register.ts';

/** Checks of one statistic by the evidence about its contributions. */
export type StatisticCheck = Extract<
  CheckName,
  | 'freq'
  | 'p_percent'
  | 'pq'
  | 'dominance'
  | 'few'
  | 'all_equal'
  | 'quantile'
  | 'complement'
  | 'zero'
  | 'degrees'
  | 'binary'
  | 'concentration'
  | 'gini'
>;

interface StatisticTypeSpec {
  readonly title: string;
  /** U: unsafe until the cell's evidence shows otherwise. S: safe once the conditions hold. */
  readonly class: 'U' | 'S';
  /**
   * How it is judged: by its own contributions, by the statistics that it is computed from (each is judged and released as itself), or
   * not at all, because it is never released.
   */
  readonly by: 'contributions' | 'parts' | 'refused';
  readonly checks: readonly StatisticCheck[];
  /** What the checks amount to, in words that may be public. */
  readonly limit: string;
  readonly source: string;
}

const magnitude = ['freq', 'p_percent', 'pq', 'dominance', 'few', 'all_equal'] as const;
const counting = ['freq', 'p_percent', 'pq', 'dominance', 'complement', 'zero'] as const;
/** What is moved by how many values a unit has: a unit with most of the values is most of the statistic. */
const shape = ['freq', 'p_percent', 'pq', 'dominance', 'degrees', 'all_equal'] as const;

export const statisticTypes = {
  count: {
    title: 'Frequency',
    class: 'U',
    by: 'contributions',
    checks: counting,
    limit: 'k units; of a condition, k units on both sides of it',
    source: 'disclosure.md §1.3; SDC Handbook 5.2; ACRO',
  },
  count_distinct: {
    title: 'Number of distinct values or units',
    class: 'U',
    by: 'contributions',
    checks: ['freq', 'complement', 'zero'],
    limit: 'k units; of units with a condition, k units on both sides of it',
    source: 'disclosure.md §1.3',
  },
  proportion: {
    title: 'Proportion: the mean or sum of a yes/no value',
    class: 'U',
    by: 'contributions',
    checks: [...counting, 'all_equal'],
    limit: 'as its numerator, and as what is missing to 100 per cent',
    source: 'disclosure.md §1.3, §2.7; OpenSAFELY (rounding rates)',
  },
  sum: {
    title: 'Sum',
    class: 'U',
    by: 'contributions',
    checks: magnitude,
    limit: 'k units, concentration, values not all equal',
    source: 'SDC Handbook 4.2; MHRA (linear aggregates)',
  },
  avg: {
    title: 'Mean',
    class: 'U',
    by: 'contributions',
    checks: magnitude,
    limit: 'as the sum',
    source: 'SDC Handbook 4.2; MHRA (linear aggregates)',
  },
  ratio: {
    title: 'Ratio, or another number computed from several released statistics or cells',
    class: 'U',
    by: 'parts',
    checks: [],
    limit: 'hidden where a part is hidden',
    source: 'disclosure.md §1.3',
  },
  quantile: {
    title: 'Quantile',
    class: 'U',
    by: 'contributions',
    checks: ['freq', 'quantile', 'all_equal'],
    limit: 'k units on each side of the cut, rounded to whole numbers',
    source: 'MHRA (position: complementary groups); dsBase quantileMeanDS',
  },
  extreme: {
    title: 'Minimum, maximum, range',
    class: 'U',
    by: 'refused',
    checks: [],
    limit: 'never: they are one unit’s value',
    source: 'MHRA (extreme values); sdcLog sdc_min_max',
  },
  mode: {
    title: 'Most frequent value',
    class: 'S',
    by: 'refused',
    checks: [],
    limit: 'never by itself: publish the frequency table',
    source: 'SACRO guide (mode)',
  },
  dispersion: {
    title: 'Variance, standard deviation',
    class: 'S',
    by: 'contributions',
    checks: shape,
    limit: 'k units, residual degrees of freedom, deviation above 0',
    source: 'MHRA (shape: SD > 0, n ≥ 5)',
  },
  covariance: {
    title: 'Covariance',
    class: 'S',
    by: 'contributions',
    checks: [...shape, 'binary'],
    limit: 'k units, residual degrees of freedom, k units with each level of a two-valued variable',
    source: 'dsBase covDS',
  },
  correlation: {
    title: 'Correlation',
    class: 'S',
    by: 'contributions',
    checks: [...shape, 'binary'],
    limit: 'as the covariance',
    source: 'dsBase corDS',
  },
  concentration: {
    title: 'Concentration (Herfindahl–Hirschman)',
    class: 'S',
    by: 'contributions',
    checks: [...magnitude, 'concentration'],
    limit: 'k units, concentration of the sum, index below 0.81',
    source: 'MHRA (N > 2, H < 0.81), and stricter',
  },
  gini: {
    title: 'Gini coefficient',
    class: 'S',
    by: 'contributions',
    checks: ['freq', 'all_equal', 'gini'],
    limit: 'k units with a value above 0, coefficient below 1',
    source: 'MHRA (N > 2, G < 100 %), and stricter',
  },
  histogram: {
    title: 'Histogram',
    class: 'U',
    by: 'parts',
    checks: [],
    limit: 'a frequency table whose keys are classes with constant edges',
    source: 'ACRO (bin edges); dsBase histogramDS',
  },
  survival: {
    title: 'Survival and hazard',
    class: 'U',
    by: 'parts',
    checks: [],
    limit: 'computed from released frequencies: every step has k exits or is hidden, times are relative and coarse',
    source: 'MHRA (survival tables: no dates with a single exit); ACRO',
  },
} as const satisfies Record<string, StatisticTypeSpec>;

export type StatisticType = keyof typeof statisticTypes;

/** Types that are judged by the evidence about their own contributions. */
export type JudgedStatistic = {
  [Type in StatisticType]: (typeof statisticTypes)[Type]['by'] extends 'contributions' ? Type : never;
}[StatisticType];

/** The checks of a type, in the order in which their names are reported. */
export function checksOf(type: JudgedStatistic): readonly StatisticCheck[] {
  return statisticTypes[type].checks;
}
