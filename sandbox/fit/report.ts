/** The owner's report: as many rows as were fitted, drawn from the model with a public seed, beside the fitted and the held out ones. */
import type { z } from 'zod';
import { placeOfColumn } from '#policies/simulation/attribute.ts';
import { costOfFit, type FitPlan, type ModelledTable } from '#policies/simulation/fit-plan.ts';
import type { FittedModel } from '#policies/simulation/fitted.ts';
import { drawCellRows, type CellRows } from '#synth/fitted/rows.ts';
import type { Degrees, ReportInput, TableCells } from '#synth/report/input.ts';
import { reportPage } from '#synth/report/page/page.ts';
import { makeReport } from '#synth/report/report.ts';
import { validityOf } from '#synth/report/validity.ts';
import type { fitOperations } from './operations.ts';
import type { EncodedSets } from './read.ts';

type Ask = z.output<(typeof fitOperations)['report']['ask']>;

/** Everything in it compares with real rows, so it goes to the owner's folder and nowhere else. */
export function reportOn(
  rows: ReadonlyMap<string, EncodedSets>,
  { model, hash, epsilon, delta, seed, predict }: Ask,
): { readonly json: string; readonly page: string } {
  const drawn = drawAll(model, seed);
  const tables = model.plan.tables.flatMap(({ model: of }): readonly TableCells[] => {
    const [real, made] = [rows.get(of.table), drawn.get(of.table)];
    if (!real || !made) return [];
    const { train, holdout } = real;
    const units = { train: train.units, holdout: holdout.units };
    const cells = { train: train.cells, holdout: holdout.cells, drawn: made.cells };
    return [{ table: of.table, attributes: of.attributes, ...cells, units, rowsPerUnit: of.rowsPerUnit }];
  });
  const rho = Number(costOfFit(model.plan).rho) / 1e9;
  const facts = { epsilon, delta, rho, unit: model.plan.space, modelHash: hash, seed, method: model.method };
  const wishes = predict.map((wish) => targetOf(model.plan, wish));
  const degrees = model.plan.tables.flatMap(({ model: of }) => degreesOf(of, rows, drawn));
  const validity = validityOf({ fitted: model, drawn, mostRows: mostDrawn });
  const report = makeReport({ facts, tables, predict: wishes, degrees, validity }, seed);
  return { json: JSON.stringify(report), page: reportPage(report) };
}

/** The attribute that has the values of the column: the plan was refused where there is none. */
function targetOf({ tables }: FitPlan, { table, column }: Ask['predict'][number]): ReportInput['predict'][number] {
  const { attributes = [] } = tables.find(({ model }) => model.table === table)?.model ?? {};
  const attribute = attributes[placeOfColumn(attributes, column)]?.name;
  if (attribute === undefined) throw new Error(`Cannot predict ${table}.${column}: must be an attribute of the table`);
  return { table, attribute };
}

/** Parents before children, as the plan has them. */
function drawAll({ plan, tables }: FittedModel, seed: number): ReadonlyMap<string, CellRows> {
  const drawn = new Map<string, CellRows>();
  for (const { model } of plan.tables) {
    const fitted = tables.find(({ table }) => table === model.table);
    const parent = plan.tables.find((one) => one.model.table === model.parent?.table)?.model;
    const parentRows = parent && drawn.get(parent.table);
    if (!fitted) continue;
    const options = {
      seed,
      scale: 1,
      parent: parent && parentRows && { model: parent, drawn: parentRows },
      most: { perParent: model.rowsPerUnit, rows: mostDrawn },
    };
    drawn.set(model.table, drawCellRows(model, fitted, options));
  }
  return drawn;
}

const mostDrawn = 2_000_000;

/** How many rows of each child there are for each row of this table, as its model's attributes tell it of the real ones. */
function degreesOf(
  { table, attributes }: ModelledTable,
  rows: ReadonlyMap<string, EncodedSets>,
  drawn: ReadonlyMap<string, CellRows>,
): readonly Degrees[] {
  return attributes.flatMap(({ origin }, at) => {
    const [train, made] = [rows.get(table)?.train.cells[at], drawn.get(table)?.cells[at]];
    if (origin.kind !== 'degree' || !train || !made) return [];
    return [{ parent: table, child: origin.child, train, drawn: made }];
  });
}
