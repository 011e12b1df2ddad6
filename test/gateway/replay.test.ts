/** What left, computed again in the domain: to equal bytes, over the snapshots of then, and by nobody but who supervises. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fileExport, release } from '#gateway/city/journey.ts';
import { people } from '#gateway/city/people.ts';
import { ownerOf } from '#gateway/city/set-up.ts';
import { letThrough } from '#gateway/city/publish.ts';
import { provide } from '#gateway/provide.ts';
import { cityEntries } from '#synth/city/catalog.ts';
import { unwrap } from '#policies/refusal.ts';
import type { Installation } from '../fixtures/installation.ts';
import { forge, permitOf } from './permits.ts';
import { aPlan, toExport, type Submitted } from './plans.ts';
import { aPrivatePlan, openPrivateCity } from './private-city.ts';
import { codesOf } from './refused.ts';

let city: Installation;
let exact: Submitted;
let noisy: Submitted;

beforeAll(async () => {
  city = await openPrivateCity();
  exact = await released(aPlan());
  noisy = await released(aPrivatePlan());
});
afterAll(async () => city[Symbol.asyncDispose]());

async function released(plan: ReturnType<typeof aPlan>): Promise<Submitted> {
  const made = await toExport(city.as, plan);
  await fileExport(city.as, { id: made.export, run: made.run });
  await release(city.as, plan, made.export);
  return made;
}

function replay(id: string, person: string = people.regulator.person) {
  return city.as(person).call(`/audit/exports/${id}/replay`, { reason: '抽查' });
}

test('DC-13 AO-27-4: a released table is computed again to equal bytes, and question and outcome stand in the record', async () => {
  expect(unwrap(await replay(exact.export))).toEqual({ runs: [{ run: exact.run, equal: true, noise: 'none' }] });
  const types = city.office.record.read.bySubject(`replay/${exact.run}`).map(({ type }) => type);
  expect(types).toEqual(['replay.requested', 'replay.finished']);
});

test('DC-13: of a private answer everything but the noise is computed again, and nothing is charged', async () => {
  const before = unwrap(await city.as(people.regulator.person).call('/audit/budgets'));
  expect(unwrap(await replay(noisy.export))).toEqual({ runs: [{ run: noisy.run, equal: true, noise: 'kept' }] });
  expect(unwrap(await city.as(people.regulator.person).call('/audit/budgets'))).toEqual(before);
});

test('record.md §1: a newer snapshot changes nothing of it, for the one of then is read', async () => {
  const folder = join(city.dir, 'domain', 'snapshots', 'ent_registration');
  const data = join(folder, readFileSync(join(folder, 'current'), 'utf8').trim(), 'data.duckdb');
  const file = join(city.dir, 'fewer.parquet');
  const instance = await DuckDBInstance.create(data, { access_mode: 'READ_ONLY' });
  const connection = await instance.connect();
  await connection.run(`COPY (FROM ent_registration ORDER BY uscc LIMIT 200) TO '${file}' (FORMAT parquet)`);
  connection.closeSync();
  instance.closeSync();
  const actor = ownerOf('dept.market_regulation');
  const entry = cityEntries.find(({ id }) => id === 'ent_registration');
  if (!entry) throw new Error('no entry');
  unwrap(await letThrough(city.as, entry, actor.person));
  unwrap(await provide(city.office, { entry: 'ent_registration', files: { ent_registration: file }, actor }));
  expect(unwrap(await replay(exact.export))).toMatchObject({ runs: [{ equal: true }] });
});

test('AO-30-1: only who supervises may ask, and only for what has left', async () => {
  for (const person of [people.vendor.person, people.operator.person])
    expect(codesOf(await replay(exact.export, person))).toEqual(['E_ROLE']);
  expect(codesOf(await replay('exp-none'))).toEqual(['E_NOT_FILED']);
});

test('the domain replays nothing without the question in the record, or by another order', async () => {
  const { domain } = city.office;
  const order = await permitOf(city.office, 'run.ordered', `run/${exact.run}`);
  const { content } = (await programOf(exact)) ?? {};
  const event = { life: 'replay', id: exact.run, type: 'replay.requested', data: {} };
  const asked = { run: exact.run, content, order };
  expect(codesOf(await domain.replay({ ...asked, permit: order }))).toEqual(['E_PERMIT']);
  const byOperator = await forge(city.office, event, people.operator);
  expect(codesOf(await domain.replay({ ...asked, permit: byOperator }))).toEqual(['E_PERMIT']);
  const permit = await forge(city.office, event, people.regulator);
  const other = await permitOf(city.office, 'run.ordered', `run/${noisy.run}`);
  expect(codesOf(await domain.replay({ ...asked, order: other, permit }))).toEqual(['E_PERMIT']);
});

async function programOf({ program }: Submitted): Promise<{ readonly content: unknown } | undefined> {
  return city.office.record.read.load('program', program.id)?.json as { content: unknown } | undefined;
}

test('a result that was changed in its place is not equal', async () => {
  const file = join(city.dir, 'domain', 'quarantine', `${exact.run}.json`);
  const kept = readFileSync(file, 'utf8');
  const changed = JSON.parse(kept) as { table: { rows: (string | number)[][] } };
  const row = changed.table.rows[0];
  if (!row) throw new Error('no row');
  row[1] = Number(row[1]) + 1;
  writeFileSync(file, JSON.stringify(changed));
  try {
    expect(unwrap(await replay(exact.export))).toMatchObject({ runs: [{ equal: false }] });
  } finally {
    writeFileSync(file, kept);
  }
});
