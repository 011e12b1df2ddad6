/**
 * The domain's randomness: the operating system's generator, through Node. It is never seeded, and no byte is kept after it was handed
 * out, so that nothing that is left in memory tells the noise of an earlier answer.
 *
 * @see query-and-privacy.md §2.12
 */
import { randomFillSync } from 'node:crypto';
import type { RandomSource } from '#policies/privacy/random.ts';

/** Small, because noise takes a few bytes at a time, and what waits in the pool waits in memory. */
const poolSize = 4096;

export function openRandomness(): RandomSource {
  return pooled(new Uint8Array(poolSize), (target) => void randomFillSync(target));
}

/**
 * Hands out each byte of the pool once and wipes it there.
 *
 * @param fill overwrites all bytes of its argument with fresh ones
 */
export function pooled(pool: Uint8Array, fill: (target: Uint8Array) => void): RandomSource {
  let at = pool.length;
  return {
    bytes(count: number): Uint8Array {
      if (!Number.isSafeInteger(count) || count < 0) {
        throw new RangeError(`Cannot give random bytes: their count must be a whole number from 0; got ${count}`);
      }
      if (count > pool.length) {
        const large = new Uint8Array(count);
        fill(large);
        return large;
      }
      if (count > pool.length - at) {
        fill(pool);
        at = 0;
      }
      const given = pool.slice(at, at + count);
      pool.fill(0, at, at + count);
      at += count;
      return given;
    },
  };
}
