/** The fine cell of a value, found slowly: what the printed SQL must agree with. */
import { cellCount, type Cells } from '#policies/simulation/attribute.ts';

export type Value = string | number | boolean | null;

/** @param value of days an ISO date, of hours the hour */
export function cellOf(cells: Cells, value: Value): number {
  if (value === null) return cells.none ? cellCount(cells) - 1 : 0;
  switch (cells.kind) {
    case 'codes':
      return cells.values.findIndex((code) => code === value);
    case 'numbers':
      return lastAtMost(cells.edges.slice(0, -1), Number(value));
    case 'days':
      // ISO dates sort as texts.
      return lastAtMost(cells.start, String(value));
    case 'hours':
      return Number(value);
    case 'count':
      return Math.min(Number(value), cells.max);
  }
}

function lastAtMost<T>(starts: readonly T[], value: T): number {
  return Math.max(0, starts.filter((start) => start <= value).length - 1);
}
