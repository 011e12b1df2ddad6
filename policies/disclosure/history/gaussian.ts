/** Normal numbers that depend on their place alone: an audit that is made again finds the same. */
import { mix } from './atoms.ts';

/** A number from N(0, 1), the same for the same seed and place. */
export function gaussianAt(seed: number, place: number): number {
  const u = (mix(place, seed) + 1) / 4_294_967_297;
  const v = mix(place, seed ^ 0x5bd1e995) / 4_294_967_296;
  return Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * v);
}
