/** A hierarchical table as a vendor asks for it, as plain DuckDB answers it, and who stands behind each of its finest cells. */
import type { PlainEngine } from '../oracle/plain.ts';
import type { Code, Leaves, Place } from './attacker.ts';
import { isIn, nameOf } from './attacker.ts';

export interface Measure {
  readonly name: string;
  readonly kind: 'rows' | 'persons' | 'sum' | 'avg';
  /** The column of a sum or an average. */
  readonly of?: string;
  /** An average is rounded to so many. */
  readonly digits?: number;
}

export interface Hierarchical {
  readonly name: string;
  /** A SELECT with the unit, the keys and the columns of the measures. */
  readonly rows: string;
  readonly unit: string;
  readonly keys: readonly string[];
  /** `CUBE (a, b)`; the keys may stand in it once. */
  readonly groupBy: string;
  readonly measures: readonly Measure[];
}

/** What the vendor writes: for every key, whether the row sums over it stands beside it. */
export function textOf({ rows, unit, keys, groupBy, measures }: Hierarchical): string {
  const values = measures.map((measure) => `${printMeasure(measure, unit)} AS ${measure.name}`);
  const list = [...keys, ...keys.map((key) => `GROUPING(${key}) AS no_${key}`), ...values];
  return `WITH p AS (${rows}) SELECT ${list.join(', ')} FROM p GROUP BY ${groupBy}`;
}

function printMeasure({ kind, of = '', digits }: Measure, unit: string): string {
  if (kind === 'rows') return 'count(*)';
  if (kind === 'persons') return `count(DISTINCT ${unit})`;
  if (kind === 'sum') return `sum(${of})`;
  return digits === undefined ? `avg(${of})` : `round(avg(${of}), ${digits})`;
}

export interface Row {
  readonly place: Place;
  /** `undefined` where hidden. */
  readonly values: readonly (number | undefined)[];
}

/** @param hidden marks in the shape of `rows`, of an answer by the rules */
export function readRows(
  { keys, measures }: Hierarchical,
  rows: readonly (readonly Code[])[],
  hidden?: readonly (readonly boolean[])[],
): readonly Row[] {
  const width = keys.length;
  return rows.map((row, at) => ({
    place: keys.map((_, key) => (Number(row[width + key]) === 1 ? undefined : (row[key] ?? null))),
    values: measures.map((_, measure) => {
      const column = 2 * width + measure;
      return hidden?.[at]?.[column] || row[column] === null ? undefined : Number(row[column]);
    }),
  }));
}

/** What stands behind a set of leaves. */
export interface Facts {
  readonly units: number;
  readonly rows: number;
  /** Of the measure's column: the two largest of what each unit has in the set, and all of it, in absolute numbers. */
  readonly first: number;
  readonly second: number;
  readonly size: number;
  readonly total: number;
}

export interface Truth {
  readonly leaves: Leaves;
  /** No unit is in two leaves. */
  readonly isDisjoint: boolean;
  /** Nothing that is summed is negative. */
  readonly isPositive: boolean;
  /** Every cell that is not empty, of every grouping that the answer has. */
  readonly places: readonly Place[];
  /** @param column of a sum or an average; without it contributions are rows */
  facts(set: readonly number[], column?: string): Facts;
}

/** By plain DuckDB, unit by unit. */
export async function truthOf(
  table: Hierarchical,
  plain: PlainEngine,
): Promise<Truth & { readonly answer: readonly Row[] }> {
  const { rows, unit, keys, measures } = table;
  const columns = [...new Set(measures.flatMap(({ of }) => of ?? []))];
  const sums = columns.map((column) => `CAST(sum(${column}) AS DOUBLE)`);
  const found = await plain.rows(
    `WITH p AS (${rows}) SELECT ${[...keys, unit, 'count(*)', ...sums].join(', ')} FROM p GROUP BY ${[...keys, unit].join(', ')}`,
  );
  const width = keys.length;
  const numbers = new Map<string, number>();
  const leaves: Code[][] = [];
  const members: Member[][] = [];
  for (const row of found) {
    const leaf = row.slice(0, width);
    const at = numbers.get(nameOf(leaf)) ?? leaves.push(leaf) - 1;
    numbers.set(nameOf(leaf), at);
    members[at] ??= [];
    members[at].push({
      unit: String(row[width]),
      rows: Number(row[width + 1]),
      sums: row.slice(width + 2).map(Number),
    });
  }
  const answer = readRows(table, await plain.rows(textOf(table)));
  const all = members.flat();
  const isDisjoint = new Set(all.map((member) => member.unit)).size === all.length;
  const known = new Map<string, Facts>();
  const factsOfLeaf = (leaf: number, at: number): Facts => {
    const name = `${leaf}/${at}`;
    const found = known.get(name) ?? countFacts(members[leaf] ?? [], at);
    known.set(name, found);
    return found;
  };
  return {
    leaves,
    isDisjoint,
    isPositive: all.every((member) => member.sums.every((sum) => sum >= 0)),
    places: answer.map(({ place }) => place).filter((place) => leaves.some((leaf) => isIn(leaf, place))),
    facts: (set, column) => {
      const at = column === undefined ? -1 : columns.indexOf(column);
      // Units that are in one leaf only need not be counted again for every set.
      return isDisjoint
        ? joinFacts(set.map((leaf) => factsOfLeaf(leaf, at)))
        : countFacts(
            set.flatMap((leaf) => members[leaf] ?? []),
            at,
          );
    },
    answer,
  };
}

interface Member {
  readonly unit: string;
  readonly rows: number;
  readonly sums: readonly number[];
}

/** @param at which sum; −1 for rows */
function countFacts(members: readonly Member[], at: number): Facts {
  const byUnit = new Map<string, number>();
  for (const { unit, rows, sums } of members) {
    byUnit.set(unit, (byUnit.get(unit) ?? 0) + (at < 0 ? rows : (sums[at] ?? 0)));
  }
  const [first = 0, second = 0] = [...byUnit.values()].map(Math.abs).sort((a, b) => b - a);
  return {
    units: byUnit.size,
    rows: sum(members.map((member) => member.rows)),
    first,
    second,
    size: sum([...byUnit.values()].map(Math.abs)),
    total: sum(byUnit.values()),
  };
}

function sum(list: Iterable<number>): number {
  return [...list].reduce((total, value) => total + value, 0);
}

/** Of sets that have no unit in common. */
function joinFacts(parts: readonly Facts[]): Facts {
  const [first = 0, second = 0] = parts.flatMap((part) => [part.first, part.second]).sort((a, b) => b - a);
  return {
    units: sum(parts.map((part) => part.units)),
    rows: sum(parts.map((part) => part.rows)),
    first,
    second,
    size: sum(parts.map((part) => part.size)),
    total: sum(parts.map((part) => part.total)),
  };
}
