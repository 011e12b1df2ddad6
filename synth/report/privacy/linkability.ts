/**
 * Linkability: an attacker has half of a person's attributes from one place and half from another, and asks whether one drawn row is among
 * the nearest to both.
 *
 * @see Giomi et al. 2023 (Anonymeter), §4.2
 */
import type { Attribute } from '#policies/simulation/attribute.ts';
import { rowCount } from '../input.ts';
import type { CodeColumns } from '../../fit/types.ts';
import { pick, type Stream } from '../random.ts';
import type { Attack } from '../schema.ts';
import { limits } from './limits.ts';
import { nearestRows, sortPoints } from './nearest.ts';
import { pointsOf, type Points } from './points.ts';
import { attackOf } from './risk.ts';
import { firstRows, type Targets } from './targets.ts';

const neighbours = 5;

/** `undefined` for fewer than two attributes. */
export function linkability(attributes: readonly Attribute[], targets: Targets, random: Stream): Attack | undefined {
  if (attributes.length < 2) return undefined;
  const half = new Set(pick(attributes.length, attributes.length >> 1, random));
  const sides = [true, false].map((side) => (_: unknown, at: number) => half.has(at) === side);
  const searched = rowCount(targets.drawn);
  // Of equally near rows the first, or for the other half the last: both must not agree by order alone.
  const halves = sides.map((isIn, at) => {
    const points = (of: CodeColumns): Points => pointsOf(attributes.filter(isIn), of.filter(isIn));
    return { points, among: sortPoints(points(targets.drawn), at === 1) };
  });
  const linked = (columns: CodeColumns): number => {
    const some = firstRows(columns, limits.targets);
    const [left, right] = halves.map(({ points, among }) => nearestRows(points(some), among, neighbours).rows);
    return left && right ? meetings(left, right) : 0;
  };
  const attacks = Math.min(limits.targets, rowCount(targets.members));
  const guess = (): readonly number[] => Array.from({ length: neighbours }, () => random.below(searched));
  const guesses = Array.from({ length: attacks }, () => {
    const left = guess();
    return guess().some((row) => left.includes(row));
  });
  return attackOf({
    name: 'linkability',
    secret: null,
    attacks,
    members: linked(targets.members),
    strangers: linked(targets.strangers),
    guesses: guesses.filter(Boolean).length,
  });
}

/** How many points have a row among the nearest on both sides. */
function meetings(left: Int32Array, right: Int32Array): number {
  let count = 0;
  for (let from = 0; from < left.length; from += neighbours) {
    const others = right.subarray(from, from + neighbours);
    if (left.subarray(from, from + neighbours).some((row) => others.includes(row))) count++;
  }
  return count;
}
