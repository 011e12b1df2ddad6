/** From cells to a report: pure, and the same for the same seed. */
import { fidelityOf } from './fidelity/scores.ts';
import { predictionOf } from './fidelity/predict.ts';
import { propensity } from './fidelity/propensity.ts';
import { sourcesOf } from './fidelity/sources.ts';
import { requireShape, rowCount, type ReportInput, type TableCells } from './input.ts';
import { privacyOf } from './privacy/privacy.ts';
import { relationReport } from './relations.ts';
import type { SimulationReport, TableReport } from './schema.ts';

/** Throws where columns do not fit their attributes. */
export function makeReport(input: ReportInput, seed: number): SimulationReport {
  const { facts, tables, predict, degrees, validity } = input;
  tables.forEach(requireShape);
  const filled = tables.filter(({ train, drawn }) => rowCount(train) > 0 && rowCount(drawn) > 0);
  const targetsOf = ({ table }: TableCells): readonly string[] =>
    predict.filter((wish) => wish.table === table).map(({ attribute }) => attribute);
  return {
    kind: 'simulation-report-1',
    facts,
    seed,
    tables: filled.map((of) => tableReport(of, targetsOf(of), seed)),
    empty: tables.filter((of) => !filled.includes(of)).map(({ table }) => table),
    relations: degrees
      .filter(({ train, drawn }) => train.length > 0 && drawn.length > 0)
      .map((of) => relationReport(of, seed)),
    validity,
  };
}

function tableReport(of: TableCells, targets: readonly string[], seed: number): TableReport {
  const { table, attributes, train, holdout, drawn, rowsPerUnit } = of;
  const rows = { train: rowCount(train), holdout: rowCount(holdout), drawn: rowCount(drawn) };
  return {
    table,
    rows,
    rowsPerUnit,
    ...fidelityOf(attributes, sourcesOf(of, seed), seed),
    propensity: propensity(attributes, { train, drawn }, seed),
    predictions: targets
      .map((target) => predictionOf(of, target, seed))
      .filter((prediction) => prediction !== undefined),
    privacy: privacyOf(of, targets[0] ?? attributes.at(-1)?.name, seed) ?? null,
  };
}
