/** A private run whose worker or supervisor is killed over the open data: what it was to cost is gone, and nothing of it is left. */
import type { ChildProcess } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { waitForRun } from '#gateway/city/journey.ts';
import { people } from '#gateway/city/people.ts';
import { cityPeople } from '#gateway/city/set-up.ts';
import { unwrap } from '#policies/refusal.ts';
import { openLedger } from '#sandbox/ledger/ledger.ts';
import { openInstallation } from '../fixtures/installation.ts';
import { orderOf, toProgram, type Approved } from './plans.ts';
import { aPrivatePlan, budgets, copyWithTicks, personsBy, privacyOf } from './private-city.ts';
import { hasProc, until } from './processes.ts';
import { allGone, find, leftOf, serve, stop, type Running } from './server.ts';

/** Every settlement with every pair of hours of its district: still at work when it is killed. */
const heavy = aPrivatePlan({
  sql: `SELECT m.sex, count(*) AS n FROM medical_settlement m
    JOIN weather_station_hourly w ON w.district_code = m.district_code
    JOIN weather_station_hourly v ON v.district_code = m.district_code
    WHERE sqrt(w.rain_mm * v.rain_mm) >= 0 GROUP BY ALL`,
});
const quick = aPrivatePlan({ sql: personsBy('sex') });
const tick = 12_000;

let dir: string;
let slow: Approved;
let fast: Approved;
let servers: ChildProcess[] = [];
beforeAll(async () => {
  dir = await copyWithTicks(tick);
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
  readonly began: number;
  readonly worker: number;
  readonly supervisor: number;
}

/** Orders the heavy run and waits until the data is open: the cost is spent. */
async function beginRun({ as, pid }: Running): Promise<UnderWay> {
  const before = await spent(as);
  const began = performance.now();
  const { id } = unwrap(await as(people.vendor.person).call('/run/runs', orderOf(heavy, slow)));
  const worker = await until('a query worker', () => find(pid, 'sandbox/query/main.ts'));
  await until('the cost to be spent', async () => ((await spent(as)) > before ? true : undefined));
  await wait(300);
  const supervisor = find(pid, 'sandbox/supervisor/main.ts');
  return { run: String(id), began, worker: worker.pid, supervisor: supervisor?.pid ?? 0 };
}

async function spent(as: Running['as']): Promise<bigint> {
  const found = (await budgets(as)).find(({ scope }) => scope === 'space/person');
  return BigInt(found?.spent.rho ?? '0');
}

/** Failed without a word, paid for, nothing left, books in order, and the next one works. */
async function requireLost(server: Running, { run }: UnderWay, before: bigint): Promise<void> {
  const ended = await waitForRun(server.as(people.vendor.person), run);
  expect([ended['state'], ended['result']]).toEqual(['failed', undefined]);
  await until('nothing of the run', () => (leftOf(dir, run).length === 0 ? true : undefined));
  const after = await spent(server.as);
  expect(after).toBeGreaterThan(before);
  const next = unwrap(await server.as(people.vendor.person).call('/run/runs', orderOf(quick, fast)));
  expect(await waitForRun(server.as(people.vendor.person), String(next['id']))).toMatchObject({ state: 'quarantined' });
}

async function requireSoundBooks(): Promise<void> {
  using ledger = unwrap(openLedger(join(dir, 'domain', 'ledger.sqlite')));
  expect(ledger.verify().ok).toBe(true);
  expect(unwrap(ledger.balances()).every(({ reserved }) => reserved.rho === 0n)).toBe(true);
  await using city = await openInstallation(dir, cityPeople);
  expect(city.office.interrupted).toEqual([]);
}

describe.skipIf(!hasProc)('killed over open data', () => {
  test('§3.8: a killed worker: at the tick the run has failed, its cost is spent, and no answer was kept', async () => {
    const server = await serve(dir, servers);
    const before = await spent(server.as);
    const answers = readdirSync(join(dir, 'domain', 'answers')).length;
    const begun = await beginRun(server);
    process.kill(begun.worker, 'SIGKILL');
    const vendor = server.as(people.vendor.person);
    const ended = await waitForRun(vendor, begun.run);
    expect(ended).toMatchObject({ state: 'failed', code: 'E_EXEC' });
    // Not when the worker died: when every answer of this class comes.
    expect(performance.now() - begun.began).toBeGreaterThanOrEqual(tick);
    expect(readdirSync(join(dir, 'domain', 'answers')).length).toBe(answers);
    await requireLost(server, begun, before);
    await stop(server);
    await requireSoundBooks();
  });

  test('§3.8: a killed supervisor: the run has failed, its cost stays spent for the one that takes its place', async () => {
    const server = await serve(dir, servers);
    const before = await spent(server.as);
    const begun = await beginRun(server);
    const paid = await spent(server.as);
    process.kill(begun.supervisor, 'SIGKILL');
    await requireLost(server, begun, before);
    expect(await spent(server.as)).toBeGreaterThanOrEqual(paid);
    const again = await beginRun(server);
    expect(await spent(server.as)).toBeGreaterThan(paid);
    // Where this one got to its end, the next question would be answered from it.
    process.kill(again.worker, 'SIGKILL');
    await allGoneOf(server, again);
    await requireSoundBooks();
  });

  test('§3.8: a killed gateway: the next one finds the run failed and the cost spent', async () => {
    const server = await serve(dir, servers);
    const begun = await beginRun(server);
    const paid = await spent(server.as);
    server.child.kill('SIGKILL');
    await allGone([begun.worker, begun.supervisor].map((pid) => ({ pid, command: '' })));
    const next = await serve(dir, servers);
    const ended = await waitForRun(next.as(people.vendor.person), begun.run);
    expect(ended).toMatchObject({ state: 'failed', code: 'E_EXEC' });
    expect(await spent(next.as)).toBe(paid);
    const repeated = unwrap(await next.as(people.vendor.person).call('/run/runs', orderOf(quick, fast)));
    const run = await waitForRun(next.as(people.vendor.person), String(repeated['id']));
    expect(privacyOf(run)).toMatchObject({ cached: true });
    await stop(next);
    await requireSoundBooks();
  });
});

async function allGoneOf(server: Running, begun: UnderWay): Promise<void> {
  await waitForRun(server.as(people.vendor.person), begun.run);
  await stop(server);
}
