/**
 * Drawn rows held against what holds of every row, as far as cells tell: cells that are impossible together, parents, and how many rows a unit
 * has. A violation is a fault of ours, whatever the noise was.
 */
import { cellCount } from '#policies/simulation/attribute.ts';
import type { ModelledTable } from '#policies/simulation/fit-plan.ts';
import type { FittedModel } from '#policies/simulation/fitted.ts';
import type { CellRows } from '../fitted/rows.ts';
import type { Validity } from './input.ts';

export interface DrawnCells {
  readonly fitted: FittedModel;
  /** By the name of their model. */
  readonly drawn: ReadonlyMap<string, CellRows>;
  /** No table was drawn with more. */
  readonly mostRows: number;
}

/** For every model with rows, what was checked of them and how many broke it. */
export function validityOf({ fitted: { plan, tables }, drawn, mostRows }: DrawnCells): readonly Validity[] {
  return plan.tables.flatMap(({ model }) => {
    const rows = drawn.get(model.table);
    const units = tables.find(({ table }) => table === model.table)?.units;
    if (!rows || units === undefined) return [];
    const parent = plan.tables.find((one) => one.model.table === model.parent?.table)?.model;
    const parentRows = parent && drawn.get(parent.table);
    const related =
      parent && parentRows
        ? ofChild({ model, rows }, { model: parent, rows: parentRows })
        : [ofRoot({ model, rows }, Math.max(1, Math.min(mostRows, Math.round(units))))];
    return [...related, ...model.impossible.map((rule) => together({ model, rows }, rule))];
  });
}

interface ModelRows {
  readonly model: ModelledTable;
  readonly rows: CellRows;
}

function ofRoot({ model, rows }: ModelRows, units: number): Validity {
  const rule = `${model.table}: one row for each unit of the noisy number`;
  return { rule, checked: rows.rows, violations: Math.abs(rows.rows - units) };
}

function ofChild({ model, rows }: ModelRows, parent: ModelRows): readonly Validity[] {
  const { table, rowsPerUnit } = model;
  const owners = rows.parent ?? new Uint32Array(rows.rows).fill(parent.rows.rows);
  const count = (breaks: (row: number, owner: number) => boolean): number =>
    owners.reduce((sum, owner, row) => sum + (breaks(row, owner) ? 1 : 0), 0);
  const given = givenOf({ model, rows }, parent);
  const perUnit = rowsOfUnits(rows);
  const over = [...perUnit.values()].filter((of) => of > rowsPerUnit).length;
  return [
    {
      rule: `${table}: every row has a parent in ${parent.model.table}`,
      checked: rows.rows,
      violations: count((_, owner) => owner >= parent.rows.rows),
    },
    {
      rule: `${table}: every row is of the unit of its parent`,
      checked: rows.rows,
      violations: count((row, owner) => rows.unit[row] !== parent.rows.unit[owner]),
    },
    {
      rule: `${table}: what a row has of its parent is the parent's`,
      checked: rows.rows,
      violations: count((row, owner) => given.some(({ own, above }) => own[row] !== above?.[owner])),
    },
    { rule: `${table}: at most ${rowsPerUnit} rows of a unit`, checked: perUnit.size, violations: over },
  ];
}

function givenOf({ model, rows }: ModelRows, parent: ModelRows) {
  return model.attributes.flatMap(({ origin }, at) => {
    const own = rows.cells[at];
    if (origin.kind !== 'parent' || !own) return [];
    const place = parent.model.attributes.findIndex(({ name }) => name === origin.attribute);
    return [{ own, above: parent.rows.cells[place] }];
  });
}

function rowsOfUnits({ unit }: CellRows): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const whose of unit) counts.set(whose, (counts.get(whose) ?? 0) + 1);
  return counts;
}

function together({ model, rows }: ModelRows, { attributes, cells }: ModelledTable['impossible'][number]): Validity {
  const known = attributes.flatMap((at) => model.attributes[at] ?? []);
  const place = (those: readonly number[]): number =>
    known.reduce((at, attribute, k) => at * cellCount(attribute.cells) + (those[k] ?? 0), 0);
  const impossible = new Set(cells.map(place));
  let violations = 0;
  for (let row = 0; row < rows.rows; row++) {
    if (impossible.has(place(attributes.map((at) => rows.cells[at]?.[row] ?? 0)))) violations++;
  }
  const names = known.map(({ name }) => name).join(', ');
  return { rule: `${model.table}: no impossible values together of ${names}`, checked: rows.rows, violations };
}
