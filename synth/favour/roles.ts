/** How a condition on a column can be met: by drawing it, by the numbers of a key, at a parent from which the value comes, or not. */
import type { Column, Table } from '#policies/catalog/entry.ts';
import { isNarrowed } from '#policies/catalog/reach.ts';
import { openReader } from '../cells.ts';
import type { KeyPart } from '../layout.ts';
import type { Cell, Favouring, World } from '../reader.ts';
import { openScope } from '../scope.ts';

export interface Place {
  readonly table: Table;
  readonly column: Column;
}

export type OwnPart = KeyPart & { readonly kind: 'own' };

export type Role =
  | { readonly kind: 'drawn' }
  | { readonly kind: 'key'; readonly part: OwnPart }
  | { readonly kind: 'parent'; readonly place: Place }
  | { readonly kind: 'fixed'; readonly why: string };

/**
 * Reads the cell once and watches what is drawn for it. So the answer follows generation, whichever way a value takes: along foreign keys, or
 * repeated from a parent.
 */
export function roleOf(world: World, place: Place): Role {
  const { table, column } = place;
  if (world.drawn?.get(table.name)?.columns.has(column.name))
    return { kind: 'fixed', why: 'comes from the fitted model' };
  const { seen, rule, grid } = watch(world, place);
  const own = seen.find((cell) => cell.table === table && cell.column.name === column.name);
  // Others are read where they speak of the same person or firm.
  if (own) {
    if (grid) return { kind: 'fixed', why: 'has no value that its dependencies leave open' };
    const part = ownPart(world, place);
    return part ? { kind: 'key', part } : { kind: 'drawn' };
  }
  const [only, ...others] = seen;
  if (only && others.length === 0 && only.table !== table && rule === undefined) return { kind: 'parent', place: only };
  return { kind: 'fixed', why: only ? 'follows from other columns' : 'names units, which are made up' };
}

export function ownPart(world: World, { table, column }: Place): OwnPart | undefined {
  return world
    .layoutOf(table.name)
    .parts.find((part): part is OwnPart => part.kind === 'own' && part.column.name === column.name);
}

function watch(world: World, { table, column }: Place) {
  const seen: Place[] = [];
  const note = (place: Place): void => {
    if (!seen.some((other) => other.table === place.table && other.column.name === place.column.name)) seen.push(place);
  };
  const favour: Favouring = {
    keyNumbers(tableName, columnName) {
      const keyTable = world.schema.get(tableName);
      const key = keyTable?.columns.find(({ name }) => name === columnName);
      if (keyTable && key) note({ table: keyTable, column: key });
      return new Map();
    },
    drawn(_, cell: Cell, { plain }) {
      note({ table: cell.table, column: cell.column });
      return plain;
    },
    missing: () => undefined,
  };
  const reader = openReader({ ...world, favour }, openScope('numbers'));
  reader.valueOf(reader.sourceOf({ table, column, row: { sql: 'i', level: 0 } }));
  const { rules, grids } = reader.rulesOf(table);
  const grid = grids.get(column.name);
  return { seen, rule: rules.get(column.name)?.kind, grid: grid !== undefined && isNarrowed(table, column.name, grid) };
}
