/** From the cells of a table's rows to the numbers of its values: decoded, repeated from the parent, added up, one for each unit. */
import type { Column, Table } from '#policies/catalog/entry.ts';
import type { ModelledTable } from '#policies/simulation/fit-plan.ts';
import { seedOf } from '../hash.ts';
import type { Choice } from './choose.ts';
import { type DecodedColumn, below, decodeColumn, numbersFor } from './decode.ts';
import { numberingOf } from './numbering.ts';
import { type CellRows, gather } from './rows.ts';

export interface ValuesOrder {
  readonly table: Table;
  readonly model: ModelledTable;
  readonly choice: Choice;
  readonly drawn: CellRows;
  /** The columns of the parent's rows. */
  readonly above: ReadonlyMap<string, DecodedColumn>;
  readonly seed: number;
}

export function decodeRows(order: ValuesOrder): ReadonlyMap<string, DecodedColumn> {
  const { choice, drawn, model } = order;
  const seed = seedOf(order.seed, order.table.name);
  const columns = new Map<string, DecodedColumn>();
  for (const column of choice.inherited) columns.set(column.name, repeated(order, column, seed));
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
  if (!column.nullable) {
    const hash = seedOf(seed, column.name);
    for (let row = 0; row < numbers.length; row++) {
      if ((numbers[row] ?? 0) < 0) numbers[row] = below(source.numbering.size, drawn.unit[row] ?? row, hash);
    }
  }
  return { column, numbering: source.numbering, numbers };
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
