/** The owner's report on a fit of the city's trips: what was asked for is predicted, and what must hold of drawn rows does. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { reportOn } from '#sandbox/fit/report.ts';
import { simulationReport } from '#synth/report/schema.ts';
import { fitCity, type CityFit } from './city-fit.ts';

let folder: string;
let fit: CityFit;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-report-'));
  fit = await fitCity(folder, { entry: 'medical_settlement', scale: 0.02, rho: 1, holdout: 0.3 });
}, 60_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

function report(predict: readonly { readonly table: string; readonly column: string }[]) {
  const { model, sets } = fit;
  const ask = { model, hash: 'ab'.repeat(32), epsilon: 1, delta: 1e-6, seed: 1, predict: [...predict] };
  const { json, page } = reportOn(new Map(Object.entries(sets)), ask);
  const read: unknown = JSON.parse(json);
  return { data: simulationReport.parse(read), page };
}

test('reportOn predicts the columns that were asked for, and shows that no rule is broken', () => {
  const { data, page } = report([
    { table: '@medical_settlement', column: 'sex' },
    { table: 'medical_settlement', column: 'visit_type' },
  ]);
  const predicted = data.tables.map(({ table, predictions }) => [table, predictions.map(({ attribute }) => attribute)]);
  expect(predicted).toEqual([
    ['@medical_settlement', ['sex']],
    ['medical_settlement', ['visit_type']],
  ]);
  expect(data.validity.length).toBeGreaterThanOrEqual(5);
  expect(data.validity.filter(({ checked, violations }) => checked === 0 || violations > 0)).toEqual([]);
  expect(page).toContain('Validity: no violation is allowed');
});

test('reportOn throws for a column that is no attribute: the plan should have been refused', () => {
  expect(() => report([{ table: 'medical_settlement', column: 'settlement_id' }])).toThrow('settlement_id');
});
