/** Window functions: each row looks at the rows of its partition, in order. */
import { isWindowFunction, type AggregateName, type WindowName } from '#policies/query/aggregates.ts';
import type { WindowColumn } from '#policies/query/ir.ts';
import { aggregate, aggregateType, type AggregateSpec } from './aggregate.ts';
import { castTo, type Bound, type Row } from './bound.ts';
import { bind, type Types } from './expression.ts';
import { extent, peers, usualFrame, type Extent, type Partition } from './frame.ts';
import { compareRows, type OrderKey } from './order.ts';
import { bigint, double, nullType, type Type } from './sql-type.ts';
import { exact, keyOf, type Value } from './value.ts';

/** @returns the type of the column, and its value for each of `rows` */
export function windowColumn(
  spec: WindowColumn,
  types: Types,
  rows: readonly Row[],
): { readonly type: Type; readonly values: readonly Value[] } {
  const args = spec.args.map((arg) => bind(arg, types));
  const partitions = Map.groupBy(rows, partitionKey(spec, types));
  const keys = orderKeys(spec, types);
  const found = new Map<Row, Value>();
  for (const members of partitions.values()) {
    const partition = { rows: members.toSorted((a, b) => compareRows(keys, a, b)), keys };
    partition.rows.forEach((row, at) => found.set(row, valueAt({ spec, args, partition, at })));
  }
  return { type: typeOf(spec.fn, args, spec), values: rows.map((row) => found.get(row) ?? null) };
}

function partitionKey({ partitionBy }: WindowColumn, types: Types): (row: Row) => string {
  const keys = partitionBy.map((expr) => bind(expr, types));
  return (row) => JSON.stringify(keys.map((key) => keyOf(key.value(row))));
}

function orderKeys({ orderBy, tiebreak = [] }: WindowColumn, types: Types): readonly OrderKey[] {
  const written = orderBy.map(
    ({ expr, descending, nulls }) => ({ by: bind(expr, types), descending, nulls: nulls ?? 'LAST' }) as const,
  );
  const added = tiebreak.map(
    (id) => ({ by: bind({ kind: 'column', id }, types), descending: false, nulls: 'LAST' }) as const,
  );
  return [...written, ...added];
}

function typeOf(fn: WindowColumn['fn'], args: readonly Bound[], spec: WindowColumn): Type {
  if (!isWindowFunction(fn)) return aggregateType(aggregateSpec(fn, args, spec));
  const ranks: readonly WindowName[] = ['row_number', 'rank', 'dense_rank', 'ntile'];
  if (ranks.includes(fn)) return bigint;
  return fn === 'percent_rank' || fn === 'cume_dist' ? double : (args[0]?.type ?? nullType);
}

function aggregateSpec(
  fn: AggregateName,
  [arg]: readonly Bound[],
  { distinct, fraction }: WindowColumn,
): AggregateSpec {
  return { fn, distinct, fraction, of: arg?.type ?? bigint };
}

interface Place {
  readonly spec: WindowColumn;
  readonly args: readonly Bound[];
  readonly partition: Partition;
  readonly at: number;
}

function valueAt(place: Place): Value {
  const { fn } = place.spec;
  return isWindowFunction(fn) ? windowFunctions[fn](place) : overFrame(fn, place);
}

function overFrame(fn: AggregateName, place: Place): Value {
  const { spec, args } = place;
  const [arg] = args;
  const values = frameRows(place).map((row) => (arg ? arg.value(row) : true));
  return aggregate(aggregateSpec(fn, args, spec), values);
}

function frameRows({ spec, partition, at }: Place): readonly Row[] {
  const { start, end } = extent(partition, spec.frame ?? usualFrame, at);
  return partition.rows.slice(start, Math.max(start, end));
}

const windowFunctions: Readonly<Record<WindowName, (place: Place) => Value>> = {
  row_number: ({ at }) => BigInt(at + 1),
  rank: (place) => BigInt(own(place).start + 1),
  dense_rank: ({ partition, at }) => BigInt(groupsBefore(partition, at) + 1),
  percent_rank: (place) => {
    const others = place.partition.rows.length - 1;
    return others === 0 ? 0 : own(place).start / others;
  },
  cume_dist: (place) => own(place).end / place.partition.rows.length,
  ntile,
  lag: (place) => shifted(place, -1),
  lead: (place) => shifted(place, 1),
  first_value: (place) => nth(place, 0),
  last_value: (place) => nth(place, -1),
  nth_value: (place) => {
    const n = wholeArg(place, 1);
    return n === null || n < 1 ? null : nth(place, n - 1);
  },
};

function own({ partition, at }: Place): Extent {
  return peers(partition, at);
}

function groupsBefore(partition: Partition, at: number): number {
  return new Set(partition.rows.slice(0, at + 1).map((_, index) => peers(partition, index).start)).size - 1;
}

function wholeArg({ args, partition, at }: Place, index: number): number | null {
  const row = partition.rows[at];
  const value = row && args[index] ? args[index].value(row) : 1n;
  return value === null ? null : Number(exact(value).digits);
}

/** The first tiles take one row more where the rows cannot be shared out evenly. */
function ntile(place: Place): Value {
  const tiles = wholeArg(place, 0);
  if (tiles === null) return null;
  if (tiles < 1) throw new Error('ntile has at least one tile');
  const rows = place.partition.rows.length;
  const [size, larger] = [Math.floor(rows / tiles), rows % tiles];
  const inLarger = larger * (size + 1);
  if (place.at < inLarger) return BigInt(Math.floor(place.at / (size + 1)) + 1);
  return BigInt(larger + Math.floor((place.at - inLarger) / size) + 1);
}

/** The frame is not looked at: the neighbour is one of the partition. With IGNORE NULLS, only rows that have a value are counted. */
function shifted(place: Place, direction: 1 | -1): Value {
  const { spec, args, partition, at } = place;
  const [arg, , otherwise] = args;
  const row = partition.rows[at];
  const steps = wholeArg(place, 1);
  if (!arg || !row) throw new Error('lag and lead have an argument');
  if (steps === null) return null;
  const way = direction * Math.sign(steps);
  let left = Math.abs(steps);
  let target = at;
  while (left > 0) {
    target += way;
    const other = partition.rows[target];
    if (!other) return otherwise ? castTo(otherwise, arg.type).value(row) : null;
    if (!spec.ignoreNulls || arg.value(other) !== null) left--;
  }
  const found = partition.rows[target];
  return found ? arg.value(found) : null;
}

/** The n-th value of the frame, from 0; −1 is the last. */
function nth(place: Place, n: number): Value {
  const [arg] = place.args;
  if (!arg) throw new Error('the function has an argument');
  const values = frameRows(place).map((row) => arg.value(row));
  return (place.spec.ignoreNulls ? values.filter((value) => value !== null) : values).at(n) ?? null;
}
