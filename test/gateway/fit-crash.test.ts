/** A fit whose process, supervisor or gateway is killed over the open rows, or which is taken back: it is paid, and nothing of it is left. */
import type { ChildProcess } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { idOf } from '#gateway/city/journey.ts';
import { people } from '#gateway/city/people.ts';
import { cityPeople, ownerOf } from '#gateway/city/set-up.ts';
import type { Json } from '#gateway/client.ts';
import { unwrap } from '#policies/refusal.ts';
import { openLedger } from '#sandbox/ledger/ledger.ts';
import { openInstallation } from '../fixtures/installation.ts';
import { command } from './command.ts';
import { budgets, copyWithTicks } from './private-city.ts';
import { descendants, hasProc, until, type Process } from './processes.ts';
import { allGone, find, serve, stop, type Running } from './server.ts';

/** So many columns that the fit is still at work when it is killed. */
const order = { entries: ['medical_settlement'], epsilon: 0.5 };
const owner = ownerOf('dept.medical_insurance');
const tick = 10_000;

let dir: string;
let servers: ChildProcess[] = [];
beforeAll(async () => {
  dir = await copyWithTicks(tick);
});
let server: Running;
let before: bigint;
beforeEach(async () => {
  server = await serve(dir, servers);
  before = await spent(server);
});
afterEach(async () => {
  for (const one of servers) one.kill('SIGKILL');
  servers = [];
  await wait(300);
});

async function spent({ as }: Running): Promise<bigint> {
  return BigInt((await budgets(as)).find(({ scope }) => scope === 'space/person')?.spent.rho ?? '0');
}

interface UnderWay {
  readonly id: string;
  readonly began: number;
  readonly worker: Process;
  readonly supervisor: Process;
}

/** Orders a fit and waits until the rows are in the memory of its process. */
async function begin(): Promise<UnderWay> {
  const asked = await server.as(people.operator.person).call('/simulate/fits', { order, purpose: '供数据商开发测试' });
  const id = idOf(asked);
  const began = performance.now();
  unwrap(await server.as(owner.person).call(`/simulate/fits/${id}/agree`, {}));
  await until('rows in memory', () => (stageOf(id) === 'fitting' ? true : undefined));
  const [worker, supervisor] = ['sandbox/fit/main.ts', 'sandbox/supervisor/main.ts'].map((one) =>
    find(server.pid, one),
  );
  if (!worker || !supervisor) throw new Error('no process');
  return { id, began, worker, supervisor };
}

function stageOf(id: string): string {
  const file = join(dir, 'domain', 'reports', `${id}.progress`);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { stage: string }).stage : '';
}

async function ended({ as }: Running, id: string): Promise<Json> {
  return until('the end of the fit', async () => {
    const doc = unwrap(await as(people.operator.person).call(`/simulate/fits/${id}`));
    return doc['state'] === 'agreed' || doc['state'] === 'ordered' ? undefined : doc;
  });
}

/** Paid for; no model, no answer, no report; the owner is told so; the books are in order. */
async function requireLost(running: Running, id: string): Promise<void> {
  expect(await spent(running)).toBeGreaterThan(before);
  await until('the end in the owner’s words', () => (stageOf(id) === 'failed' ? true : undefined));
  expect(await command(['fit', 'report', id, '--dir', dir])).toMatchObject({ code: 0, stdout: 'failed\n' });
  await stop(running);
  const domain = join(dir, 'domain');
  expect(existsSync(join(domain, 'simulation', 'models'))).toBe(false);
  expect(readdirSync(join(domain, 'answers'))).toEqual([]);
  expect(readdirSync(join(domain, 'reports')).filter((name) => !name.endsWith('.progress'))).toEqual([]);
  using ledger = unwrap(openLedger(join(domain, 'ledger.sqlite')));
  expect(ledger.verify().ok).toBe(true);
  expect(unwrap(ledger.balances()).every(({ reserved }) => reserved.rho === 0n)).toBe(true);
  await using city = await openInstallation(dir, cityPeople);
  expect(city.office.interrupted).toEqual([]);
}

describe.skipIf(!hasProc)('killed over open rows', () => {
  test('its process: failed at the tick, not when it died', async () => {
    const { id, began, worker } = await begin();
    process.kill(worker.pid, 'SIGKILL');
    expect(await ended(server, id)).toMatchObject({ state: 'failed', code: 'E_EXEC' });
    expect(performance.now() - began).toBeGreaterThanOrEqual(tick);
    await requireLost(server, id);
  });

  test('the supervisor: its process goes with it, and the next supervisor knows what was paid', async () => {
    const { id, worker, supervisor } = await begin();
    process.kill(supervisor.pid, 'SIGKILL');
    await allGone([worker]);
    expect(await ended(server, id)).toMatchObject({ state: 'failed' });
    await requireLost(server, id);
  });

  test('the gateway: no process is left, and the next one finds the fit failed', async () => {
    const { id } = await begin();
    const all = descendants(server.pid);
    server.child.kill('SIGKILL');
    await allGone(all);
    const next = await serve(dir, servers);
    expect(await ended(next, id)).toMatchObject({ state: 'failed', code: 'E_EXEC' });
    await requireLost(next, id);
  });
});

describe.skipIf(!hasProc)('taken back while it is under way', () => {
  test('its process ends at once; it stays withdrawn when the tick has come; what was paid is paid', async () => {
    const { id, began, worker } = await begin();
    const reason = '数据口径有误';
    unwrap(await server.as(owner.person).call(`/simulate/fits/${id}/withdraw`, { reason }));
    await allGone([worker]);
    await wait(Math.max(0, tick + 500 - (performance.now() - began)));
    const doc = await ended(server, id);
    expect([doc['state'], doc['result'], doc['code']]).toEqual(['withdrawn', undefined, undefined]);
    await requireLost(server, id);
  });
});
