/** A unit's time is for all passes together: who is slow in each is late in the end. @see policies/program/map.proof.md §4 */
import { expect, test } from 'vitest';
import { signMillis, slowestUnit } from '#policies/program/call-time.ts';
import { say } from '#sandbox/program/worker/frames.ts';
import type { Answered, Session } from '#sandbox/program/guest-session.ts';
import { runSpan } from '#sandbox/program/guest-span.ts';

/** So many vectors of one number. */
function vectors(count: number): Answered {
  const body = Buffer.alloc(8 + count * 8);
  body.writeUInt32LE(count, 0);
  return { kind: say.vectors, body };
}

const sign = vectors(0);
const idle: Answered = { kind: say.idle, body: Buffer.alloc(0) };

/** A worker that says this, one after another. */
function saying(...frames: readonly Answered[]): Session {
  const left = [...frames];
  return {
    tell: () => 1,
    hear: async () => left.shift() ?? 'ended',
    isAlive: true,
    kill: () => undefined,
    [Symbol.dispose]: () => undefined,
  };
}

async function run(seen: Map<number, number>, ...frames: readonly Answered[]) {
  const span = { from: 0, to: 3, length: 1, callMillis: 50, isFirst: false, seen };
  return runSpan(saying(...frames), span, () => undefined);
}

test('runSpan notes how long a unit was seen to run, and nothing of quick ones', async () => {
  const seen = new Map<number, number>();
  expect(await run(seen, vectors(1), sign, sign, vectors(1), vectors(1), idle)).toEqual({ finished: 3, end: 'idle' });
  expect([...seen.keys()]).toEqual([1]);
  // Two signs are four times their distance at most.
  expect(seen.get(1)).toBeLessThanOrEqual(4 * signMillis(50));
});

test('runSpan finds a unit late that has used up its time in earlier passes, and only that unit', async () => {
  const used = new Map([[1, 1000]]);
  expect(await run(used, vectors(1), sign, vectors(2), idle)).toEqual({ finished: 1, end: 'late' });
  expect(await run(used, sign, vectors(3), idle)).toEqual({ finished: 3, end: 'idle' });
  expect(await run(new Map(), vectors(1), sign, vectors(2), idle)).toEqual({ finished: 3, end: 'idle' });
});

test('slowestUnit grows with the passes by what goes unseen only', () => {
  const [one, many] = [1, 200].map((iterations) => slowestUnit({ unitMillis: 400, iterations }));
  expect((many ?? 0) - (one ?? 0)).toBe(199 * 3 * signMillis(400));
});
