/** ORDER BY: NULL last unless the text says otherwise, in both directions. */
import type { Bound, Row } from './bound.ts';
import { compare, type Value } from './value.ts';

export interface OrderKey {
  readonly by: Bound;
  readonly descending: boolean;
  readonly nulls: 'FIRST' | 'LAST';
}

export function compareRows(keys: readonly OrderKey[], a: Row, b: Row): number {
  for (const { by, descending, nulls } of keys) {
    const order = compareValues(by.value(a), by.value(b), { descending, nulls });
    if (order !== 0) return order;
  }
  return 0;
}

function compareValues(a: Value, b: Value, { descending, nulls }: Omit<OrderKey, 'by'>): number {
  if (a === null || b === null) {
    const nullIsLess = Number(b === null) - Number(a === null);
    return nulls === 'FIRST' ? nullIsLess : -nullIsLess;
  }
  return descending ? compare(b, a) : compare(a, b);
}
