/** Bytes that nobody meant, in both directions: a call fails and a worker ends; nothing waits, nothing grows, nothing throws out of place. */
import * as fc from 'fast-check';
import { duplexPair } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openGuest } from '#sandbox/program/open-guest.ts';
import type { Guest, ProgramProcess } from '#sandbox/program/guest.ts';
import { ask, encodeHead, say } from '#sandbox/program/worker/frames.ts';
import { aColumn, aProgram, openWorkshop, type Workshop } from './worker/programs.ts';

let workshop: Workshop;
beforeAll(async () => {
  workshop = await openWorkshop();
});
afterAll(() => workshop[Symbol.asyncDispose]());

const noise = fc.uint8Array({ maxLength: 200 });

/** Frames that are nearly right: of kinds that exist, with lengths that are nearly true. */
function frames(kinds: readonly number[]): fc.Arbitrary<Uint8Array> {
  const frame = fc
    .record({
      kind: fc.oneof(fc.constantFrom(...kinds), fc.nat(300)),
      question: fc.nat(6),
      body: fc.uint8Array({ maxLength: 96 }),
      more: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.constantFrom(1, 8, 1e6, 2 ** 31, 2 ** 32 - 200)),
    })
    .map(({ kind, question, body, more }) =>
      Buffer.concat([encodeHead({ length: body.length + more, kind, question }), body]),
    );
  return fc.array(fc.oneof({ weight: 3, arbitrary: frame }, noise), { maxLength: 6 }).map((all) => Buffer.concat(all));
}

/** A worker that has said hello, says this and goes. */
function speaker(bytes: Uint8Array): ProgramProcess {
  const [near, far] = duplexPair();
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  const kill = (): void => {
    near.destroy();
    end();
  };
  far.on('error', () => undefined);
  far.resume();
  far.end(bytes);
  return { stream: near, pid: 0, ended, kill, peakBytes: () => 0 };
}

function guestOf(bytes: Uint8Array): Promise<Guest> {
  const take = () => Promise.resolve(speaker(bytes));
  const source = { tier: 'T0', take, [Symbol.asyncDispose]: () => Promise.resolve() } as const;
  return openGuest(aProgram({ mode: 'map', columns: [{ name: 'x' }], callMillis: 50 }), source);
}

const fromWorker = frames(Object.values(say));
const rows = aColumn([1], [2]);
const packed = { width: 1, values: Float64Array.of(1, 2), offsets: Uint32Array.of(0, 1, 2) };

test('evaluate and compute: whatever a worker says, there are numbers of the layout or none, or the worker took no rows', async () => {
  await fc.assert(
    fc.asyncProperty(fromWorker, async (bytes) => {
      using guest = await guestOf(bytes);
      const input = { state: new Float64Array(1), sums: new Float64Array(1), iteration: 0 };
      const computed = await guest.compute('update', input, [{ name: 'x', length: 2 }]);
      expect([undefined, 2]).toContain(computed?.length);
      const made = await guest.evaluate(rows, [{ kind: 'all' }], [{ name: 'x', length: 2 }]).catch(tookNoRows);
      for (const numbers of made) expect([undefined, 2]).toContain(numbers?.length);
    }),
    { numRuns: 300 },
  );
});

test('mapUnits: whatever a worker says, sums stay within the clip of each unit', async () => {
  await fc.assert(
    fc.asyncProperty(fromWorker, async (bytes) => {
      using guest = await guestOf(bytes);
      const pass = { state: new Float64Array(1), length: 2, clip: 1, skip: new Set<number>(), mostKilled: 1 };
      const made = await guest.mapUnits(packed, pass).catch(tookNoRows);
      if (!('sums' in made)) return;
      for (const sum of made.sums) expect(sum >= -2n * 1_048_576n && sum <= 2n * 1_048_576n).toBe(true);
    }),
    { numRuns: 300 },
  );
});

/** The one thing that may go wrong before a program runs. */
function tookNoRows(error: unknown): readonly undefined[] {
  expect(String(error)).toMatch(/its worker took no rows/);
  return [];
}

const fromSupervisor = frames(Object.values(ask));

test('a worker that is told nonsense ends when nobody speaks to it any more', { timeout: 60_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fromSupervisor, async (bytes) => {
      const worker = await workshop.processes.take({ jit: false, memoryMb: 32 });
      worker.stream.on('error', () => undefined);
      worker.stream.resume();
      worker.stream.end(bytes);
      await worker.ended;
      expect(worker.peakBytes()).toBeLessThan(300 * 2 ** 20);
    }),
    { numRuns: 25 },
  );
  using guest = await workshop.open({ bundle: 'var program = { default(input, output) { output.x[0] = 1; } };' });
  expect(await guest.evaluate(rows, [{ kind: 'all' }], [{ name: 'x', length: 1 }])).toEqual([Float64Array.of(1)]);
});
