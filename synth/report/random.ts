/** Public randomness of a report: the same seed makes the same report. Nothing here protects anybody. */
import { fmix32, seedOf } from '../hash.ts';

/** Numbers that follow from a seed and a name, one after the other. */
export interface Stream {
  /** A whole number from 0 to `bound` − 1, `bound` below 2^32. */
  below(bound: number): number;
}

export function streamOf(seed: number, name: string): Stream {
  const key = seedOf(seed, name);
  let count = 0;
  return {
    below(bound) {
      // Two rounds: with one, the streams of two names would be the same sequence from different places.
      const word = fmix32(fmix32(count++) ^ key);
      return Math.floor((word / 2 ** 32) * bound);
    },
  };
}

/** 0 … n − 1 in random order, the first `take` of them. */
export function pick(n: number, take: number, random: Stream): Uint32Array {
  const order = Uint32Array.from({ length: n }, (_, at) => at);
  const kept = Math.min(n, take);
  for (let at = 0; at < kept; at++) {
    const other = at + random.below(n - at);
    const moved = order[other] ?? 0;
    order[other] = order[at] ?? 0;
    order[at] = moved;
  }
  return order.slice(0, kept);
}

/** Like `pick`, with at most one row of each unit. */
export function pickOfUnits(units: Uint32Array, take: number, random: Stream): Uint32Array {
  const seen = new Set<number>();
  const rows = pick(units.length, units.length, random).filter((row) => {
    const unit = units[row] ?? 0;
    if (seen.has(unit)) return false;
    seen.add(unit);
    return true;
  });
  return rows.slice(0, take);
}

/** `take` rows of n with replacement: what a draw of that size from the rows themselves would be. */
export function resample(n: number, take: number, random: Stream): Uint32Array {
  return Uint32Array.from({ length: take }, () => random.below(n));
}
