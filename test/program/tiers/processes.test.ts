/** The source of workers: warm, single use, watched, all of it gone at the end. @see programs.md §A.3, §D.4 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { ProgramProcess } from '#sandbox/program/guest.ts';
import { launch } from '#sandbox/program/launch.ts';
import { openProcesses } from '#sandbox/program/processes.ts';
import { keepWorker, probeCommand } from '#sandbox/program/worker-command.ts';
import { descendantsOf, isAlive } from '../../fixtures/city.ts';
import { confinements, tiersHere } from './native.ts';
import { aPlace, attempting, worker } from './workers.ts';

const needs = { jit: false, memoryMb: 64 };

async function ask({ stream }: ProgramProcess, text: string): Promise<unknown> {
  stream.write(text);
  const [answer] = (await once(stream, 'data')) as [Buffer];
  return JSON.parse(answer.toString());
}

async function until(isSo: () => boolean): Promise<void> {
  // Looked at once in a while: a process that begins another may be seen twice, so what was so may not be so a moment later.
  let isNow = isSo();
  for (let tries = 0; tries < 1000 && !isNow; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    isNow = isSo();
  }
  expect(isNow).toBe(true);
}

/** Soft limit in bytes. */
function dataLimit(pid: number): number {
  return Number(/^Max data size\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/limits`, 'utf8'))?.[1]);
}

/** Workers differ by a little in what they have when they are ready. */
function roundedMb(bytes: number): number {
  return Math.round(bytes / 2 ** 25) * 32;
}

function workersIn(folder: string): number {
  return descendantsOf(process.pid).filter(({ command }) => command.includes(folder)).length;
}

test.each(tiersHere)('openProcesses in %s hands over workers that are ready, each for one run', async (tier) => {
  const place = aPlace();
  {
    await using source = await openProcesses({ ...place, tier, worker: worker('say(String(message))') });
    expect(source.tier).toBe(tier);
    const first = await source.take(needs);
    const second = await source.take(needs);
    expect(first.pid).not.toBe(second.pid);
    expect(await ask(first, 'one')).toBe('one');
    first.kill();
    await first.ended;
    expect([isAlive(first.pid), isAlive(second.pid), first.stream.destroyed]).toEqual([false, true, true]);
    expect(first.peakBytes()).toBeGreaterThan(20 * 2 ** 20);
    // A second time it does nothing, since the number may be somebody else's by then.
    first.kill();
  }
  expect(workersIn(place.folder)).toBe(0);
});

test.each(tiersHere)('openProcesses in %s gives a worker an empty environment and no rights of Node', async (tier) => {
  await using source = await openProcesses({ ...aPlace(), tier, worker: attempting });
  const one = await source.take(needs);
  const denied = [
    `require('node:fs').readFileSync('/etc/passwd')`,
    `require('node:fs').writeFileSync('/tmp/x', '')`,
    `require('node:child_process').spawnSync('/bin/true')`,
    `new (require('node:worker_threads').Worker)('', { eval: true })`,
    `require('node:fs').readdirSync('/')`,
  ];
  for (const text of denied) expect([text, await ask(one, text)]).toEqual([text, 'ERR_ACCESS_DENIED']);
  const environment = `if (JSON.stringify(Object.keys(process.env).filter((name) => name !== 'PWD')) !== '["TZ"]') throw new Error(JSON.stringify(process.env))`;
  expect(await ask(one, environment)).toBe('done');
  expect(await ask(one, `if (typeof WebAssembly !== 'undefined') throw new Error('jit')`)).toBe('done');
  const withJit = await source.take({ jit: true, memoryMb: 64 });
  expect(await ask(withJit, `if (typeof WebAssembly === 'undefined') throw new Error('no jit')`)).toBe('done');
});

test.each(tiersHere)('openProcesses in %s ends one that takes too much memory, and goes on', async (tier) => {
  const hungry = worker(`const held = []; for (;;) held.push(Buffer.alloc(2 ** 24, 1));`);
  await using source = await openProcesses({ ...aPlace(), tier, worker: hungry });
  const one = await source.take(needs);
  one.stream.write('now');
  await one.ended;
  expect(one.peakBytes()).toBeLessThan(2 ** 29);
  const next = await source.take(needs);
  expect(isAlive(next.pid)).toBe(true);
});

test.each(tiersHere)('%s: without the permissions of Node too, a bomb of threads is ended', async (tier) => {
  const { folder, log } = aPlace();
  const wait = `Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)`;
  const text = `for (let i = 0; i < 100; i++) new (require('node:worker_threads').Worker)(${JSON.stringify(wait)}, { eval: true });`;
  const script = keepWorker(folder, worker(text));
  const one = await launch(confinements[tier], probeCommand(script), log);
  one.stream.write('now');
  await one.ended;
  expect(workersIn(folder)).toBe(0);
});

test.each(tiersHere)('%s: one with many threads is ended, though they take no memory', async (tier) => {
  const { folder, log } = aPlace();
  const { args, ...inside } = probeCommand(keepWorker(folder, worker('')));
  const one = await launch(confinements[tier], { ...inside, args: ['--v8-pool-size=100', ...args] }, log);
  await one.ended;
  expect(one.peakBytes()).toBeLessThan(2 ** 27);
});

test('take gives a program with more memory a wider limit, and one with the usual memory the usual one', async () => {
  await using source = await openProcesses({ ...aPlace(), tier: 'T0', worker: attempting });
  const small = dataLimit((await source.take(needs)).pid);
  const large = dataLimit((await source.take({ jit: false, memoryMb: 512 })).pid);
  const huge = dataLimit((await source.take({ jit: false, memoryMb: 2000 })).pid);
  expect([roundedMb(large - small), roundedMb(huge - small)]).toEqual([896, 3872]);
});

test('take replaces a worker that died while it waited', async () => {
  const place = aPlace();
  await using source = await openProcesses({ ...place, tier: 'T0', spare: 2, worker: attempting });
  await source.take(needs);
  await until(() => workersIn(place.folder) === 3);
  for (const { pid, command } of descendantsOf(process.pid))
    if (command.includes(place.folder)) process.kill(pid, 'SIGKILL');
  const next = await source.take(needs);
  expect(await ask(next, '1')).toBe('done');
});

test('before the first take no worker waits, afterwards as many as said', async () => {
  const place = aPlace();
  await using source = await openProcesses({ ...place, tier: 'T0', spare: 2, worker: attempting });
  // Those that tried the tier may still be ending.
  await until(() => workersIn(place.folder) === 0);
  const one = await source.take(needs);
  await until(() => workersIn(place.folder) === 3);
  one.kill();
  await one.ended;
  await until(() => workersIn(place.folder) === 2);
});

test('a worker that never says it is ready is an error for whoever takes it, with a few words in the log', async () => {
  const place = aPlace();
  const loud = `process.stderr.write('no such luck ' + 'x'.repeat(1e6)); process.stderr.write('\\u001b[31m\\n', () => process.exit(1));`;
  await using source = await openProcesses({ ...place, tier: 'T0', worker: loud });
  await expect(source.take(needs)).rejects.toThrow('no such luck');
  expect(place.logged()).toContain('no such luck');
  expect(place.logged().length).toBeLessThan(5000);
  expect(workersIn(place.folder)).toBe(0);
});

test('a worker that begins with another byte is none', async () => {
  await using source = await openProcesses({ ...aPlace(), tier: 'T0', worker: worker('').replace('0x53', '0x54') });
  await expect(source.take(needs)).rejects.toThrow('not ready');
});

test('what a worker writes once it is ready reaches no log', async () => {
  const place = aPlace();
  const talking = worker(`process.stderr.write('canary 4711'); process.stdout.write('canary 4711'); say(1);`);
  await using source = await openProcesses({ ...place, tier: 'T0', worker: talking });
  const one = await source.take(needs);
  expect(await ask(one, 'talk')).toBe(1);
  one.kill();
  await one.ended;
  expect(place.logged()).toBe('');
});

test('take is refused by a source that is closed', async () => {
  const source = await openProcesses({ ...aPlace(), tier: 'T0', worker: attempting });
  await source[Symbol.asyncDispose]();
  await expect(source.take(needs)).rejects.toThrow('closed');
});

const supervisor = fileURLToPath(new URL('supervisor.ts', import.meta.url));

test.each(tiersHere)('%s: a worker at work does not outlive a supervisor that is killed', async (tier) => {
  const { folder } = aPlace();
  const child = spawn(process.execPath, [supervisor, folder, tier], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  const family = descendantsOf(child.pid ?? 0).map(({ pid }) => pid);
  expect(family.length).toBeGreaterThan(1);
  child.kill('SIGKILL');
  await until(() => family.every((pid) => !isAlive(pid)));
});

test.each(tiersHere)('openProcesses in %s: isolates run, with and without JIT', async (tier) => {
  // What a compiler reserves for an isolate is more than may be added later.
  const before = `const context = new addon.exports.ivm.Isolate({ memoryLimit: 32 }).createContextSync();`;
  const running = worker(
    `say(context.evalSync('let s = 0; for (let i = 0; i < 3e5; i++) s += i % 7; s', { timeout: 5000 }));`,
    before,
  );
  await using source = await openProcesses({ ...aPlace(), tier, worker: running });
  for (const jit of [false, true]) {
    const one = await source.take({ jit, memoryMb: 64 });
    const answer = await Promise.race([ask(one, 'go'), one.ended]);
    expect([jit, answer]).toEqual([jit, 899_997]);
  }
});
