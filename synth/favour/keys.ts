/** Which numbers a key column counts through, so that wanted values are among them. */
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Accepted } from '#policies/simulation/wishes.ts';
import { seedOf } from '../hash.ts';
import { orderly } from '../nth.ts';
import type { World } from '../reader.ts';
import { acceptedSql } from './accepted-sql.ts';
import { ownPart, type OwnPart, type Place } from './roles.ts';

/** What a column of a key should count through, for how many of its digits. */
export interface KeyWish extends Place {
  readonly accepts: readonly Accepted[];
  readonly share: number;
}

/** By `table.column`: digits that stand for another number than they would. */
export type KeyNumbers = ReadonlyMap<string, ReadonlyMap<number, number>>;

/** Longer lists of possible key values are not searched. */
const mostSearched = 5_000_000;

/** Why a key column cannot count through wanted values, or nothing. */
export function keyObstacle(world: World, place: Place): string | undefined {
  const values = ownPart(world, place)?.values;
  // Text without a domain may follow from the rest of its row.
  const isMadeUp = place.column.type === 'VARCHAR' && place.column.domain === undefined;
  if (values?.kind !== 'numbered' || isMadeUp) return 'is made up';
  return values.size > mostSearched ? 'has too many possible values to search' : undefined;
}

/** As many digits as each wish asks for stand for wanted values; the others stay. No number is used twice. */
export async function keyNumbers(
  connection: DuckDBConnection,
  world: World,
  wishes: readonly KeyWish[],
): Promise<KeyNumbers> {
  const moved = new Map<string, ReadonlyMap<number, number>>();
  for (const [name, own] of Map.groupBy(wishes, nameOf)) {
    const [first] = own;
    const part = first && ownPart(world, first);
    if (part) moved.set(name, await moveNumbers(connection, { wishes: own, part, seed: seedOf(world.seed, name) }));
  }
  return moved;
}

const nameOf = ({ table, column }: KeyWish): string => `${table.name}.${column.name}`;

interface Moving {
  readonly wishes: readonly KeyWish[];
  readonly part: OwnPart;
  readonly seed: number;
}

async function moveNumbers(
  connection: DuckDBConnection,
  { wishes, part, seed }: Moving,
): Promise<ReadonlyMap<number, number>> {
  const moved = new Map<number, number>();
  const { used } = part.digit;
  const kept = new Set<number>();
  for (const { accepts, column, share } of wishes) {
    const { present, absent } = await search(connection, { accepts, column, part, seed });
    present.forEach((digit) => kept.add(digit));
    const taken = new Set(moved.values());
    const wanted = Math.min(present.length + absent.length, Math.max(1, Math.round(share * used)));
    const missing = absent.filter((number) => !taken.has(number));
    const there = present.length + absent.length - missing.length;
    missing.slice(0, Math.max(0, wanted - there)).forEach((number) => moved.set(-1 - moved.size, number));
  }
  return withDigits(moved, { used, kept, seed });
}

/** Of the wanted numbers: the digits that stand for one already, and the numbers that none stands for. */
async function search(
  connection: DuckDBConnection,
  { accepts, column, part, seed }: Omit<Moving, 'wishes'> & Pick<KeyWish, 'accepts' | 'column'>,
): Promise<{ readonly present: readonly number[]; readonly absent: readonly number[] }> {
  const { values, digit } = part;
  if (values.kind !== 'numbered') return { present: [], absent: [] };
  const test = acceptedSql(column, accepts, values.at('i'));
  const reader = await connection.runAndReadAll(`
    WITH naturally AS (SELECT d, CAST(${orderly(values, { index: 'd', used: digit.used })} AS BIGINT) AS n
                       FROM range(${digit.used}) AS r(d))
    SELECT CAST(i AS DOUBLE) AS i, CAST(d AS DOUBLE) AS d
    FROM (SELECT i FROM range(${values.size}) AS r(i) WHERE ${test}) LEFT JOIN naturally ON n = i
    ORDER BY d IS NULL, fmix(i, ${seed}) LIMIT ${2 * digit.used}`);
  const rows = reader.getRowObjectsJS();
  const numbers = (name: 'i' | 'd', isThere: boolean): readonly number[] =>
    rows.filter((row) => (row['d'] !== null) === isThere).map((row) => Number(row[name]));
  return { present: numbers('d', true), absent: numbers('i', false) };
}

/** Gives each number a digit that nobody wants, as long as there are any. */
function withDigits(
  moved: ReadonlyMap<number, number>,
  { used, kept, seed }: { readonly used: number; readonly kept: ReadonlySet<number>; readonly seed: number },
): ReadonlyMap<number, number> {
  const start = seed % used;
  const free = Array.from({ length: used }, (_, step) => (start + step * strideOf(used)) % used);
  const digits = free.filter((digit) => !kept.has(digit)).slice(0, moved.size);
  return new Map([...moved.values()].slice(0, digits.length).map((number, at) => [digits[at] ?? 0, number]));
}

/** Coprime with `used`, so that all digits come. */
function strideOf(used: number): number {
  const divides = (a: number, b: number): number => (b === 0 ? a : divides(b, a % b));
  let stride = Math.max(1, Math.round(used * 0.618));
  while (divides(stride, used) > 1) stride++;
  return stride;
}
