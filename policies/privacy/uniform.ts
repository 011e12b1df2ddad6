/**
 * Uniform whole numbers from uniform bytes: the one place where the samplers read randomness. No remainder is taken, for a remainder
 * favours small numbers; what falls outside is thrown away and drawn again.
 *
 * @see query-and-privacy.md §3.5; Canonne, Kamath, Steinke 2020 (arXiv 2004.00010), §5
 */
import { bitLength } from './bit-length.ts';
import type { RandomSource } from './random.ts';

/**
 * Returns each of 0 … `n` − 1 with probability exactly 1/n. Of every draw at least half is kept, so two are needed on average at most.
 *
 * @throws RangeError when `n` is not positive
 */
export function uniformBelow(n: bigint, random: RandomSource): bigint {
  if (n <= 0n) throw new RangeError(`Cannot draw a number below n: n must be positive; got ${n}`);
  if (n === 1n) return 0n;
  const bits = bitLength(n - 1n);
  for (;;) {
    const value = uniformBits(bits, random);
    if (value < n) return value;
  }
}

/** A uniform number of `bits` bits, the first byte being the highest; superfluous bits of the last byte are cut off. */
function uniformBits(bits: number, random: RandomSource): bigint {
  const count = (bits + 7) >>> 3;
  const drawn = random.bytes(count);
  // A missing byte must not count as zero: the noise would no longer be noise.
  if (drawn.length !== count) throw new RangeError(`Cannot draw a number: needs ${count} bytes; got ${drawn.length}`);
  let value = 0n;
  for (const byte of drawn) value = (value << 8n) | BigInt(byte);
  return value >> BigInt(-bits & 7);
}
