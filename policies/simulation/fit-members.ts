/** Which tables an order of a fit models, and whose they are: all of one id space, for a fit protects the units of one. */
import type { CatalogEntry } from '../catalog/entry.ts';
import { privateTables } from '../catalog/units.ts';
import { accept, refuse, type Outcome } from '../refusal.ts';
import { attributesOf } from './attributes-of.ts';
import type { FitOrder, TableWish } from './fit-order.ts';
import { reachable, type Member } from './relate-tables.ts';

/** What the order says of a table. */
export function wishFor({ tables }: Pick<FitOrder, 'tables'>, table: string): TableWish {
  return tables.find((wish) => wish.table === table) ?? { table, leaveOut: [], summaries: [] };
}

/**
 * The protected tables of the ordered entries that have something to model. A table of which every column is left out is not among them.
 *
 * @returns refuses E_NOT_FOUND for an entry that is not given, E_INPUT for wishes about tables or columns that are not there or when
 * nothing can be modelled, E_TWO_UNITS for tables of several id spaces
 */
export function fitMembers(order: FitOrder, entries: readonly CatalogEntry[]): Outcome<readonly Member[]> {
  const read: CatalogEntry[] = [];
  // In the order of the order, so that the plan does not depend on that of the catalog.
  for (const id of new Set(order.entries)) {
    const entry = entries.find((candidate) => candidate.id === id);
    if (!entry) return refuse('E_NOT_FOUND', `Cannot plan a fit: must be an entry; got ${id}`);
    read.push(entry);
  }
  const all = read.flatMap((entry) => privateTables(entry).map((found) => ({ entry, ...found })));
  const wishes = checkLeaveOut(order, all);
  if (!wishes.ok) return wishes;
  const members = reachable(
    all.filter(({ table }) => attributesOf(table, wishFor(order, table.name)).attributes.length > 0),
  );
  const spaces = [...new Set(members.map(({ unit }) => unit.space))];
  if (spaces.length === 1) return accept(members);
  if (spaces.length === 0)
    return refuse(
      'E_INPUT',
      'Cannot plan a fit: must be about protected units with columns of public values; got none',
      {
        remedy: 'Order an entry that is not unconditional and whose columns declare domains or bounds.',
      },
    );
  return refuse('E_TWO_UNITS', `Cannot plan a fit: must be about one kind of unit; got ${spaces.join(', ')}`, {
    remedy: 'Order one fit for each id space, or leave out all columns of the tables of the others.',
  });
}

function checkLeaveOut({ tables }: FitOrder, all: readonly Member[]): Outcome<void> {
  const seen = new Set<string>();
  for (const { table: name, leaveOut } of tables) {
    const table = all.find((member) => member.table.name === name)?.table;
    const place = `tables.${name}`;
    if (!table)
      return refuse('E_INPUT', `Cannot plan a fit: ${place} must be a protected table of the ordered entries`);
    if (seen.has(name)) return refuse('E_INPUT', `Cannot plan a fit: ${place} must be there once; got it twice`);
    seen.add(name);
    const unknown = leaveOut.find((column) => !table.columns.some((known) => known.name === column));
    if (unknown !== undefined)
      return refuse('E_INPUT', `Cannot plan a fit: ${place}.leaveOut must name columns of the table; got ${unknown}`);
  }
  return accept(undefined);
}
