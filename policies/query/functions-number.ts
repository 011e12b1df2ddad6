/**
 * Functions of numbers, of bits, and those that choose among their arguments.
 *
 * @see https://duckdb.org/docs/stable/sql/functions/numeric
 */
import type { FunctionSpec } from './functions-spec.ts';

/** Fails only in the engine's arithmetic: overflow, or an argument outside the domain. */
const partial = { args: [1, 1], takes: ['number'], gives: 'DOUBLE', total: false } as const;
const total = { args: [1, 1], takes: ['number'], gives: 'DOUBLE', total: true } as const;
const test = { args: [1, 1], takes: ['number'], gives: 'BOOLEAN', total: true } as const;
const arithmetic = { args: [2, 2], takes: ['any'], total: false, operator: true } as const;
const bits = { args: [2, 2], takes: ['integer'], gives: 'widest integer', total: true } as const;
const choice = { args: [1, 16], takes: ['any'], gives: 'common', total: true } as const;

export const numberFunctions = {
  '+': { ...arithmetic, args: [1, 2], gives: 'sum' },
  '-': { ...arithmetic, args: [1, 2], gives: 'difference' },
  '*': { ...arithmetic, gives: 'product' },
  '/': { ...arithmetic, gives: 'quotient' },
  '//': { ...arithmetic, gives: 'whole quotient' },
  '%': { ...arithmetic, gives: 'remainder' },
  abs: { ...partial, gives: 'first' },
  sign: { ...total, gives: 'TINYINT' },
  round: { args: [1, 2], takes: ['number', 'int32'], gives: 'rounded', total: false, constant: [1] },
  trunc: { args: [1, 2], takes: ['number', 'int32'], gives: 'rounded', total: false, constant: [1] },
  floor: { ...partial, gives: 'whole' },
  ceil: { ...partial, gives: 'whole' },
  even: partial,
  sqrt: partial,
  cbrt: total,
  exp: partial,
  ln: partial,
  log: { args: [1, 2], takes: ['number'], gives: 'DOUBLE', total: false },
  log10: partial,
  log2: partial,
  pow: { args: [2, 2], takes: ['number'], gives: 'DOUBLE', total: false },
  gamma: partial,
  lgamma: partial,
  factorial: { args: [1, 1], takes: ['int32'], gives: 'HUGEINT', total: false },
  gcd: { args: [2, 2], takes: ['integer'], gives: 'common divisor', total: false },
  lcm: { args: [2, 2], takes: ['integer'], gives: 'common divisor', total: false },
  pi: { args: [0, 0], takes: [], gives: 'DOUBLE', total: true },
  degrees: total,
  radians: total,
  sin: partial,
  cos: partial,
  tan: partial,
  cot: partial,
  asin: partial,
  acos: partial,
  atan: total,
  atan2: { args: [2, 2], takes: ['number'], gives: 'DOUBLE', total: true },
  sinh: total,
  cosh: total,
  tanh: total,
  asinh: total,
  acosh: partial,
  atanh: partial,
  isnan: test,
  signbit: test,
  isfinite: { ...test, takes: ['number or date'] },
  isinf: { ...test, takes: ['number or date'] },
  /** Ours: DuckDB has none. 0 below `lo`, 1 … n between, n + 1 from `hi` on, as in PostgreSQL. */
  width_bucket: {
    args: [4, 4],
    takes: ['number'],
    gives: 'INTEGER',
    total: true,
    constant: [1, 2, 3],
    check: 'buckets',
  },
  // bits
  '&': { ...bits, operator: true },
  '|': { ...bits, operator: true },
  xor: bits,
  '<<': { ...bits, operator: true, total: false },
  '>>': { ...bits, operator: true, total: false },
  '~': { args: [1, 1], takes: ['integer'], gives: 'first', total: true, operator: true },
  bit_count: { args: [1, 1], takes: ['integer'], gives: 'TINYINT', total: true },
  // choices
  greatest: choice,
  least: choice,
  coalesce: choice,
  nullif: { args: [2, 2], takes: ['any'], gives: 'first', total: true },
} as const satisfies Record<string, FunctionSpec>;
