/**
 * Adult as a model knows it, without the way through catalog and snapshot: the 14 attributes that its entry allows to model. Codes as they are;
 * the income, which the file has for two thirds of the persons, with a cell for none; numbers one cell each, amounts in cells that grow.
 *
 * @see McKenna et al. 2022 (AIM), §6; synth.md decision 2
 */
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { cellCount, type Attribute, type Cells } from '#policies/simulation/attribute.ts';
import type { ModelledTable } from '#policies/simulation/fit-plan.ts';
import type { Encoded } from '#sandbox/fit/encoded.ts';
import { adultEntry } from '../fixtures/adult.ts';

const steps = (from: number, to: number, by: number): readonly number[] =>
  Array.from({ length: Math.round((to - from) / by) + 1 }, (_, at) => from + at * by);

/** 0 alone, then edges that grow by a constant factor from 50 on. */
function amounts(top: number, count: number): readonly number[] {
  const factor = (top / 50) ** (1 / (count - 2));
  return [0, 1, ...Array.from({ length: count - 1 }, (_, at) => 50 * factor ** at)];
}

const numbers: Readonly<Record<string, readonly number[]>> = {
  age: steps(17, 91, 1),
  'education-num': steps(1, 17, 1),
  'capital-gain': amounts(100_000, 100),
  'capital-loss': amounts(4400, 100),
  'hours-per-week': steps(1, 100, 1),
};

const names = [
  'age',
  'workclass',
  'education',
  'education-num',
  'marital-status',
  'occupation',
  'relationship',
  'race',
  'sex',
  'capital-gain',
  'capital-loss',
  'hours-per-week',
  'native-country',
  'income',
];

export const adultModel: ModelledTable = {
  table: 'adult',
  entry: 'adult',
  attributes: names.map((name): Attribute => ({
    name,
    origin: { kind: 'own', column: name, part: 'whole' },
    cells: cellsOf(name),
  })),
  given: 0,
  rowsPerUnit: 1,
  volume: 50_000,
  impossible: [],
};

function cellsOf(name: string): Cells {
  const edges = numbers[name];
  if (edges) return { kind: 'numbers', edges, none: false };
  const column = adultEntry.tables[0]?.columns.find((one) => one.name === name.replaceAll('-', '_'));
  if (column?.domain?.kind !== 'codes') throw new Error(`${name} must have codes`);
  return { kind: 'codes', values: column.domain.values, none: column.nullable };
}

/** Every fifth person is held out. */
export async function readAdult(folder: string): Promise<{ readonly train: Encoded; readonly holdout: Encoded }> {
  const database = await DuckDBInstance.create(':memory:');
  const connection = await database.connect();
  const list = names.map((name) => `"${name}"`).join(', ');
  const reader = await connection.runAndReadAll(
    `SELECT ${list} FROM '${join(folder, 'adult.parquet')}' ORDER BY hash(person_id)`,
  );
  const columns = reader.getColumnsJS();
  const all = adultModel.attributes.map(({ cells }, at) =>
    Uint16Array.from(columns[at] ?? [], (value) => cellOf(cells, value)),
  );
  const part = (keep: (row: number) => boolean): Encoded => {
    const cells = all.map((column) => column.filter((_, row) => keep(row)));
    const rows = cells[0]?.length ?? 0;
    const units = Uint32Array.from({ length: rows }, (_, row) => row);
    return { rows, cells, weights: new Uint32Array(rows).fill(1), scale: 1, units };
  };
  connection.closeSync();
  return { train: part((row) => row % 5 !== 0), holdout: part((row) => row % 5 === 0) };
}

function cellOf(cells: Cells, value: unknown): number {
  if (value === null) return cellCount(cells) - 1;
  if (cells.kind === 'codes') return cells.values.findIndex((code) => code === value);
  if (cells.kind !== 'numbers') throw new Error('no such cells here');
  const last = cells.edges.length - 2;
  return Math.min(
    last,
    Math.max(
      0,
      cells.edges.findLastIndex((edge) => edge <= Number(value)),
    ),
  );
}
