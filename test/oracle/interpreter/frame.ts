/** Window frames: which rows of the sorted partition a row's aggregate sees. */
import type { Frame, FrameBound } from '#policies/query/ir.ts';
import type { Row } from './bound.ts';
import { parseNumber } from './cast.ts';
import { compareRows, type OrderKey } from './order.ts';
import { compare, exact, rescale, toDouble, type Decimal, type Value } from './value.ts';

/** The sorted rows of one partition. */
export interface Partition {
  readonly rows: readonly Row[];
  readonly keys: readonly OrderKey[];
}

/** First row, and the row after the last. Empty where `start` is not before `end`. */
export interface Extent {
  readonly start: number;
  readonly end: number;
}

export function arePeers({ keys }: Partition, a: Row, b: Row): boolean {
  return compareRows(keys, a, b) === 0;
}

/** The rows that ORDER BY does not tell from row `at`. */
export function peers(partition: Partition, at: number): Extent {
  const { rows } = partition;
  const row = rows[at];
  const isPeer = (other: Row): boolean => row !== undefined && arePeers(partition, row, other);
  return { start: rows.findIndex(isPeer), end: rows.findLastIndex(isPeer) + 1 };
}

/** Without a frame: up to the peers of the row; without ORDER BY all rows are peers. */
export const usualFrame: Frame = { unit: 'RANGE', start: { kind: 'unbounded' }, end: { kind: 'current' } };

export function extent(partition: Partition, frame: Frame, at: number): Extent {
  return {
    start: Math.max(edge(partition, { frame, bound: frame.start, at }, 'start'), 0),
    end: Math.min(edge(partition, { frame, bound: frame.end, at }, 'end'), partition.rows.length),
  };
}

interface Edge {
  readonly frame: Frame;
  readonly bound: FrameBound;
  readonly at: number;
}

function edge(partition: Partition, { frame, bound, at }: Edge, side: keyof Extent): number {
  const own = frame.unit === 'ROWS' ? { start: at, end: at + 1 } : peers(partition, at);
  if (bound.kind === 'unbounded') return side === 'start' ? 0 : partition.rows.length;
  if (bound.kind === 'current') return own[side];
  const sign = bound.direction === 'PRECEDING' ? -1 : 1;
  switch (frame.unit) {
    case 'ROWS':
      return own[side] + sign * Number(bound.offset);
    case 'GROUPS':
      return groupEdge(partition, at, { by: sign * Number(bound.offset), side });
    case 'RANGE':
      return rangeEdge(partition, at, { offset: bound.offset, sign, side });
  }
}

/** `by` groups of peers before or after the one of row `at`. */
function groupEdge(partition: Partition, at: number, { by, side }: { by: number; side: keyof Extent }): number {
  const groups: Extent[] = [];
  for (let start = 0; start < partition.rows.length; start = groups.at(-1)?.end ?? start + 1)
    groups.push(peers(partition, start));
  const own = groups.findIndex(({ start, end }) => start <= at && at < end);
  const found = groups[own + by];
  if (found) return found[side];
  return own + by < 0 ? 0 : partition.rows.length;
}

/** The rows whose key is at most `offset` away. A row whose key is NULL sees its peers. */
function rangeEdge(
  partition: Partition,
  at: number,
  { offset, sign, side }: { offset: string; sign: number; side: keyof Extent },
): number {
  const [key, ...more] = partition.keys;
  const row = partition.rows[at];
  if (!key || !row || more.length > 0) throw new Error('RANGE with an offset has one ORDER BY expression');
  const value = key.by.value(row);
  if (value === null) return peers(partition, at)[side];
  const limit = moved(value, offset, key.descending ? -sign : sign);
  const order = (other: Value): number => {
    if (other === null) return key.nulls === 'FIRST' ? -1 : 1;
    const difference = compareMixed(other, limit);
    return key.descending ? -difference : difference;
  };
  const values = partition.rows.map((other) => key.by.value(other));
  // The start is the first row at or after the limit, the end is before the first row after it.
  const found = values.findIndex((other) => (side === 'start' ? order(other) >= 0 : order(other) > 0));
  return found < 0 ? values.length : found;
}

function moved(value: Exclude<Value, null>, offset: string, sign: number): number | Decimal {
  if (typeof value === 'number') return value + sign * Number(offset);
  const by = parseNumber(offset);
  if (!by) throw new Error('a frame offset is a plain number');
  const from = exact(value);
  const scale = Math.max(from.scale, by.scale);
  return { kind: 'decimal', digits: rescale(from, scale) + BigInt(sign) * rescale(by, scale), scale };
}

function compareMixed(a: Exclude<Value, null>, b: number | Decimal): number {
  return typeof b === 'number' ? compare(toDouble(a), b) : compare(exact(a), b);
}
