/**
 * The five scenarios over the city's real side, ingested through the door. What leaves is what plain DuckDB answers on the departments' own
 * files, except for the cells that a slow judge hides; and no canary is in it.
 *
 * @see demo.md §11–12; DC-06, DC-07, AO-28-4
 */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { unwrap } from '#policies/refusal.ts';
import { entryId } from '#policies/units.ts';
import type { ResultTable } from '#sandbox/door.ts';
import { toCsv } from '#sandbox/release/files.ts';
import { currentSnapshot, dataFile } from '#sandbox/data/snapshot.ts';
import { foldersOf } from '#sandbox/supervisor/config.ts';
import { cityEntries } from '#synth/city/catalog.ts';
import { canaries } from '#synth/city/real.ts';
import { negatives, scenarios } from '#synth/city/scenarios.ts';
import { CityDomain } from '../fixtures/city.ts';
import { hiddenBy, type Value } from '../oracle/cells.ts';
import { oracles, type ScenarioOracle } from '../oracle/city.ts';
import { PlainEngine } from '../oracle/plain.ts';
import { Runner } from '../oracle/runner.ts';

let city: CityDomain;
let plain: PlainEngine;
let runner: Runner;
let snapshots: Readonly<Record<string, string>>;

beforeAll(async () => {
  city = await CityDomain.create();
  plain = await PlainEngine.overParquet(await city.ingest(0.2));
  runner = new Runner(cityEntries);
  const found = await Promise.all(
    cityEntries.map(({ id }) => currentSnapshot(foldersOf(city.root).snapshots, entryId(id))),
  );
  snapshots = Object.fromEntries(found.map(unwrap).map(({ entryId, folder }) => [entryId, join(folder, dataFile)]));
});

afterAll(async () => {
  plain[Symbol.dispose]();
  runner[Symbol.dispose]();
  await city[Symbol.asyncDispose]();
});

const ran = new Map<string, Promise<ResultTable>>();

/** The same text is run once. */
function released(sql: string): Promise<ResultTable> {
  const before = ran.get(sql);
  if (before) return before;
  const run = runner.run(sql, (entry) => snapshots[entry] ?? '').then((done) => unwrap(done).released);
  ran.set(sql, run);
  return run;
}

/** The answer of the plain engine with the judge's pencil through it. */
async function expected(sql: string, oracle: ScenarioOracle): Promise<Value[][]> {
  const records = (await plain.rows(oracle.records)).map((row) => ({
    keys: row.slice(0, oracle.keys),
    unit: String(row[oracle.keys]),
    values: row.slice(oracle.keys + 1),
  }));
  const hidden = hiddenBy(records, oracle.statistics, oracle.limits);
  return (await plain.rows(sql)).flatMap((row) => {
    const marks = hidden.get(JSON.stringify(row.slice(0, oracle.keys))) ?? [];
    // HAVING cannot be true of a count that is hidden.
    if (marks[oracle.columns[oracle.counts]?.[0] ?? 0] !== false) return [];
    return [row.map((value, column) => (oracle.columns[column]?.some((index) => marks[index]) ? null : value))];
  });
}

function number(value: Value): Value {
  return value === null ? null : Number(Number(value).toPrecision(12));
}

/** Numbers as numbers: our engine writes sums of DOUBLE in the same digits, but the order of addition may differ in the last one. */
function comparable(rows: readonly (readonly Value[])[], keys: number): (readonly Value[])[] {
  return rows
    .map((row) => row.map((value, column) => (column < keys ? value : number(value))))
    .toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

describe.each(Object.entries(oracles))('%s', (name, oracle) => {
  const { sql } = scenarios[name as keyof typeof oracles];

  test('DC-20 releases what plain DuckDB answers, without what the judge hides (DC-07)', async () => {
    const table = await released(sql);
    const want = await expected(sql, oracle);
    expect(comparable(table.rows, oracle.keys)).toEqual(comparable(want, oracle.keys));
    expect(table.rows.length).toBeGreaterThan(5);
    expect(table.hidden.map((row, at) => row.map((mark, column) => (mark ? null : table.rows[at]?.[column])))).toEqual(
      table.rows,
    );
  });

  test('keeps the order and the limit of the vendor', async () => {
    const text = `${sql.replace(/ LIMIT \d+$/, '')} LIMIT 7`;
    const whole = await released(sql);
    const table = await released(text);
    expect(table.rows).toEqual(whole.rows.slice(0, 7));
    if (name === 'S3') {
      const trips = whole.rows.map((row) => Number(row[5]));
      expect(trips).toEqual(trips.toSorted((a, b) => b - a));
    }
  });

  test('hides something that the vendor’s HAVING would have shown, or nothing is left to hide', async () => {
    const without = sql.replace(/HAVING count\(DISTINCT [\w.]+\) >= \d+/, '').replace(/ LIMIT \d+$/, '');
    const table = await released(without);
    const all = await plain.rows(without);
    const shown = table.rows.filter((_, at) => !table.hidden[at]?.some(Boolean));
    expect(shown.length).toBeLessThan(all.length);
  });
});

test('S5 releases the very rows of plain DuckDB, for all of it is public (003-4(2))', async () => {
  const table = await released(scenarios.S5.sql);
  expect(table.rows).toEqual(await plain.rows(scenarios.S5.sql));
  expect(table.hidden.flat().some(Boolean)).toBe(false);
});

test.each(negatives)('after $of: $why', async ({ sql, code }) => {
  const outcome = await runner.analyse(sql);
  if (code === 'none' || code === 'grant') expect(outcome.ok && outcome.value.explanation.k).toBeGreaterThanOrEqual(10);
  else expect(outcome.ok ? 'accepted' : outcome.refusals[0].code).toBe(code);
});

test('public weather beside protected electricity falls back to k: the cell of one firm is not shown', async () => {
  const joined = negatives.find(({ code }) => code === 'none')?.sql ?? '';
  expect((await plain.rows(joined)).length).toBeGreaterThan(0);
  expect((await released(joined)).rows).toEqual([]);
  const wider = await released(joined.replace("WHERE p.industry_code = 'B'", "WHERE p.industry_code = 'C'"));
  expect(wider.rows.length).toBeGreaterThan(0);
});

test('no canary is in any release (DC-07)', async () => {
  const queries = [
    ...Object.values(scenarios).map(({ sql }) => sql),
    // The canary firm is the only one of its industry.
    'SELECT industry_code, count(*) AS n, sum(reg_capital_wan) AS capital, avg(reg_capital_wan) AS mean FROM ent_registration GROUP BY ALL',
    "SELECT district_code, sum(kwh) AS kwh FROM power_usage_daily WHERE industry_code = 'B' GROUP BY ALL",
    "SELECT sum(vat_sales_cny) AS sales FROM tax_credit_annual t JOIN ent_registration e USING (uscc) WHERE e.industry_code = 'B'",
    'SELECT round(quantile_cont(total_cny, 0.95)) AS most FROM medical_settlement',
  ];
  for (const sql of queries) {
    const csv = toCsv(await released(sql));
    expect(canaries.filter((canary) => csv.includes(canary))).toEqual([]);
  }
});

test('a table whose cells are all small has no rows, and a total without keys one hidden row', async () => {
  const rare = "WHERE dx_code = 'I10' AND settled_on = DATE '2025-03-07'";
  const byDistrict = `SELECT district_code, count(*) AS n FROM medical_settlement ${rare} GROUP BY ALL`;
  expect((await plain.rows(byDistrict)).length).toBeGreaterThan(0);
  expect((await released(byDistrict)).rows).toEqual([]);
  const total = await released(`SELECT count(*) AS n FROM medical_settlement ${rare}`);
  expect(total).toMatchObject({ rows: [[null]], hidden: [[true]] });
});
