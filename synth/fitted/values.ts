/** From the cells of a table's rows to the numbers of its values: decoded, repeated from the parent, added up, one for each unit. */
import type { Column, Table } from '#policies/catalog/entry.ts';
import type { ModelledTable } from '#policies/simulation/fit-plan.ts';
import { seedOf } from '../hash.ts';
import type { Choice } from './choose.ts';
import { decodeColumn } from './decode.ts';
import { type DecodedColumn, below, numbersFor } from './decoded.ts';
import { numberingOf } from './numbering-of.ts';
import { type CellRows, gather } from './rows.ts';

export interface ValuesOrder {
  readonly table: Table;
  readonly model: ModelledTable;
  readonly choice: Choice;
  readonly drawn: CellRows;
  /** The columns of the parent's rows. */
  readonly above: ReadonlyMap<string, DecodedColumn>;
  readonly root: { readonly model: ModelledTable; readonly drawn: CellRows } | undefined;
  readonly seed: number;
}

export function decodeRows(order: ValuesOrder): ReadonlyMap<string, DecodedColumn> {
  const { choice, drawn, model } = order;
  const seed = seedOf(order.seed, order.table.name);
  const columns = new Map<string, DecodedColumn>();
  for (const column of choice.inherited) columns.set(column.name, repeated(order, column, seed));
  for (const [column, place] of choice.shared) columns.set(column.name, sharedValues(order, { column, place }, seed));
  for (const { column, main, hour, start } of choice.own) {
    const attribute = model.attributes[main];
    const cells = drawn.cells[main];
    if (attribute === undefined || cells === undefined)
      throw new Error(`Cannot decode ${column.name}: must have cells`);
    const coded = {
      column,
      main: { attribute, cells },
      hour: hour === undefined ? undefined : drawn.cells[hour],
      start: start === undefined ? undefined : columns.get(start),
    };
    const decoded = decodeColumn(coded, seed);
    if (column.determinedByUnit === true) spreadOverUnit(decoded, drawn.unit);
    columns.set(column.name, decoded);
  }
  addTotals(order, columns);
  return columns;
}

/** The parent's value; where the parent has none and this table must, any. */
function repeated({ above, drawn }: ValuesOrder, column: Column, seed: number): DecodedColumn {
  const source = above.get(column.name);
  if (source === undefined || drawn.parent === undefined)
    throw new Error(`Cannot repeat ${column.name}: must be the parent's`);
  const numbers = gather(source.numbers, drawn.parent, numbersFor(drawn.rows, source.numbering.size));
  return filled({ column, numbering: source.numbering, numbers }, drawn.unit, seed);
}

/** One value for each unit, from what the model of the units says, for all of its rows. */
function sharedValues(
  { root, drawn }: ValuesOrder,
  { column, place }: { column: Column; place: number },
  seed: number,
): DecodedColumn {
  const attribute = root?.model.attributes[place];
  const cells = root?.drawn.cells[place];
  if (attribute === undefined || cells === undefined) throw new Error(`Cannot decode ${column.name}: must have cells`);
  const { numbering, numbers } = decodeColumn({ column, main: { attribute, cells } }, seed);
  const each = gather(numbers, drawn.unit, numbersFor(drawn.rows, numbering.size));
  return filled({ column, numbering, numbers: each }, drawn.unit, seed);
}

/** With any value in the place of NULL, the same for all rows of a unit, where the column may not have it. */
function filled(of: DecodedColumn, unit: Uint32Array, seed: number): DecodedColumn {
  const { column, numbering, numbers } = of;
  if (column.nullable) return of;
  const hash = seedOf(seed, `${column.name} there`);
  for (let row = 0; row < numbers.length; row++) {
    if ((numbers[row] ?? 0) < 0) numbers[row] = below(numbering.size, unit[row] ?? row, hash);
  }
  return of;
}

/** All rows of a unit get the value of its first one. */
function spreadOverUnit({ numbers }: DecodedColumn, unit: Uint32Array): void {
  const first = new Map<number, number>();
  unit.forEach((whose, row) => {
    const known = first.get(whose);
    if (known === undefined) first.set(whose, numbers[row] ?? -1);
    else numbers[row] = known;
  });
}

/** Totals that the model does not know, of parts that it does; the repairs add them up. */
function addTotals({ table, drawn }: ValuesOrder, columns: Map<string, DecodedColumn>): void {
  for (const dependency of table.dependencies ?? []) {
    if (dependency.kind !== 'sum' || columns.has(dependency.total)) continue;
    const parts = dependency.parts.flatMap((name) => columns.get(name) ?? []);
    const column = table.columns.find(({ name }) => name === dependency.total);
    if (column === undefined || parts.length < dependency.parts.length) continue;
    const numbering = numberingOf(column, { kind: 'numbers', edges: [0, 0], none: false });
    const numbers = numbersFor(drawn.rows, numbering.size);
    for (let row = 0; row < drawn.rows; row++) {
      const isThere = !column.nullable || parts.every((part) => (part.numbers[row] ?? -1) >= 0);
      numbers[row] = isThere ? 0 : -1;
    }
    columns.set(column.name, { column, numbering, numbers });
  }
}
