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
import { distanceBelow } from './nearest.ts';
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
  const linked = (columns: CodeColumns): number => {
    const found = sides.map((isIn, side) => {
      const points = (of: CodeColumns): Points => pointsOf(attributes.filter(isIn), of.filter(isIn));
      return nearestSets(points(firstRows(columns, limits.targets)), points(targets.drawn), side === 1);
    });
    const [left = [], right = []] = found;
    return left.filter((rows, at) => rows.some((row) => right[at]?.includes(row))).length;
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

/** The nearest rows of every point. Of equally near ones the first, or backwards the last: both sides must not agree by order alone. */
function nearestSets(of: Points, among: Points, backwards: boolean): readonly (readonly number[])[] {
  return Array.from({ length: of.rows }, (_, row) => {
    const query = of.places.subarray(row * of.width, (row + 1) * of.width);
    const rows: number[] = [];
    const distances: number[] = [];
    let limit = 0x7fffffff;
    for (let step = 0; step < among.rows && limit > 0; step++) {
      const other = backwards ? among.rows - 1 - step : step;
      const distance = distanceBelow(query, among, { row: other, limit });
      if (distance >= limit) continue;
      const place = distances.findIndex((known) => known > distance);
      const at = place < 0 ? distances.length : place;
      distances.splice(at, 0, distance);
      rows.splice(at, 0, other);
      distances.length = rows.length = Math.min(neighbours, rows.length);
      limit = distances[neighbours - 1] ?? limit;
    }
    return rows;
  });
}
