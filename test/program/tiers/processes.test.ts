/** A source of workers, with a stand-in for the worker that answers every byte. @see programs.md §D.4 */
import { mkdtempSync, openSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openProcesses } from '#sandbox/program/processes.ts';
import { isAlive } from '../../fixtures/city.ts';

const folder = mkdtempSync(join(tmpdir(), 'sluice-tiers-'));
const log = openSync(join(folder, 'log'), 'a');

const echo = `
const module_ = { exports: {} };
process.dlopen(module_, process.argv[2]);
const pipe = new (require('node:net').Socket)({ fd: 3 });
const die = () => process.kill(process.pid, 'SIGKILL');
pipe.on('error', die).on('close', die).on('data', (chunk) => pipe.write(chunk));
pipe.write(Buffer.from([0x53]));
`;

test('openProcesses hands over workers that are ready, one for each run', async () => {
  await using source = await openProcesses({ folder, log, tier: 'T0', worker: echo });
  const first = await source.take({ jit: false, memoryMb: 64 });
  const second = await source.take({ jit: false, memoryMb: 64 });
  expect(first.pid).not.toBe(second.pid);
  first.stream.write('one');
  expect(String((await once(first.stream, 'data'))[0])).toBe('one');
  first.kill();
  await first.ended;
  expect(isAlive(first.pid)).toBe(false);
  expect(isAlive(second.pid)).toBe(true);
  expect(first.peakBytes()).toBeGreaterThan(20 * 2 ** 20);
});
