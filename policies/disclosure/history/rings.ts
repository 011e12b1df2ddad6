/**
 * The part of a lattice that surrounds one hidden cell, where the whole is too large: the shown cells that have a unit of it, and those that lie
 * within such cells of one table. What is left out can only make an interval narrower still.
 *
 * @see disclosure.md §2.8 (G5, size guard)
 */
import type { Linked, LinkedTable } from './linked-tables.ts';
import { eachEntry } from './lattice.ts';
import { reach } from './membership.ts';

/** Passes over a table, counted in its entries: some seconds. */
const maxVisits = 1e9;

/** For each hidden cell, the smallest first, and for each refusal: the larger ring and the smaller one, as far as there is time to look. */
export function ringsOf({ run, tables, denied }: Linked): readonly (readonly Linked[])[] {
  const entries = tables.reduce((sum, { table }) => sum + table.members.cell.length, 0);
  let left = maxVisits;
  const bare = tables.map((linked) => ({ ...linked, isTarget: () => false }));
  const cores = [
    ...denied.map((set) => ({ units: set.units.length, tables: bare, denied: [set], core: () => set.units })),
    ...tables.flatMap((linked, at) =>
      linked.table.cells.flatMap((cell, place) => {
        if (!linked.isTarget(place)) return [];
        const only = tables.map((other, index) => ({
          ...other,
          isTarget: (c: number): boolean => index === at && c === place,
        }));
        return [{ units: cell.units, tables: only, denied: [], core: () => unitsOf(linked, place) }];
      }),
    ),
  ].sort((a, b) => a.units - b.units);
  return cores.flatMap((about) => {
    left -= 2 * entries;
    if (left <= 0) return [];
    const touching = touchingCells(about.tables, about.core());
    const inner = { run, tables: keep(about.tables, touching.map(setOf)), denied: about.denied };
    const cost = entries * tables.length;
    if (cost > left) return [[inner]];
    left -= cost;
    return [[{ ...inner, tables: ringOf(about.tables, touching) }, inner]];
  });
}

function unitsOf({ table }: LinkedTable, wanted: number): readonly number[] {
  const units: number[] = [];
  eachEntry(table.members, (unit, cell) => {
    if (cell === wanted) units.push(unit);
  });
  return units;
}

function touchingCells(tables: readonly LinkedTable[], core: readonly number[]): readonly (readonly number[])[] {
  const inner = new Set(core);
  return tables.map(({ table }) => cellsWith(table, (unit) => inner.has(unit)));
}

/** Those cells, and all that lie within those of one table together: one pass over all tables for each table. */
function ringOf(tables: readonly LinkedTable[], touching: readonly (readonly number[])[]): readonly LinkedTable[] {
  const size = Math.max(0, ...tables.map(({ table }) => reach(table.members)));
  const kept = touching.map((cells) => new Set(cells));
  tables.forEach(({ table: around }, at) => {
    const cells = new Set(touching[at]);
    if (cells.size === 0) return;
    const marks = new Uint8Array(size);
    eachEntry(around.members, (unit, cell) => {
      if (cells.has(cell)) marks[unit] = 1;
    });
    tables.forEach(({ table }, other) => {
      for (const within of cellsOnly(table, marks)) kept[other]?.add(within);
    });
  });
  return keep(tables, kept);
}

function keep(tables: readonly LinkedTable[], kept: readonly ReadonlySet<number>[]): readonly LinkedTable[] {
  return tables.map((linked, at) => ({ ...linked, table: onlyShown(linked.table, kept[at] ?? new Set()) }));
}

const setOf = (cells: readonly number[]): ReadonlySet<number> => new Set(cells);

type Table = LinkedTable['table'];

/** Shown cells with such a unit. */
function cellsWith({ members, cells }: Table, isMeant: (unit: number) => boolean): readonly number[] {
  const found = new Set<number>();
  eachEntry(members, (unit, cell) => {
    if (isMeant(unit) && cells[cell]?.shown === true) found.add(cell);
  });
  return [...found];
}

/** Shown cells all of whose units are marked. */
function cellsOnly({ members, cells }: Table, marks: Uint8Array): readonly number[] {
  const counts = new Int32Array(cells.length);
  eachEntry(members, (unit, cell) => {
    if (marks[unit] === 1) counts[cell] = (counts[cell] ?? 0) + 1;
  });
  return cells.flatMap(({ shown, units }, cell) => (shown && units > 0 && counts[cell] === units ? [cell] : []));
}

function onlyShown(table: Table, kept: ReadonlySet<number>): Table {
  return { ...table, cells: table.cells.map((cell, at) => (kept.has(at) ? cell : { ...cell, shown: false })) };
}
