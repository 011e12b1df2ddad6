/** Where a condition holds and what it implies does not, the implied column gets a value of a row that keeps to it, or the other one does. */
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
  const seed = seedOf(rows.seed, `${when.column}>${then.column}`);
  // What the unit determines must stay the same in its other rows: then the condition gives way.
  const isOfUnit = implied.column.determinedByUnit === true;
  const others = isOfUnit && given.column.determinedByUnit !== true ? examplesOf(given, (own) => !cause.has(own)) : [];
  if (others.length > 0) return moveRows(rows, { isKept, column: given, pool: others, seed });
  const examples = examplesOf(implied, (own, row) => cause.has(given.numbers[row] ?? -1) && allowed.has(own));
  moveRows(rows, { isKept, column: implied, pool: examples.length > 0 ? examples : [...allowed], seed });
}

/** The values of the column in rows that can lend them. */
function examplesOf({ numbers }: DecodedColumn, canLend: (own: number, row: number) => boolean): readonly number[] {
  const examples: number[] = [];
  numbers.forEach((own, row) => {
    if (own >= 0 && canLend(own, row)) examples.push(own);
  });
  return examples;
}

interface Move {
  readonly isKept: (row: number) => boolean;
  readonly column: DecodedColumn;
  readonly pool: readonly number[];
  readonly seed: number;
}

function moveRows({ rows, unit }: Rows, { isKept, column: { column, numbers }, pool, seed }: Move): void {
  if (pool.length === 0) return;
  for (let row = 0; row < rows; row++) {
    if (isKept(row)) continue;
    const index = column.determinedByUnit === true ? (unit[row] ?? row) : row;
    numbers[row] = pool[below(pool.length, index, seed)] ?? -1;
  }
}

function numbersOf({ numbering }: DecodedColumn, { values }: Condition): ReadonlySet<number> {
  return new Set(values.flatMap((value) => numbering.find(value) ?? []));
}
