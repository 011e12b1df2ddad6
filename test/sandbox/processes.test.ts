/** Processes die and others go on: deadlines, memory, SIGKILL at each place; nothing is left behind. @see programs.md decision 1; DC-15 */
import { closeSync, openSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accept } from '#policies/refusal.ts';
import { bytes, millis } from '#policies/units.ts';
import { queryOperations } from '#sandbox/query/operations.ts';
import { startWorker, withDeadline, type Worker } from '#sandbox/supervisor/worker.ts';
import { CityDomain, descendantsOf, isAlive, type Process } from '../fixtures/city.ts';

const sql = 'SELECT mode, count(*) AS n FROM transit_trip GROUP BY ALL';
const module = pathToFileURL(createRequire(import.meta.url).resolve('#sandbox/query/main.ts'));
/** Minutes of work, without memory. */
const endless = 'SELECT sum(a.i * b.i) FROM range(10000000) a(i), range(10000000) b(i)';

let city: CityDomain;
let log: number;

beforeAll(async () => {
  city = await CityDomain.create();
  log = openSync('/dev/null', 'a');
});

afterAll(async () => {
  closeSync(log);
  await city[Symbol.asyncDispose]();
});

async function until<T>(look: () => T | undefined | false): Promise<T> {
  for (let tries = 0; tries < 400; tries++) {
    const found = look();
    if (found !== undefined && found !== false) return found;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error('waited too long');
}

function running(part: string): Process | undefined {
  return descendantsOf(city.domain.pid()).find(({ command }) => command.includes(part));
}

async function aWorker(maxMemory = bytes(2 ** 31)): Promise<Worker<typeof queryOperations>> {
  const worker = startWorker(queryOperations, { module, log, maxMemory });
  const opened = await worker.ask.open({ attach: [], memoryLimitMb: 1500, threads: 1, temp: '/tmp' });
  expect(opened).toEqual(accept({}));
  return worker;
}

test('DC-04 AO-11-1 a worker that is late is killed, and says only that', async () => {
  using worker = await aWorker();
  const before = performance.now();
  const outcome = await withDeadline(worker.child, millis(300), worker.ask.run({ setup: [], queries: [endless] }));
  expect(outcome).toEqual({
    ok: false,
    refusals: [{ code: 'E_EXEC', detail: 'Cannot complete the operation: out of time' }],
  });
  expect(performance.now() - before).toBeLessThan(2000);
  await worker.child.ended;
  expect(isAlive(worker.child.pid)).toBe(false);
});

test('DC-04 AO-11-1 a worker that takes more memory than its cap is killed', async () => {
  using worker = await aWorker(bytes(400 * 2 ** 20));
  const hungry = "SELECT count(DISTINCT i) FROM (SELECT i || repeat('x', 100) AS i FROM range(20000000) r(i))";
  const outcome = await withDeadline(worker.child, millis(20_000), worker.ask.run({ setup: [], queries: [hungry] }));
  expect(outcome.ok ? '' : outcome.refusals[0].detail).toBe('Cannot complete the operation: the process ended');
  expect(isAlive(worker.child.pid)).toBe(false);
});

test.each(['sandbox/parser/main.ts', 'sandbox/query/main.ts'])(
  'SIGKILL of %s during work: a generic refusal, and the next request works',
  async (part) => {
    const asked = city.domain.simulate({ sql });
    const { pid } = await until(() => running(part));
    process.kill(pid, 'SIGKILL');
    const outcome = await asked;
    // The parser outlives a request, so the request that met it may have had its answer already.
    if (!outcome.ok)
      expect(outcome.refusals[0]).toEqual({
        code: 'E_EXEC',
        detail: 'Cannot complete the operation: the process ended',
      });
    expect((await city.domain.simulate({ sql })).ok).toBe(true);
    await until(() => !isAlive(pid));
  },
);

test('SIGKILL of the supervisor during work: E_DOMAIN_DOWN, a new supervisor, and no process left of the old one', async () => {
  const old = city.domain.pid();
  const asked = city.domain.simulate({ sql });
  await until(() => running('sandbox/query/main.ts'));
  const family = [old, ...descendantsOf(old).map(({ pid }) => pid)];
  expect(family.length).toBeGreaterThanOrEqual(3);
  process.kill(old, 'SIGKILL');
  const outcome = await asked;
  expect(outcome.ok ? '' : outcome.refusals[0].code).toBe('E_DOMAIN_DOWN');
  expect((await city.domain.simulate({ sql })).ok).toBe(true);
  expect(city.domain.pid()).not.toBe(old);
  await until(() => family.every((pid) => !isAlive(pid)));
});

test('a worker whose parent is killed in the middle of a long query does not outlive it', async () => {
  const worker = await aWorker();
  const open = worker.ask.run({ setup: [], queries: [endless] });
  await new Promise((resolve) => setTimeout(resolve, 100));
  worker.child.stream.destroy();
  expect((await open).ok).toBe(false);
  await until(() => !isAlive(worker.child.pid));
});

test('requests at the same time have each their own answer', async () => {
  const texts = [
    'SELECT count(*) AS a FROM transit_trip',
    'SELECT 1 AS b FROM nope',
    sql,
    'SELECT count(*) AS c FROM ent_registration',
  ];
  const answers = await Promise.all(texts.map((text) => city.domain.explain({ sql: text })));
  expect(answers.map((answer) => (answer.ok ? answer.value.columns[0]?.name : answer.refusals[0].code))).toEqual([
    'a',
    'E_UNKNOWN_TABLE',
    'mode',
    'c',
  ]);
});

test('after its work the domain keeps supervisor and parser, and nothing when it is closed', async () => {
  await city.domain.simulate({ sql });
  const top = city.domain.pid();
  const left = await until(() => {
    const below = descendantsOf(top);
    return below.length === 1 ? below : false;
  });
  expect(left[0]?.command).toContain('sandbox/parser/main.ts');
  await city.domain[Symbol.asyncDispose]();
  await until(() => [top, ...left.map(({ pid }) => pid)].every((pid) => !isAlive(pid)));
  const outcome = await city.domain.explain({ sql });
  expect(outcome.ok ? '' : outcome.refusals[0].code).toBe('E_DOMAIN_DOWN');
});
