/** Where a condition holds and what it implies does not, the implied column gets a value of a row that keeps to it. */
import type { Condition } from '#policies/catalog/entry.ts';
import { seedOf } from '../../hash.ts';
import { type DecodedColumn, below } from '../decoded.ts';
import { type Rows, columnsNamed, isMissing } from './columns.ts';

interface Implies {
  readonly when: Condition;
  readonly then: Condition;
}

export function checkImplies(rows: Rows, { when, then }: Implies): ((row: number) => boolean) | undefined {
  const [given, implied] = columnsNamed(rows, [when.column, then.column]) ?? [];
  if (given === undefined || implied === undefined) return undefined;
  const [cause, allowed] = [numbersOf(given, when), numbersOf(implied, then)];
  return (row) =>
    isMissing([given, implied], row) || !cause.has(given.numbers[row] ?? -1) || allowed.has(implied.numbers[row] ?? -1);
}

export function repairImplies(rows: Rows, rule: Implies): void {
  const { when, then } = rule;
  const [given, implied] = columnsNamed(rows, [when.column, then.column]) ?? [];
  const isKept = checkImplies(rows, rule);
  if (given === undefined || implied === undefined || isKept === undefined) return;
  const [cause, allowed] = [numbersOf(given, when), numbersOf(implied, then)];
  const examples: number[] = [];
  for (let row = 0; row < rows.rows; row++) {
    const [left, right] = [given.numbers[row] ?? -1, implied.numbers[row] ?? -1];
    if (cause.has(left) && allowed.has(right)) examples.push(right);
  }
  const pool = examples.length > 0 ? examples : [...allowed];
  if (pool.length === 0) return;
  const seed = seedOf(rows.seed, `${when.column}>${then.column}`);
  for (let row = 0; row < rows.rows; row++) {
    if (isKept(row)) continue;
    const index = implied.column.determinedByUnit === true ? (rows.unit[row] ?? row) : row;
    implied.numbers[row] = pool[below(pool.length, index, seed)] ?? -1;
  }
}

function numbersOf({ numbering }: DecodedColumn, { values }: Condition): ReadonlySet<number> {
  return new Set(values.flatMap((value) => numbering.find(value) ?? []));
}
