import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cellCount } from '#policies/simulation/attribute.ts';
import { fitOrder } from '#policies/simulation/fit-order.ts';
import { planFit } from '#policies/simulation/plan-fit.ts';
import { type FittedModel, fittedModel } from '#policies/simulation/fitted.ts';
import { cityEntries } from '#synth/city/catalog.ts';
import { drawModels, type FittedFile, generateFitted } from '#synth/fitted/generate-fitted.ts';
import { repeatedKeys, violations } from '../domains.ts';
import { type Bench, openSimulation, orphans } from '../support.ts';
import { aModel } from './models.ts';

/** The plan that the order makes, as if every attribute were independent of the others; degrees as `degrees` says. */
function handMade(
  entries: readonly string[],
  degrees: Readonly<Record<string, Readonly<Record<number, number>>>>,
): FittedModel {
  const plan = planFit(fitOrder.parse({ entries, epsilon: 1, holdout: 0 }), cityEntries);
  if (!plan.ok) throw new Error(JSON.stringify(plan.refusals));
  const tables = plan.value.tables.map(({ model }) => {
    const cliques = model.attributes.flatMap(({ name, cells, origin }, at) => {
      if (origin.kind === 'parent') return [];
      const degree = degrees[name];
      const weigh = (cell: number): number => (degree ? (degree[cell] ?? 0) : 1 + ((cell * 7) % 5));
      const weights = Array.from({ length: cellCount(cells) }, (_, cell) => weigh(cell));
      return [{ attributes: [at], weights }];
    });
    return aModel(model.table, model.attributes, { ...model, units: 1_200, cliques }).fitted;
  });
  // As it comes back from its file.
  const text = JSON.stringify({ method: 'aim-1', plan: plan.value, tables });
  return fittedModel.parse(JSON.parse(text));
}

const enterprise = handMade(['ent_registration', 'social_insurance_monthly', 'tax_credit_annual'], {
  '#social_insurance_monthly': { 0: 0.5, 6: 0.25, 24: 0.25 },
  '#tax_credit_annual': { 1: 0.5, 3: 0.5 },
});

const tables = cityEntries.flatMap((entry) => entry.tables);
let dir: string;
let files: FittedFile[];
let bench: Bench;

beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'fitted-city-'));
  files = await generateFitted(cityEntries, [enterprise], { dir, seed: 11, scale: 0.5 });
  bench = await openSimulation(files);
});

afterAll(async () => {
  bench.close();
  await rm(dir, { recursive: true, force: true });
});

test('generateFitted draws the enterprise tables of the city, and makes up the others', async () => {
  const levels = files.flatMap((file) => file.tables.filter(({ level }) => level === 1).map(({ name }) => name));
  expect(levels).toEqual(['ent_registration', 'social_insurance_monthly', 'tax_credit_annual']);
  expect(await bench.value('SELECT count(*)::INT FROM ent_registration')).toBe(600);
  const degrees = await bench.rows(`SELECT n::INT AS n, count(*)::INT AS firms FROM
    (SELECT uscc, count(period) AS n FROM ent_registration LEFT JOIN social_insurance_monthly USING (uscc) GROUP BY uscc)
    GROUP BY n ORDER BY n`);
  expect(degrees).toEqual([
    { n: 0, firms: 300 },
    { n: 6, firms: 150 },
    { n: 24, firms: 150 },
  ]);
});

test.each(tables)('generateFitted keeps $name inside types, domains, keys and foreign keys', async (table) => {
  expect(await violations(bench, table)).toEqual([]);
  expect(await repeatedKeys(bench, table)).toBe(0);
  for (const key of table.foreignKeys) {
    const pairs = key.columns.map((column, k) => [column, key.references[k] ?? ''] as const);
    expect(await bench.value(orphans(table.name, key.table, pairs))).toBe(0);
  }
});

test('generateFitted leaves names and identifiers to level 0, and has the others from the model', () => {
  const [registration] = files.flatMap((file) => file.tables.filter(({ name }) => name === 'ent_registration'));
  const made = registration?.columns.filter(({ level }) => level === 0).map(({ name }) => name);
  expect(made).toEqual(expect.arrayContaining(['uscc', 'ent_name', 'legal_rep_name', 'legal_rep_id_no']));
  expect(registration?.columns.length).toBe((made?.length ?? 0) + 8);
});

test('generateFitted gives all rows of a firm what the firm has', async () => {
  const sql = `SELECT count(*)::INT FROM social_insurance_monthly s JOIN ent_registration e USING (uscc)
    WHERE s.district_code <> e.district_code`;
  expect(await bench.value(sql)).toBe(0);
});

test('generateFitted draws trips of cards that no table lists', async () => {
  const trips = handMade(['transit_trip'], { '#transit_trip': { 2: 0.5, 4: 0.5 } });
  const other = await mkdtemp(path.join(tmpdir(), 'fitted-trips-'));
  const drawn = await openSimulation(await generateFitted(cityEntries, [trips], { dir: other, seed: 1, scale: 1 }));
  const entry = cityEntries.find(({ id }) => String(id) === 'transit_trip');
  const found = [];
  for (const table of entry?.tables ?? [])
    found.push(...(await violations(drawn, table)), await repeatedKeys(drawn, table));
  const cards = await drawn.rows(
    'SELECT n::INT AS n, count(*)::INT AS cards FROM (SELECT count(*) AS n FROM transit_trip GROUP BY card_token) GROUP BY n ORDER BY n',
  );
  drawn.close();
  await rm(other, { recursive: true });
  expect(found).toEqual([0]);
  expect(cards).toEqual([
    { n: 2, cards: 600 },
    { n: 4, cards: 600 },
  ]);
});

const drawn = (model: FittedModel) => drawModels(cityEntries, [model], { seed: 11, scale: 0.5 }).drawn;

test('generateFitted draws as many units as there are, also where some were held out and no model saw them', () => {
  const held = { ...enterprise, plan: { ...enterprise.plan, holdout: 0.25 } };
  expect(drawn(enterprise).get('ent_registration')?.rows).toBe(600);
  expect(drawn(held).get('ent_registration')?.rows).toBe(800);
});
