/** Work under a lease: done once, given back when it fails, taken over when its holder dies. */
import { afterEach, expect, test } from 'vitest';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { workOff, type Work } from '#gateway/jobs.ts';
import type { Lease } from '#gateway/record/job-table.ts';
import type { Writer } from '#gateway/record/writer.ts';
import { openCounters } from '../record/counters.ts';

const dirs: string[] = [];
afterEach(() => dirs.splice(0).forEach((dir) => rmSync(dir, { recursive: true, force: true })));

function aDir(): string {
  const dir = mkdtempSync(join(tmpdir(), 'jobs-'));
  dirs.push(dir);
  return dir;
}

async function enqueue(writer: Writer, many: number): Promise<void> {
  for (let i = 0; i < many; i++) await writer.jobs.enqueue({ id: `errand-${i}`, kind: 'errand', runAt: 0 });
}

/** A gateway that notes what it does, and what went wrong. */
function aDesk(writer: Writer, change: Partial<Work> = {}) {
  const [done, errors]: [Lease[], unknown[]] = [[], []];
  const perform = async (lease: Lease) => void done.push(lease);
  const onError = (error: unknown) => void errors.push(error);
  const desk = workOff(writer.jobs, { kind: 'errand', holder: 'one', perform, due: () => 1, onError, ...change });
  return { desk, done, errors };
}

async function until(what: () => boolean): Promise<void> {
  for (let left = 400; !what() && left > 0; left--) await wait(25);
  expect(what()).toBe(true);
}

test('two gateways work off one table: every job once, also what is promised later', async () => {
  const dir = aDir();
  await using one = await openCounters(dir);
  await using two = await openCounters(dir);
  await enqueue(one, 20);
  const [first, second] = [aDesk(one), aDesk(two, { holder: 'two' })];
  await until(() => first.done.length + second.done.length === 20);
  await one.jobs.enqueue({ id: 'later', kind: 'errand', runAt: 0 });
  first.desk.soon();
  await until(() => first.done.length + second.done.length === 21);
  const ids = [...first.done, ...second.done].map(({ id }) => id);
  expect(new Set(ids).size).toBe(21);
  first.desk[Symbol.dispose]();
  second.desk[Symbol.dispose]();
  expect([...first.errors, ...second.errors]).toEqual([]);
});

test('a job whose work throws is given back, and tried again with its number', async () => {
  await using writer = await openCounters(aDir());
  await enqueue(writer, 1);
  let due = 1;
  const tried: number[] = [];
  const perform = async ({ attempt }: Lease) => {
    tried.push(attempt);
    if (attempt < 3) throw new Error('not yet');
  };
  const { desk, errors } = aDesk(writer, { perform, due: () => due, leaseMs: 200 });
  await until(() => errors.length === 1);
  due += 200;
  await until(() => errors.length === 2);
  due += 200;
  await until(() => tried.length === 3);
  expect(tried).toEqual([1, 2, 3]);
  desk[Symbol.dispose]();
});

test('long work keeps its lease; that of a holder that is gone runs out, and another is told that it was tried', async () => {
  const dir = aDir();
  await using one = await openCounters(dir);
  await using two = await openCounters(dir);
  await enqueue(one, 2);
  // It claims and is never heard of again.
  const claim = { kind: 'errand', holder: 'gone', due: 1, leaseMs: 1500 };
  expect(await one.jobs.claim({ ...claim, now: Date.now() })).toMatchObject({ id: 'errand-0' });
  let [begun, ended] = [0, 0];
  const taken: Lease[] = [];
  // Either desk may get what the other left; one errand takes longer than its lease.
  const perform = async (lease: Lease) => {
    if (lease.id === 'errand-0') return void taken.push(lease);
    begun++;
    await wait(4000);
    ended++;
  };
  const slow = aDesk(one, { perform, leaseMs: 1500 });
  await until(() => begun === 1);
  const other = aDesk(two, { holder: 'two', perform, leaseMs: 1500 });
  await until(() => taken.length === 1);
  expect(taken).toMatchObject([{ id: 'errand-0', attempt: 2, fence: 2 }]);
  await until(() => ended === 1);
  await wait(500);
  expect([begun, taken.length]).toEqual([1, 1]);
  slow.desk[Symbol.dispose]();
  other.desk[Symbol.dispose]();
});
