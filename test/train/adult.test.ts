/** The census extract: how well income is told apart, without noise and at three prices. Half of the persons train, half judge. */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { rhoFor } from '#policies/privacy/accountant.ts';
import { trainLogistic } from '#policies/privacy/train/logistic.ts';
import { modelCard, predict, type ModelRow } from '#policies/privacy/train/model.ts';
import { idSpace } from '#policies/units.ts';
import { sharedData, whereShared } from '../fixtures/shared-data.ts';
import { aCategory, aLogistic, aNumber, plenty, TrainBench } from './builders.ts';
import { auc, newtonLogistic, type Example } from './logistic-oracle.ts';

const folder = sharedData();
const married = [
  'Married-civ-spouse',
  'Divorced',
  'Married-AF-spouse',
  'Married-spouse-absent',
  'Never-married',
] as const;
const status = aCategory('marital_status', ...married, 'Separated', 'Widowed');
const training = aLogistic({
  features: [
    aNumber('age', 17, 90),
    aNumber('education_num', 1, 16),
    aNumber('hours_per_week', 1, 99),
    aCategory('gained', 'no', 'yes'),
    aCategory('sex', 'Female', 'Male'),
    status,
  ],
});
const names = training.features.map(({ name }) => name);

interface Person {
  readonly values: readonly (number | string)[];
  readonly y: 0 | 1;
}

let bench: TrainBench;
let trained: readonly Person[];
let judged: readonly Person[];

async function people(odd: number): Promise<readonly Person[]> {
  const rows = await bench.rows(
    `SELECT * EXCLUDE (u, rk) FROM adult.main.people WHERE u % 2 = ${odd} AND y IS NOT NULL`,
  );
  return rows.map((row) => ({
    values: row.slice(0, -1).map((value) => (typeof value === 'number' ? value : String(value))),
    y: row.at(-1) === 1 ? 1 : 0,
  }));
}

beforeAll(async () => {
  if (folder === undefined) return;
  const columns = `age::DOUBLE AS x1, "education-num"::DOUBLE AS x2, "hours-per-week"::DOUBLE AS x3,
    CASE WHEN "capital-gain" > 0 THEN 'yes' ELSE 'no' END AS x4, sex::VARCHAR AS x5, "marital-status"::VARCHAR AS x6,
    CASE income WHEN 'large' THEN 1 WHEN 'small' THEN 0 END AS y`;
  const ddl = `CREATE TABLE adult.main.people AS SELECT row_number() OVER () AS u, 1 AS rk, ${columns}
    FROM read_parquet('${join(folder, 'adult.parquet')}')`;
  bench = await TrainBench.open([{ name: 'adult', ddl: [ddl] }]);
  await bench.run('CREATE TEMP TABLE train_rows AS SELECT * FROM adult.main.people WHERE u % 2 = 0');
  [trained, judged] = [await people(0), await people(1)];
});
afterAll(() => bench?.[Symbol.dispose]());

/** Numbers as they are, and an indicator for each value but the first. */
function asExample({ values, y }: Person): Example {
  const x = training.features.flatMap((field, i) => {
    const given = values[i];
    return field.kind === 'category'
      ? field.values.slice(1).map((value) => Number(value === given))
      : [Number(given) / 10];
  });
  return { x, y };
}

function oracleAuc(): number {
  const weights = newtonLogistic(trained.map(asExample));
  return auc(
    judged
      .map(asExample)
      .map(({ x, y }) => ({ score: x.reduce((sum, v, i) => sum + v * (weights[i + 1] ?? 0), 0), y })),
  );
}

function rowOf(person: Person): ModelRow {
  return Object.fromEntries(names.map((name, i) => [name, person.values[i] ?? null]));
}

async function trainedAuc(rho: bigint, seed: number): Promise<number> {
  const fit = await trainLogistic(training, bench.runner(rho, seed));
  const card = modelCard(training, fit, { unitSpace: idSpace('person'), delta: 1e-6 });
  return auc(judged.map((person) => ({ score: predict(card, rowOf(person)) ?? Number.NaN, y: person.y })));
}

test.skipIf(folder === undefined)(
  `income of Adult is told apart at ε = 1 almost as without noise (${whereShared})`,
  async () => {
    const best = oracleAuc();
    const noiseless = await trainedAuc(plenty, 1);
    const at = async (epsilon: number): Promise<number> => {
      const rho = rhoFor({ epsilon, delta: 1e-6 });
      const runs = [await trainedAuc(rho, 1), await trainedAuc(rho, 2), await trainedAuc(rho, 3)];
      return runs.reduce((sum, value) => sum + value, 0) / runs.length;
    };
    const [one, tenth] = [await at(1), await at(0.1)];
    expect(best).toBeGreaterThan(0.87);
    expect(Math.abs(noiseless - best)).toBeLessThan(0.002);
    expect(best - one).toBeLessThan(0.005);
    expect(best - tenth).toBeLessThan(0.04);
  },
);
