/**
 * What contributors can find who stand alone behind hidden cells, over the whole table: everybody who is published plus what is their own.
 * Not prevented (with zeros published it cannot be, in general), but reported for review.
 *
 * @see disclosure.md §2.5 (PS2*)
 */
import { emptyBasis, extend, leadOf, reduce, type Basis, type Vector } from './elimination.ts';
import { vectorOf } from './gauss.ts';
import type { Table } from './table.ts';
import type { Hidden } from './target.ts';

/** For every pattern, returns each contributor with each primary cell of others that follows from the published cells and his own. */
export function findInsiders(
  table: Table,
  hidden: Hidden,
): readonly { readonly singleton: number; readonly cell: number }[] {
  const own = ownCells(table, hidden);
  if (own.size === 0) return [];
  const published = emptyBasis();
  for (const [index, { leaves }] of table.columns.entries()) {
    if (!hidden.has(index)) learn(published, vectorOf(table, leaves));
  }
  const left = new Map<number, Vector>();
  for (const [index, { kind, leaves }] of table.columns.entries()) {
    if (kind !== 'primary' && ![...own.values()].some((cells) => cells.includes(index))) continue;
    const vector = vectorOf(table, leaves);
    reduce(vector, published);
    left.set(index, vector);
  }
  return [...own].flatMap(([singleton, cells]) => {
    const known = emptyBasis();
    for (const cell of cells) learn(known, left.get(cell)?.slice());
    return [...left]
      .filter(([index]) => table.columns[index]?.kind === 'primary' && !cells.includes(index))
      .filter(([, vector]) => follows(vector, known))
      .map(([index]) => ({ singleton, cell: table.columns[index]?.cells[0] ?? -1 }));
  });
}

/** Hidden columns by who stands alone behind them. */
function ownCells({ columns }: Table, hidden: Hidden): ReadonlyMap<number, readonly number[]> {
  const own = new Map<number, number[]>();
  for (const index of [...hidden].sort((a, b) => a - b)) {
    const singleton = columns[index]?.singleton;
    if (singleton !== undefined) own.set(singleton, [...(own.get(singleton) ?? []), index]);
  }
  return new Map([...own].sort(([a], [b]) => a - b));
}

function learn(basis: Basis, vector: Vector | undefined): void {
  if (!vector) return;
  reduce(vector, basis);
  if (leadOf(vector) >= 0) extend(basis, vector);
}

function follows(vector: Vector, known: Basis): boolean {
  const rest = vector.slice();
  reduce(rest, known);
  return leadOf(rest) < 0;
}
