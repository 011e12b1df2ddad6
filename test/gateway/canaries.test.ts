/** Everything that left on the way of the five scenarios and of private answers about every kind of unit, searched for what was planted in the real side. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { walk } from '#gateway/city/journey.ts';
import { people } from '#gateway/city/people.ts';
import type { As } from '#gateway/city/publish.ts';
import { clientOf } from '#gateway/client.ts';
import { stages } from '#gateway/stages/collections.ts';
import { canaries, canary } from '#synth/city/canaries.ts';
import { cityEntries } from '#synth/city/catalog.ts';
import { negatives, scenarios, type ScenarioName } from '#synth/city/scenarios.ts';
import type { Installation } from '../fixtures/installation.ts';
import { aPlan } from './plans.ts';
import { aPrivatePlan, openPrivateCity } from './private-city.ts';

/** What left, by where it was seen. */
const left = new Map<string, string>();
const bundles = new Map<string, Uint8Array>();
/** Firms of one industry, persons of one chapter and cards of one line: a canary alone in its group would be printed without noise. */
const noisy = [
  'SELECT industry_code, count(DISTINCT uscc) AS n, sum(reg_capital_wan) AS capital FROM ent_registration GROUP BY ALL',
  'SELECT industry_code, count(*) AS n, sum(kwh) AS kwh FROM power_usage_daily GROUP BY ALL',
  `SELECT left(dx_code, 1) AS chapter, sum(total_cny) AS cost, quantile_cont(total_cny, 0.95) AS most
   FROM medical_settlement GROUP BY ALL`,
  'SELECT line_code, count(DISTINCT card_token) AS cards FROM transit_trip GROUP BY ALL',
];

let city: Installation;
let said = '';

/** Every answer to anybody is kept before it is read. */
function listening({ app, accounts }: Installation): As {
  return (person) =>
    clientOf('', accounts.byPerson(person)?.token ?? '', async (url, init) => {
      const response = await app.request(url, init);
      const text = Buffer.from(await response.clone().arrayBuffer()).toString('utf8');
      left.set(`${left.size} ${init.method ?? 'GET'} ${url} by ${person}`, text);
      return response;
    });
}

beforeAll(async () => {
  const streams = [process.stdout, process.stderr];
  const writes = streams.map((stream) => stream.write.bind(stream));
  streams.forEach((stream, at) => {
    stream.write = (chunk: string | Uint8Array, ...rest: never[]) => {
      said += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8');
      return writes[at]?.(chunk, ...rest) ?? true;
    };
  });
  city = await openPrivateCity();
  const as = listening(city);
  for (const [name, { title, sql }] of Object.entries(scenarios) as [
    ScenarioName,
    { title: { zh: string }; sql: string },
  ][]) {
    const { bundle } = await walk(as, aPlan({ sql, scenario: { id: `scn.${name}`, title: title.zh } }));
    bundles.set(name, bundle);
  }
  // At once, so that they wait for one tick.
  await Promise.all(
    noisy.map(async (sql, at) => {
      const { lane, privacy, ...plan } = aPrivatePlan({ sql });
      await as(people.vendor.person).call('/simulate/query', { sql, lane, privacy });
      bundles.set(`private ${at}`, (await walk(as, { ...plan, lane: 'private', privacy: { epsilon: 0.5 } })).bundle);
    }),
  );
  for (const { person } of [people.vendor, people.regulator]) await as(person).call('/audit/budgets');
  for (const { sql } of negatives) await as(people.vendor.person).call('/simulate/query', { sql });
  for (const { name } of cityEntries.flatMap((entry) => entry.tables)) {
    await as(people.vendor.person).call(`/simulate/preview/${name}`);
  }
  streams.forEach((stream, at) => {
    const write = writes[at];
    if (write) stream.write = write;
  });
}, 300_000);
afterAll(async () => city[Symbol.asyncDispose]());

function found(text: string): readonly string[] {
  return canaries.filter((value) => text.includes(value));
}

test('AO-04-3 AO-04-6 DC-15: no answer of the API holds a canary', () => {
  expect(left.size).toBeGreaterThan(100);
  for (const [where, text] of left) expect([where, found(text)]).toEqual([where, []]);
});

test('AO-04-3 SH-27-1 DC-07: no bundle, exact or noisy, holds a canary', () => {
  expect(bundles.size).toBe(5 + noisy.length);
  for (const [name, bundle] of bundles) {
    for (const [file, bytes] of Object.entries(unzipSync(bundle))) {
      expect([name, file, found(Buffer.from(bytes).toString('utf8'))]).toEqual([name, file, []]);
    }
  }
});

test('AO-28-3: no leaf and no payload of the record holds a canary', () => {
  const { read } = city.office.record;
  const entries = read.entries(0, read.size());
  expect(entries.length).toBeGreaterThan(100);
  for (const { leaf, data } of entries) expect(found(leaf + JSON.stringify(data))).toEqual([]);
});

test('the pages, the output and the errors of the gateway hold no canary', async () => {
  for (const path of [
    '/',
    '/budgets',
    ...stages.map((stage) => `/${stage}`),
    ...cityEntries.map(({ id }) => `/catalog/${id}`),
  ]) {
    expect(found(await (await city.ask(path)).text())).toEqual([]);
  }
  expect(found(said)).toEqual([]);
  expect(found(city.errors.map(String).join('\n'))).toEqual([]);
});

test('AO-07-3: simulation data holds no canary', async () => {
  const folder = join(city.dir, 'domain', 'simulation');
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  expect(files.map(({ name }) => name)).toContain('medical_settlement.private.duckdb');
  for (const { parentPath, name } of files) {
    expect([name, found(await textOf(join(parentPath, name)))]).toEqual([name, []]);
  }
});

test('what nobody may see is in the domain and is found there: the search can fail', async () => {
  const folder = join(city.dir, 'domain', 'snapshots', 'ent_registration');
  const snapshot = join(folder, readFileSync(join(folder, 'current'), 'utf8').trim(), 'data.duckdb');
  expect(found(await textOf(snapshot))).toEqual(expect.arrayContaining([canary.uscc, canary.enterprise]));
  expect(found(`{"rows":[["${canary.capitalWan}"]]}`)).toEqual([canary.capitalWan, '13579246.8']);
});

/** A database as text: every value of every table, since its pages are compressed. */
async function textOf(file: string): Promise<string> {
  if (!file.endsWith('.duckdb')) return readFileSync(file, 'utf8');
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    await connection.run(`ATTACH '${file}' AS d (READ_ONLY)`);
    const tables = await connection.runAndReadAll(`SELECT table_name FROM duckdb_tables() WHERE database_name = 'd'`);
    const texts: string[] = [];
    for (const [name] of tables.getRowsJson()) {
      if (typeof name !== 'string') continue;
      const rows = await connection.runAndReadAll(`SELECT CAST(t AS VARCHAR) FROM d.${name} t`);
      texts.push(JSON.stringify(rows.getRowsJson()));
    }
    return texts.join('\n');
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
