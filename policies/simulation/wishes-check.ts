/** Whether the catalog can fulfil wishes that somebody sent. */
import type { CatalogEntry, Column, Table } from '../catalog/entry.ts';
import { accept, refuse, type Outcome, type Refusal } from '../refusal.ts';
import { acceptsOf, type Wish } from './wishes.ts';
import { narrow } from './wishes-domain.ts';

/**
 * The wishes, if the catalog can fulfil them. Refuses E_INPUT, one refusal for each wrong place: an unknown table or column, a column of rule
 * X, a constant of another type, a value outside the domain, conditions that contradict each other, shares of a table above 1.
 */
export function requireWishes(wishes: readonly Wish[], entries: readonly CatalogEntry[]): Outcome<readonly Wish[]> {
  const tables = new Map(entries.flatMap((entry) => entry.tables).map((table) => [table.name, table]));
  const [first, ...rest] = [
    ...wishes.flatMap((item, index) => faultsOf(item, { tables, place: `wish ${index + 1}` })),
    ...overfullTables(wishes),
  ];
  return first ? { ok: false, refusals: [first, ...rest] } : accept(wishes);
}

function faultsOf(
  item: Wish,
  { tables, place }: { readonly tables: ReadonlyMap<string, Table>; readonly place: string },
): readonly Refusal[] {
  const table = tables.get(item.table);
  if (table === undefined) return fault(`${place}: must name a table of the catalog; got ${item.table}`);
  return [...new Set(item.conditions.map(({ column }) => column))].flatMap((name) => {
    const column = table.columns.find((candidate) => candidate.name === name);
    if (column === undefined) return fault(`${place}: ${table.name} must have the column; got ${name}`);
    return columnFaults(item, column, `${place}, ${table.name}.${name}`);
  });
}

function columnFaults(item: Wish, column: Column, place: string): readonly Refusal[] {
  if (column.rule.includes('X')) return fault(`${place}: must be a column that queries may read; its rule is X`);
  const narrowed = narrow(column, acceptsOf(item, column.name));
  if (!narrowed.ok) return fault(`${place}: ${narrowed.refusals[0].detail}`);
  const [outside] = narrowed.value.outside;
  return outside === undefined ? [] : fault(`${place}: values must be in the domain of the catalog; got ${outside}`);
}

function overfullTables(wishes: readonly Wish[]): readonly Refusal[] {
  return [...new Set(wishes.map(({ table }) => table))].flatMap((table) => {
    const sum = wishes.reduce((total, item) => total + (item.table === table ? (item.share ?? 0) : 0), 0);
    return sum > 1 + 1e-9 ? fault(`${table}: shares must be at most 1 together; got ${sum}`) : [];
  });
}

function fault(what: string): readonly Refusal[] {
  const refused = refuse('E_INPUT', `Cannot favour ${what}`);
  return refused.ok ? [] : refused.refusals;
}
