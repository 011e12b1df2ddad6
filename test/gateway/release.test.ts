import { afterAll, beforeAll, expect, test } from 'vitest';
import { createHash } from 'node:crypto';
import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileExport, release, runProgram, submitExport, voteFor } from '#gateway/city/journey.ts';
import { people } from '#gateway/city/people.ts';
import { verifyBundle } from '#gateway/record/verify.ts';
import { unwrap } from '#policies/refusal.ts';
import { openCity, type Installation } from '../fixtures/installation.ts';
import { aPlan, toExport, toProgram, toRun } from './plans.ts';
import { codesOf, detailsOf } from './refused.ts';

/** DC-10: nothing of this is a value. */
const receiptFields = [
  'columns',
  'decision',
  'outputs',
  'resultHash',
  'rows',
  'sources',
  'suppressedCells',
  'tier',
  'verdicts',
];
const failedFields = 'acts affiliates agreement code hash id parameters program scenario state uses vendor'.split(' ');
const { vendor: theVendor, rival, second: _, operator: _operator, ...bodies } = people;
const everybodyElse = [theVendor, rival, ...Object.values(bodies)].map(({ person }) => person);
const engineErrors = [
  'SELECT district_code, sum(CAST(industry_code AS INTEGER)) AS s FROM ent_registration GROUP BY ALL',
  "SELECT district_code, count(DISTINCT uscc) AS n FROM ent_registration WHERE CAST(district_code AS DATE) > DATE '2024-01-01' GROUP BY ALL",
  'SELECT district_code, sum(CAST(capital_wan AS TINYINT)) AS s FROM ent_registration GROUP BY ALL',
];

/** Firms by one column. */
function quick(column: string): string {
  return `SELECT ${column}, count(DISTINCT uscc) AS firms FROM ent_registration GROUP BY ALL ORDER BY 1`;
}

/** Each of these industries has one firm: with and without them, two tables tell where those firms are. */
function exceptOne(without: boolean): string {
  const where = without ? "WHERE industry_code NOT IN ('D', 'N', 'P')" : '';
  return `SELECT district_code, count(DISTINCT uscc) AS firms FROM ent_registration ${where} GROUP BY ALL ORDER BY 1`;
}

let city: Installation;
beforeAll(async () => {
  city = await openCity();
});
afterAll(async () => city[Symbol.asyncDispose]());

const vendor = () => city.as(people.vendor.person);
const desk = () => city.as(people.operator.person);

test('GD-18-1 GD-18-2 GD-18-6 SH-18-2 AO-22-2: release and bundle are refused in every state before the filing is accepted; who takes it stands in the record', async () => {
  const plan = aPlan();
  const ran = await toRun(city.as, plan);
  const product = { title: '产品', form: 'data_metric', scenario: plan.scenario.id, purpose: plan.purpose };
  const from = { recipients: plan.recipients, sourceStatement: plan.sourceStatement, runs: [ran.run] };
  const body = { agreement: ran.agreement, product: { ...product, ...from } };
  const id = String(unwrap(await vendor().call('/check/exports', body))['id']);
  const moves = [
    () => vendor().call(`/check/exports/${id}/submit`, {}),
    async () => desk().call(`/check/exports/${id}/vote`, await voteFor(desk(), id)),
    async () => city.as(people.second.person).call(`/check/exports/${id}/vote`, await voteFor(desk(), id)),
    () => desk().call(`/export/exports/${id}/submit_filing`, { filing: '备案1' }),
  ];
  for (const move of [undefined, ...moves]) {
    if (move) unwrap(await move());
    expect(codesOf(await desk().call(`/export/exports/${id}/release`, {}))).toEqual(['E_NOT_FILED']);
    expect(codesOf(await vendor().bytes(`/export/exports/${id}/bundle`))).toEqual(['E_NOT_FILED']);
  }
  unwrap(await city.as(people.agency.person).call(`/export/exports/${id}/accept_filing`, { receipt: '回执1' }));
  const { read } = city.office.record;
  const taken = () => read.bySubject(`export/${id}`).filter(({ type }) => type === 'bundle.given');
  expect(taken()).toEqual([]);
  const bundle = await release(city.as, plan, id);
  expect(unwrap(verifyBundle(bundle)).statement.predicate.product.id).toBe(id);
  expect(codesOf(await city.as(people.rival.person).bytes(`/export/exports/${id}/bundle`))).toEqual(['E_NOT_FOUND']);
  const hash = createHash('sha256').update(bundle).digest('hex');
  expect(taken()).toMatchObject([{ entry: { actor: people.vendor.person }, data: { sha256: hash } }]);
});

test('DC-12: one reviewer does not count twice, and two pass', async () => {
  const { export: id } = await toExport(city.as, aPlan({ sql: quick('industry_code') }));
  const pass = await voteFor(desk(), id);
  expect(unwrap(await desk().call(`/check/exports/${id}/vote`, pass))).toMatchObject({ state: 'operator_review' });
  expect(codesOf(await desk().call(`/check/exports/${id}/vote`, pass))).toEqual(['E_SEPARATION']);
  expect(codesOf(await desk().call(`/export/exports/${id}/submit_filing`, { filing: '备案' }))).toEqual(['E_STATE']);
  const second = await city.as(people.second.person).call(`/check/exports/${id}/vote`, pass);
  expect(unwrap(second)).toMatchObject({ state: 'passed' });
  unwrap(await desk().call(`/export/exports/${id}/submit_filing`, { filing: '备案' }));
  expect(codesOf(await desk().call(`/export/exports/${id}/accept_filing`, { receipt: '回执' }))).toEqual(['E_ROLE']);
});

test('DC-10, AO-04-6: the vendor gets a receipt; a look is the operator’s, and stands in the log before it', async () => {
  const { read } = city.office.record;
  const { run } = await toRun(city.as, aPlan({ sql: quick('staff_size_band') }));
  const receipt = unwrap(await vendor().call(`/run/runs/${run}`))['result'] as Record<string, unknown>;
  expect(Object.keys(receipt).sort()).toEqual(receiptFields);
  const before = read.size();
  const look = { reason: '出域合规核查' };
  for (const person of everybodyElse) {
    expect(codesOf(await city.as(person).call(`/check/runs/${run}/reveal`, look))).toEqual(['E_ROLE']);
  }
  expect(codesOf(await desk().call(`/check/runs/${run}/reveal`, {}))).toEqual(['E_INPUT']);
  expect(codesOf(await desk().call('/check/runs/run-0/reveal', look))).toEqual(['E_NOT_FOUND']);
  expect(read.size()).toBe(before);
  const seen = unwrap(await desk().call(`/check/runs/${run}/reveal`, look));
  const { rows } = seen['table'] as { rows: unknown[] };
  expect(rows.length).toBeGreaterThan(0);
  expect(read.size()).toBe(before + 1);
  const event = read.entry(before);
  expect(event).toMatchObject({ type: 'reveal.requested', data: look, entry: { actor: people.operator.person } });
  expect(JSON.stringify(event?.data)).not.toContain(JSON.stringify(rows[0]));
});

test('DC-15: a run that fails over real data says that it failed, and not why', async () => {
  const plan = aPlan({
    sql: 'SELECT district_code, round(avg(wind_ms), 1) AS wind FROM weather_station_hourly GROUP BY ALL',
  });
  const { program } = await toProgram(city.as, plan);
  const folder = join(city.dir, 'domain', 'snapshots', 'weather_station_hourly');
  const file = join(folder, readFileSync(join(folder, 'current'), 'utf8').trim(), 'data.duckdb');
  const sound = readFileSync(file);
  chmodSync(file, 0o600);
  writeFileSync(file, sound.subarray(0, sound.length - 4096));
  const run = await runProgram(city.as, plan, program);
  writeFileSync(file, sound);
  expect(run).toMatchObject({ state: 'failed', code: 'E_EXEC' });
  expect(Object.keys(run).sort()).toEqual(failedFields);
  expect(
    readdirSync(join(city.dir, 'domain', 'quarantine')).filter((name) => name.startsWith(String(run['id']))),
  ).toEqual([]);
});

test('DC-15: a result column is a name and nothing else, and is judged before any data is opened', async () => {
  for (const name of ['n'.repeat(64), '42.5', 'a b', 'x"; DROP']) {
    const sql = `SELECT district_code, count(DISTINCT uscc) AS "${name.replaceAll('"', '""')}" FROM ent_registration GROUP BY ALL`;
    expect(codesOf(await vendor().call('/simulate/explain', { sql }))).toEqual(['E_UNSUPPORTED']);
  }
});

test('DC-15: what the engine says about simulation data is not repeated either', async () => {
  for (const sql of engineErrors) {
    const answer = await vendor().call('/simulate/query', { sql });
    expect(detailsOf(answer)).not.toMatch(/Conversion|Binder|Catalog Error|Out of Range|DuckDB|\/domain\//i);
  }
});

test('disclosure §2.8: an export that says too much beside an earlier one never gets a release event', async () => {
  await using fresh = await openCity();
  const { as, office } = fresh;
  const [first, second] = [aPlan({ sql: exceptOne(false) }), aPlan({ sql: exceptOne(true) })];
  const earlier = await toExport(as, first);
  const later = await toExport(as, second);
  await fileExport(as, { id: earlier.export, run: earlier.run });
  await fileExport(as, { id: later.export, run: later.run });
  await release(as, first, earlier.export);
  const refused = await as(people.operator.person).call(`/export/exports/${later.export}/release`, {});
  expect(codesOf(refused)).toEqual(['E_HISTORY']);
  const types = office.record.read.bySubject(`export/${later.export}`).map(({ type }) => type);
  expect(types).not.toContain('export.released');
  const third = aPlan({ sql: exceptOne(true) });
  const submitted = await submitExport(as, third, await toRun(as, third));
  expect(submitted['state']).toBe('blocked');
  expect(submitted['outcome']).toBe('needs_coarser_design');
  expect(submitted).not.toHaveProperty('findings');
});
