/** Columns of a fitted table that its model does not know because one above it does: each row repeats what its parent or its unit has. */
import type { Column, Table } from '../catalog/entry.ts';
import type { Attribute, Cells } from './attribute.ts';
import { cellsIn } from './attributes-of.ts';
import type { FitPlan, ModelledTable } from './fit-plan.ts';

/** The names of such columns of `table`, which `model` is about; those of all models above it. */
export function repeatedColumns(table: Table, model: ModelledTable, plan: FitPlan): readonly string[] {
  const above = ancestorsOf(model, plan).flatMap(({ attributes }) => attributes);
  const own = new Set(model.attributes.flatMap(({ origin }) => (origin.kind === 'own' ? [origin.column] : [])));
  const others = table.columns.filter(({ name }) => !own.has(name));
  return others.filter((column) => above.some((one) => isTwin(one, table, column))).map(({ name }) => name);
}

function ancestorsOf({ parent }: ModelledTable, plan: FitPlan): readonly ModelledTable[] {
  const above = plan.tables.find(({ model }) => model.table === parent?.table)?.model;
  return above ? [above, ...ancestorsOf(above, plan)] : [];
}

/** The same name and cells; or a summary of the very column, which all rows of a unit share. */
function isTwin({ origin, cells }: Attribute, table: Table, column: Column): boolean {
  if (origin.kind === 'summary') {
    const { child, column: of, where } = origin.of;
    return column.determinedByUnit === true && child === table.name && of === column.name && where === undefined;
  }
  const same = cellsIn(table, column);
  if (origin.kind !== 'own' || origin.column !== column.name || !same) return false;
  return JSON.stringify(valuesIn(cells)) === JSON.stringify(valuesIn(same));
}

/** Whether NULL is a value too may differ. */
function valuesIn(cells: Cells): Cells {
  return cells.kind === 'count' ? cells : { ...cells, none: false };
}
