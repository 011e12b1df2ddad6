/** A random source that is known: the same seed gives the same bytes, so that a statistical test passes always or never. */
import { createHash } from 'node:crypto';
import type { RandomSource } from '#policies/privacy/random.ts';

const blockBytes = 65_536;

/** SHAKE256(seed/0) ‖ SHAKE256(seed/1) ‖ … */
export function knownStream(seed: string): RandomSource {
  let block = new Uint8Array();
  let blocks = 0;
  let at = 0;
  return {
    bytes(count) {
      if (at + count > block.length) {
        block = createHash('shake256', { outputLength: blockBytes }).update(`${seed}/${blocks}`).digest();
        blocks += 1;
        at = 0;
      }
      at += count;
      return block.subarray(at - count, at);
    },
  };
}

/** Gives exactly these bytes, then fails. */
export function fixedBytes(values: readonly number[]): RandomSource {
  let at = 0;
  return {
    bytes(count) {
      if (at + count > values.length) throw new Error('the known bytes are used up');
      at += count;
      return Uint8Array.from(values.slice(at - count, at));
    },
  };
}

export function draw<T>(count: number, sample: () => T): readonly T[] {
  return Array.from({ length: count }, sample);
}
