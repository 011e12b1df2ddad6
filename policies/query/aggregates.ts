/**
 * The aggregates of the language. Everything else that DuckDB aggregates with is refused: most of it returns somebody's value.
 *
 * @see disclosure.md §1.3, demo.md §13
 */
interface AggregateSpec {
  readonly args: readonly [min: number, max: number];
  /** In which lanes its value over many units may leave; elsewhere it is only for the rows of one unit, below the release. */
  readonly atRelease: { readonly exact: boolean; readonly private: boolean };
  /** It exists nowhere but in an exact release: a statistic of two variables, or one over units and not over rows. */
  readonly onlyAtRelease?: true;
  readonly variables?: 2;
}

const everywhere = { exact: true, private: true } as const;
const exactly = { exact: true, private: false } as const;
const never = { exact: false, private: false } as const;

const specs = {
  count: { args: [0, 1], atRelease: everywhere },
  sum: { args: [1, 1], atRelease: everywhere },
  avg: { args: [1, 1], atRelease: everywhere },
  quantile_cont: { args: [2, 2], atRelease: everywhere },
  var_pop: { args: [1, 1], atRelease: everywhere },
  var_samp: { args: [1, 1], atRelease: everywhere },
  stddev_pop: { args: [1, 1], atRelease: everywhere },
  stddev_samp: { args: [1, 1], atRelease: everywhere },
  corr: { args: [2, 2], atRelease: exactly, onlyAtRelease: true, variables: 2 },
  covar_pop: { args: [2, 2], atRelease: exactly, onlyAtRelease: true, variables: 2 },
  covar_samp: { args: [2, 2], atRelease: exactly, onlyAtRelease: true, variables: 2 },
  hhi: { args: [1, 1], atRelease: exactly, onlyAtRelease: true },
  gini: { args: [1, 1], atRelease: exactly, onlyAtRelease: true },
  min: { args: [1, 1], atRelease: never },
  max: { args: [1, 1], atRelease: never },
  bool_and: { args: [1, 1], atRelease: never },
  bool_or: { args: [1, 1], atRelease: never },
} as const satisfies Record<string, AggregateSpec>;

export type AggregateName = keyof typeof specs;

export const aggregates: Readonly<Record<AggregateName, AggregateSpec>> = specs;

/** Those that the exact lane releases. */
export type ExactAggregate = {
  [Name in AggregateName]: (typeof specs)[Name]['atRelease']['exact'] extends true ? Name : never;
}[AggregateName];

export function isExactAggregate(name: AggregateName): name is ExactAggregate {
  return aggregates[name].atRelease.exact;
}

/** Functions that exist only with OVER: how many arguments, and whether ties in ORDER BY leave their result open. */
export const windowFunctions = {
  row_number: { args: [0, 0], needsTotalOrder: true },
  rank: { args: [0, 0], needsTotalOrder: false },
  dense_rank: { args: [0, 0], needsTotalOrder: false },
  percent_rank: { args: [0, 0], needsTotalOrder: false },
  cume_dist: { args: [0, 0], needsTotalOrder: false },
  ntile: { args: [1, 1], needsTotalOrder: true },
  lag: { args: [1, 3], needsTotalOrder: true },
  lead: { args: [1, 3], needsTotalOrder: true },
  first_value: { args: [1, 1], needsTotalOrder: true },
  last_value: { args: [1, 1], needsTotalOrder: true },
  nth_value: { args: [2, 2], needsTotalOrder: true },
} as const satisfies Record<string, { readonly args: readonly [number, number]; readonly needsTotalOrder: boolean }>;

export type WindowName = keyof typeof windowFunctions;

export function isWindowFunction(name: string): name is WindowName {
  return Object.hasOwn(windowFunctions, name);
}

/** Other spellings that DuckDB knows. */
export const aggregateAliases: Readonly<Record<string, AggregateName>> = {
  count_star: 'count',
  mean: 'avg',
  percentile_cont: 'quantile_cont',
  median: 'quantile_cont',
  variance: 'var_samp',
  stddev: 'stddev_samp',
  count_if: 'count',
  countif: 'count',
};

export function isAggregate(name: string): name is AggregateName {
  return Object.hasOwn(aggregates, name);
}

/** Aggregates that exist in DuckDB and are refused by name, so that the refusal can say why. */
export const refusedAggregates: ReadonlySet<string> = new Set(
  [
    'any_value arbitrary first last arg_max arg_min max_by min_by argmax argmin',
    'list array_agg string_agg group_concat listagg histogram mode approx_top_k',
    'quantile quantile_disc approx_quantile reservoir_quantile mad kurtosis skewness entropy',
    'product',
    'bit_and bit_or bit_xor bitstring_agg fsum kahan_sum favg sumkahan geomean',
    'approx_count_distinct regr_slope regr_intercept sum_no_overflow sem',
  ].flatMap((line) => line.split(' ')),
);

/** The quantiles that may be published. @see disclosure.md §1.3 */
export const allowedQuantiles: ReadonlySet<number> = new Set([0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95]);
