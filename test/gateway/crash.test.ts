/** Real processes, killed at the worst moment. Nothing half done counts, and the next one works. */
import type { ChildProcess } from 'node:child_process';
import { mkdirSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { checklist, fileExport, programOf, waitForRun } from '#gateway/city/journey.ts';
import { people } from '#gateway/city/people.ts';
import type { As } from '#gateway/city/publish.ts';
import { cityPeople } from '#gateway/city/set-up.ts';
import { verifyBundle } from '#gateway/record/verify.ts';
import { unwrap } from '#policies/refusal.ts';
import { copyOfCity, openInstallation } from '../fixtures/installation.ts';
import { aPlan, orderOf, toExport, toProgram, type Approved } from './plans.ts';
import { codesOf } from './refused.ts';
import { descendants, hasProc, until, type Process } from './processes.ts';
import { allGone, find, leftOf, serve, stop, type Running } from './server.ts';

/** Every hour with every other and with some of a third kind: seconds of work over a city as small as this. */
const heavy = aPlan({
  sql: `SELECT a.district_code, round(avg(sqrt(a.rain_mm * b.rain_mm + c.rain_mm)), 3) AS m
    FROM weather_station_hourly a JOIN weather_station_hourly b ON a.district_code = b.district_code
    JOIN weather_station_hourly c ON a.district_code = c.district_code WHERE hour(c.observed_at) < 5 GROUP BY ALL`,
});
const quick = aPlan();

let dir: string;
let slow: Approved;
let fast: Approved;
let servers: ChildProcess[] = [];
beforeAll(async () => {
  dir = await copyOfCity();
  await using city = await openInstallation(dir, cityPeople);
  slow = await toProgram(city.as, heavy);
  fast = await toProgram(city.as, quick);
});
afterEach(() => {
  for (const server of servers) server.kill('SIGKILL');
  servers = [];
});

interface UnderWay {
  readonly run: string;
  readonly supervisor: Process;
  readonly worker: Process;
  readonly all: readonly Process[];
}

/** Orders the heavy run and waits until its worker is at work. */
async function beginRun({ as, pid }: Running): Promise<UnderWay> {
  const run = unwrap(await as(people.vendor.person).call('/run/runs', orderOf(heavy, slow)));
  const worker = await until('a query worker', () => find(pid, 'sandbox/query/main.ts'));
  await wait(700);
  const supervisor = find(pid, 'sandbox/supervisor/main.ts');
  if (!supervisor) throw new Error('no supervisor');
  return { run: String(run['id']), supervisor, worker, all: descendants(pid) };
}

async function requireFailed(server: Running, run: string): Promise<void> {
  expect(await waitForRun(server.as(people.vendor.person), run)).toMatchObject({ state: 'failed', code: 'E_EXEC' });
}

async function requireNextRun({ as }: Running): Promise<void> {
  const vendor = as(people.vendor.person);
  const { id } = unwrap(await vendor.call('/run/runs', orderOf(quick, fast)));
  expect(await waitForRun(vendor, String(id))).toMatchObject({ state: 'quarantined' });
}

/** Opening audits the whole record. */
async function requireSound(): Promise<void> {
  await using city = await openInstallation(dir, cityPeople);
  expect(city.office.interrupted).toEqual([]);
}

describe.skipIf(!hasProc)('killed processes', () => {
  test('a killed query worker fails its run and nothing else', async () => {
    const server = await serve(dir, servers);
    const { run, worker } = await beginRun(server);
    process.kill(worker.pid, 'SIGKILL');
    await requireFailed(server, run);
    await until('nothing of the run', () => (leftOf(dir, run).length === 0 ? true : undefined));
    await requireNextRun(server);
    const all = descendants(server.pid);
    await stop(server);
    await allGone(all);
    await requireSound();
  });

  test('a killed supervisor fails its run, takes its workers along and is replaced', async () => {
    const server = await serve(dir, servers);
    const { run, supervisor, all } = await beginRun(server);
    process.kill(supervisor.pid, 'SIGKILL');
    const { state } = await waitForRun(server.as(people.vendor.person), run);
    expect(state).toBe('failed');
    await allGone(all);
    await until('nothing of the run', () => (leftOf(dir, run).length === 0 ? true : undefined));
    await requireNextRun(server);
    await stop(server);
    await requireSound();
  });

  test('a killed gateway leaves no process; the next one finds its run failed', async () => {
    const server = await serve(dir, servers);
    const { run, all } = await beginRun(server);
    server.child.kill('SIGKILL');
    await allGone(all);
    const next = await serve(dir, servers);
    await requireFailed(next, run);
    expect(leftOf(dir, run)).toEqual([]);
    await requireNextRun(next);
    await stop(next);
    await requireSound();
  });

  test('record.md §3: killed between release event and bundle, the bundle comes after the restart, as certified', async () => {
    const server = await serve(dir, servers);
    const exported = await toExport(server.as, aPlan());
    await fileExport(server.as, { id: exported.export, run: exported.run });
    await killAtRelease(server, exported.export);
    expect(leftOf(dir, exported.export)).toEqual([]);

    const next = await serve(dir, servers);
    await approveAnotherText(next.as, exported);
    const vendor = next.as(people.vendor.person);
    const bundle = unwrap(await vendor.bytes(`/export/exports/${exported.export}/bundle`));
    const { statement, entry } = unwrap(verifyBundle(bundle));
    expect(entry.subjects[0]).toBe(`export/${exported.export}`);
    expect(statement.predicate.program).toBe(exported.program.hash);
    expect(unwrap(await vendor.bytes(`/export/exports/${exported.export}/bundle`))).toEqual(bundle);
    await stop(next);
    await requireSound();
  });
});

/** A folder where the bundle is about to be written keeps it from being there, so that the kill comes neither too early nor too late. */
async function killAtRelease({ as, child }: Running, id: string): Promise<void> {
  const desk = as(people.operator.person);
  const obstacle = join(dir, 'bundles', `${id}.zip.new`);
  mkdirSync(obstacle);
  expect(codesOf(await desk.call(`/export/exports/${id}/release`, {}))).toEqual(['E_EXEC']);
  expect(unwrap(await desk.call(`/check/exports/${id}`))).toMatchObject({ state: 'released' });
  child.kill('SIGKILL');
  rmdirSync(obstacle);
}

/** An approval of later than the release: the certificate must not know of it. */
async function approveAnotherText(as: As, { program, agreement }: Approved): Promise<void> {
  const [vendor, desk] = [as(people.vendor.person), as(people.operator.person)];
  const path = `programs/${program.id}`;
  const { content } = programOf(aPlan(), agreement);
  const { hash } = unwrap(await vendor.call(`/propose/${path}/change`, { content }));
  unwrap(await vendor.call(`/propose/${path}/test`, {}));
  unwrap(await vendor.call(`/propose/${path}/freeze`, {}));
  unwrap(await desk.call(`/review/${path}/begin_review`, {}));
  unwrap(await desk.call(`/review/${path}/approve`, { hash, checklist }));
}
