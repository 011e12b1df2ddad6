/** Public randomness: a stream of numbers that follows from a seed and is the same on every machine. Never for noise. */
import { fmix32, seedOf } from '../hash.ts';

/** Numbers from 0 to below 1. */
export type Generator = () => number;

/** The stream of a named part of what is drawn: hashes of a Weyl sequence, so that its period is 2^32. */
export function openGenerator(seed: number, name: string): Generator {
  let state = seedOf(seed, name) | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    return fmix32(state) / 0x1_0000_0000;
  };
}
