/** An expression whose types are known: what it gives for a row. */
import { cast } from './cast.ts';
import { commonType, nullType, sameType, type Meeting, type Type, type Typed } from './sql-type.ts';
import type { Present, Value } from './value.ts';

/** The columns of a row by their ids in the query. */
export type Row = ReadonlyMap<number, Value>;

export interface Bound extends Typed {
  readonly value: (row: Row) => Value;
  /** It reads no column. */
  readonly constant?: boolean;
}

export function castTo(bound: Bound, type: Type): Bound {
  if (sameType(bound.type, type)) return bound;
  return { type, constant: bound.constant === true, value: (row) => cast(bound.value(row), type) };
}

/** All in the one type in which they meet. */
export function unified(
  args: readonly Bound[],
  meeting: Meeting = 'comparison',
): { readonly type: Type; readonly args: readonly Bound[] } {
  const type = commonType(args, meeting);
  return { type, args: args.map((arg) => castTo(arg, type)) };
}

/** NULL where any argument is NULL, as almost every function does; `of` gives NULL where the engine has an error. */
export function strict(type: Type, args: readonly Bound[], of: (...values: Present[]) => Value): Bound {
  // A decimal has its digits from its arguments; of a constant that is NULL it has none, and so no type.
  if (type.kind === 'decimal' && args.some(isNothing)) return nothing;
  return {
    type,
    value: (row) => {
      const values: Present[] = [];
      for (const arg of args) {
        const value = arg.value(row);
        if (value === null) return null;
        values.push(value);
      }
      return of(...values);
    },
  };
}

export const nothing: Bound = { type: nullType, constant: true, value: () => null };

/** A constant that is NULL. */
export function isNothing(arg: Bound): boolean {
  return arg.constant === true && arg.value(new Map()) === null;
}
