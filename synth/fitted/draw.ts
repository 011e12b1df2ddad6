/** Draws the rows of one table: its cells, its values, and what repairs make of them. */
import type { ForeignKey } from '#policies/catalog/entry.ts';
import type { FitPlan, ModelledTable } from '#policies/simulation/fit-plan.ts';
import type { FittedTable } from '#policies/simulation/fitted.ts';
import type { Schema } from '../schema.ts';
import { type Choice, type OwnColumn, chooseColumns } from './choose.ts';
import { type DecodedColumn, numbersFor } from './decoded.ts';
import { numberingOf } from './numbering-of.ts';
import { type Related, relate } from './relate.ts';
import { separateRows } from './repair/keys.ts';
import type { Rows } from './repair/columns.ts';
import { broken, repairDependencies } from './repair/repair.ts';
import { type KeyRoom, groupsOf, keyRoomOf, mostRows, pickColumns, ranksOf } from './room.ts';
import { type CellRows, drawCellRows, gather } from './rows.ts';
import { decodeRows } from './values.ts';

/** A table with its drawn rows. */
export interface FittedRows {
  readonly model: ModelledTable;
  readonly related: Related | undefined;
  /** The rows at the top of the tree: one for each unit. Nothing where these are they. */
  readonly root: FittedRows | undefined;
  readonly drawn: CellRows;
  readonly columns: ReadonlyMap<string, DecodedColumn>;
  readonly keys: ReadonlyMap<ForeignKey, OwnColumn>;
  /** The number of each row among its parent's; of all rows where the parent is not part of the key. */
  readonly rank: Uint32Array;
  readonly byParent: boolean;
}

export interface DrawOrder {
  readonly plan: FitPlan;
  readonly model: ModelledTable;
  readonly fitted: FittedTable;
  readonly parent: FittedRows | undefined;
  readonly rowsOf: (table: string) => number;
  readonly seed: number;
  readonly scale: number;
}

export function drawTable(schema: Schema, order: DrawOrder): FittedRows {
  const table = schema.get(order.model.table);
  if (table === undefined) return drawUnseen(order);
  const { model, plan, parent, seed } = order;
  const related = relate(schema, table, { model, plan });
  const root = parent?.root ?? parent;
  const isUnit = parent?.model.table.startsWith('@') === true;
  const relation = { key: related.key, known: knownOf(parent), isUnit, root: root?.model };
  const choice = chooseColumns(schema, related.table, { model, relation });
  const room = keyRoomOf(schema, related, { choice, rowsOf: order.rowsOf });
  const most = mostRows(room, (name) => sizeOf(choice, { model, parent, name }));
  const drawn = drawCellRows(model, order.fitted, { ...order, parent, most });
  const above = parent?.columns ?? new Map<string, DecodedColumn>();
  const columns = decodeRows({ table: related.table, model, choice, drawn, above, root, seed });
  return repaired({ model, related, root, drawn, columns, keys: choice.keys, byParent: room.byParent }, { room, seed });
}

/** A table that nobody asked for: its children need its cells, and nothing else. */
function drawUnseen({ model, fitted, parent, seed, scale }: DrawOrder): FittedRows {
  const most = { perParent: Number.POSITIVE_INFINITY, rows: Number.POSITIVE_INFINITY };
  const drawn = drawCellRows(model, fitted, { seed, scale, parent, most });
  const rank = ranksOf(drawn.parent, drawn.rows);
  const root = parent?.root ?? parent;
  return { model, related: undefined, root, drawn, columns: new Map(), keys: new Map(), rank, byParent: false };
}

function knownOf(parent: FittedRows | undefined) {
  return [...(parent?.columns.values() ?? [])].map(({ column }) => column);
}

function sizeOf(
  choice: Choice,
  { model, parent, name }: { model: ModelledTable; parent: FittedRows | undefined; name: string },
) {
  const own = choice.own.find(({ column }) => column.name === name);
  const cells = model.attributes[own?.main ?? -1]?.cells;
  if (own !== undefined && cells !== undefined) return numberingOf(own.column, cells).size;
  return parent?.columns.get(name)?.numbering.size ?? 1;
}

function repaired(
  { drawn, columns, ...rest }: Omit<FittedRows, 'rank' | 'related'> & { readonly related: Related },
  { room, seed }: { room: KeyRoom; seed: number },
): FittedRows {
  const { table } = rest.related;
  const { rows, unit, parent } = drawn;
  const counted = room.byParent ? parent : undefined;
  const rank = ranksOf(counted, rows);
  const left = repairRows({ table, rows, columns, unit, seed }, { room, rank, parent: counted });
  if (left.size === 0) return { ...rest, drawn, columns, rank };
  const kept = Uint32Array.from({ length: rows }, (_, row) => row).filter((row) => !left.has(row));
  const those = keepRows(drawn, kept);
  const less = new Map([...columns].map(([name, column]) => [name, keepValues(column, kept)]));
  return { ...rest, drawn: those, columns: less, rank: ranksOf(room.byParent ? those.parent : undefined, kept.length) };
}

interface Grouping {
  readonly room: KeyRoom;
  readonly rank: Uint32Array;
  readonly parent: Uint32Array | undefined;
}

/** Rules first, then keys; moving a key may break a rule that the key takes part in, so once more. */
function repairRows(all: Rows, { room, rank, parent }: Grouping): ReadonlySet<number> {
  const most = rank.reduce((a, b) => Math.max(a, b), 0) + 1;
  if (room.modelled.length === 0 || room.counted >= most) return repairDependencies(all);
  const key = pickColumns(all.columns, room.modelled);
  const group = groupsOf(room, rank, parent);
  repairDependencies(all);
  separateRows(key, group, all.rows);
  repairDependencies(all);
  const left = separateRows(key, group, all.rows);
  return new Set([...left, ...broken(all, all.table.dependencies ?? [])]);
}

function keepRows({ cells, parent, unit }: CellRows, kept: Uint32Array): CellRows {
  return {
    rows: kept.length,
    cells: cells.map((codes) => gather(codes, kept, new Uint16Array(kept.length))),
    ...(parent && { parent: gather(parent, kept, new Uint32Array(kept.length)) }),
    unit: gather(unit, kept, new Uint32Array(kept.length)),
  };
}

function keepValues({ column, numbering, numbers }: DecodedColumn, kept: Uint32Array): DecodedColumn {
  return { column, numbering, numbers: gather(numbers, kept, numbersFor(kept.length, numbering.size)) };
}
