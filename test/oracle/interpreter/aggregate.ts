/** Aggregates of a list of values. NULLs are left out; of no value at all the result is NULL, and only a count is 0. */
import type { AggregateName } from '#policies/query/aggregates.ts';
import { bigint, boolean, decimalType, double, hugeint, type Type } from './sql-type.ts';
import { compare, decimal, exact, keyOf, toDouble, type Present, type Value } from './value.ts';

export interface AggregateSpec {
  readonly fn: AggregateName;
  readonly distinct: boolean;
  /** Type of the argument. */
  readonly of: Type;
  readonly fraction?: string | undefined;
}

export function aggregateType({ fn, of }: AggregateSpec): Type {
  switch (fn) {
    case 'count':
      return bigint;
    case 'sum':
      return sumType(of);
    case 'avg':
    case 'var_pop':
    case 'var_samp':
    case 'stddev_pop':
    case 'stddev_samp':
    case 'corr':
    case 'covar_pop':
    case 'covar_samp':
    case 'hhi':
    case 'gini':
      return double;
    case 'bool_and':
    case 'bool_or':
      return boolean;
    case 'quantile_cont':
      return of.kind === 'decimal' ? of : double;
    case 'min':
    case 'max':
      return of;
  }
}

function sumType(of: Type): Type {
  if (of.kind === 'double' || of.kind === 'float') return double;
  return of.kind === 'decimal' ? decimalType(38, of.scale) : hugeint;
}

export function aggregate(spec: AggregateSpec, all: readonly Value[]): Value {
  const present = all.filter((value): value is Present => value !== null);
  const values = spec.distinct ? distinct(present) : present;
  if (spec.fn === 'count') return BigInt(values.length);
  if (values.length === 0) return null;
  switch (spec.fn) {
    case 'sum':
      return sum(values, spec.of);
    case 'avg':
      return toDouble(sum(values, spec.of)) / values.length;
    case 'var_pop':
      return variance(values, 0);
    case 'var_samp':
      return variance(values, 1);
    case 'stddev_pop':
      return root(variance(values, 0));
    case 'stddev_samp':
      return root(variance(values, 1));
    case 'corr':
    case 'covar_pop':
    case 'covar_samp':
    case 'hhi':
    case 'gini':
      throw new Error(`${spec.fn} is a statistic of a release: see the slow judge of cells`);
    case 'bool_and':
      return values.every((value) => value === true);
    case 'bool_or':
      return values.includes(true);
    case 'quantile_cont':
      return quantile(values, Number(spec.fraction ?? '0.5'));
    case 'min':
      return values.reduce((a, b) => (compare(b, a) < 0 ? b : a));
    case 'max':
      return values.reduce((a, b) => (compare(b, a) > 0 ? b : a));
  }
}

function distinct(values: readonly Present[]): readonly Present[] {
  return [...new Map(values.map((value) => [keyOf(value), value])).values()];
}

function sum(values: readonly Present[], of: Type): Present {
  if (sumType(of).kind === 'double') return values.map(toDouble).reduce((a, b) => a + b);
  const digits = values.reduce<bigint>((total, value) => total + exact(value).digits, 0n);
  return of.kind === 'decimal' ? decimal(digits, of.scale) : digits;
}

/**
 * The mean squared distance from the mean; `lost` is 1 for a sample, of which one value has no variance. NaN and the infinities are
 * left out, and larger numbers than 1e100 clamped: there the engine would fail, and the printer keeps it from that.
 */
function variance(given: readonly Present[], lost: 0 | 1): number | null {
  const values = given.map(toDouble).filter(Number.isFinite);
  const clamped = values.map((value) => Math.max(-1e100, Math.min(1e100, value)));
  const count = clamped.length - lost;
  if (count <= 0) return null;
  const mean = clamped.reduce((total, value) => total + value, 0) / clamped.length;
  return clamped.reduce((total, value) => total + (value - mean) ** 2, 0) / count;
}

function root(value: number | null): number | null {
  return value === null ? null : Math.sqrt(value);
}

/** Interpolates between the two values around the place; of decimals, digits beyond the scale are cut off. */
function quantile(values: readonly Present[], fraction: number): Value {
  const sorted = values.toSorted(compare);
  const place = (sorted.length - 1) * fraction;
  const [lo, hi] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  if (lo === undefined || hi === undefined) throw new Error('a quantile lies between its values');
  const share = place - Math.floor(place);
  if (typeof lo === 'object' && typeof hi === 'object') {
    const step = Math.trunc(Number(exact(hi).digits - exact(lo).digits) * share);
    return decimal(exact(lo).digits + BigInt(step), exact(lo).scale);
  }
  if (share === 0) return toDouble(lo);
  return toDouble(lo) * (1 - share) + toDouble(hi) * share;
}
