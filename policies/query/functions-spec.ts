/**
 * What there is to say about a scalar function: what it takes, what it gives, and whether it can fail on a row. The three tables
 * `functions-number.ts`, `functions-text.ts` and `functions-date.ts` say it; `functions.ts` is their union.
 */

/** The kinds of values that an argument may have; NULL fits each. */
export type Takes =
  | 'any'
  | 'boolean'
  | 'number'
  | 'integer'
  /** A whole number that fits INTEGER, or BIGINT. */
  | 'int32'
  | 'int64'
  | 'text'
  /** A DATE or a TIMESTAMP. */
  | 'date'
  | 'interval'
  | 'number or date'
  /** A DATE, a TIMESTAMP or an INTERVAL. */
  | 'time';

/** The type of the result: always the same one, or a rule of `types-call.ts` that tells it from the types of the arguments. */
export type Gives = FixedType | TypeRule;

export type FixedType =
  'BOOLEAN' | 'TINYINT' | 'BIGINT' | 'INTEGER' | 'HUGEINT' | 'DOUBLE' | 'VARCHAR' | 'DATE' | 'TIMESTAMP' | 'INTERVAL';

export type TypeRule =
  | 'first'
  | 'second'
  | 'common'
  | 'sum'
  | 'difference'
  | 'product'
  | 'quotient'
  | 'whole quotient'
  | 'remainder'
  | 'widest integer'
  | 'common divisor'
  | 'rounded'
  | 'whole'
  | 'calendar part'
  | 'truncated';

/** A condition on constant arguments that `functions-check.ts` knows. */
export type ArgumentCheck = 'pattern' | 'escape' | 'format' | 'shrinks' | 'buckets' | 'width';

export interface FunctionSpec {
  readonly args: readonly [min: number, max: number];
  /** Of each argument; the last one also stands for all that follow. */
  readonly takes: readonly Takes[];
  readonly gives: Gives;
  /** False: it can fail on a row, so it is printed inside `TRY(…)`. */
  readonly total: boolean;
  /** Positions of arguments that must be constants. */
  readonly constant?: readonly number[];
  /** Positions of arguments that must be short whole numbers: the engine fails on large ones, and only where a row is. */
  readonly short?: readonly number[];
  /** The first argument names a calendar part. */
  readonly part?: true;
  readonly check?: ArgumentCheck;
  /** Printed between its arguments (or before the only one). */
  readonly operator?: true;
  /** The result is its text arguments put together, so that its length is theirs together. */
  readonly joins?: true;
}
