/** The types of aggregates and window functions, which are DuckDB's: sums of integers are HUGEINT, averages are DOUBLE. */
import type { AggregateName, WindowName } from './aggregates.ts';
import { refuseMix, type TypedExpr } from './types-expr.ts';
import { decimal, decimalOf, familyOf, isDecimal, isInteger, isNumber, type SqlTypeName } from './types-lattice.ts';

type Rule = SqlTypeName | 'of the argument' | 'sum' | 'quantile';

interface AggregateType {
  readonly takes: 'any' | 'number' | 'countable' | 'boolean';
  readonly gives: Rule;
}

const deviation = { takes: 'number', gives: 'DOUBLE' } as const;
const truth = { takes: 'boolean', gives: 'BOOLEAN' } as const;

const types: Readonly<Record<AggregateName | WindowName, AggregateType>> = {
  count: { takes: 'any', gives: 'BIGINT' },
  sum: { takes: 'countable', gives: 'sum' },
  avg: { takes: 'number', gives: 'DOUBLE' },
  quantile_cont: { takes: 'number', gives: 'quantile' },
  var_pop: deviation,
  var_samp: deviation,
  stddev_pop: deviation,
  stddev_samp: deviation,
  corr: deviation,
  covar_pop: deviation,
  covar_samp: deviation,
  hhi: deviation,
  gini: deviation,
  bool_and: truth,
  bool_or: truth,
  min: { takes: 'any', gives: 'of the argument' },
  max: { takes: 'any', gives: 'of the argument' },
  row_number: { takes: 'any', gives: 'BIGINT' },
  rank: { takes: 'any', gives: 'BIGINT' },
  dense_rank: { takes: 'any', gives: 'BIGINT' },
  percent_rank: { takes: 'any', gives: 'DOUBLE' },
  cume_dist: { takes: 'any', gives: 'DOUBLE' },
  ntile: { takes: 'number', gives: 'BIGINT' },
  lag: { takes: 'any', gives: 'of the argument' },
  lead: { takes: 'any', gives: 'of the argument' },
  first_value: { takes: 'any', gives: 'of the argument' },
  last_value: { takes: 'any', gives: 'of the argument' },
  nth_value: { takes: 'any', gives: 'of the argument' },
};

/** @returns the type of `fn` over `arg`; stops with E_TYPE where it takes no such value */
export function typeOfAggregate(fn: AggregateName | WindowName, arg: TypedExpr | undefined): SqlTypeName {
  const { takes, gives } = types[fn];
  const type = arg?.type ?? 'NULL';
  if (arg && !accepts(takes, type)) refuseMix(arg.expr, takes === 'boolean' ? 'boolean' : 'number', familyOf(type));
  if (gives === 'of the argument') return type;
  if (gives === 'sum') return summed(type);
  if (gives === 'quantile') return isInteger(type) ? 'DOUBLE' : type;
  return gives;
}

function accepts(takes: AggregateType['takes'], type: SqlTypeName): boolean {
  if (takes === 'any' || type === 'NULL') return true;
  return type === 'BOOLEAN' ? takes !== 'number' : takes !== 'boolean' && isNumber(type);
}

function summed(type: SqlTypeName): SqlTypeName {
  if (isDecimal(type)) return decimal(38, decimalOf(type).scale);
  return type === 'FLOAT' || type === 'DOUBLE' ? 'DOUBLE' : 'HUGEINT';
}
