/**
 * Inference: an attacker knows all of a person but one attribute, and reads that from the nearest drawn row. Every attribute is the secret
 * once. The nearest rows for all of them are found in one pass: the distance without an attribute is the whole less that attribute's part.
 *
 * @see Giomi et al. 2023 (Anonymeter), §4.3
 */
import { cellCount, type Attribute } from '#policies/simulation/attribute.ts';
import { columnAt, rowCount } from '../input.ts';
import type { CodeColumns } from '../../fit/types.ts';
import type { Stream } from '../random.ts';
import type { Attack } from '../schema.ts';
import { cellValues } from '../values.ts';
import { pointsOf, unit, type Points } from './points.ts';
import { attackOf } from './risk.ts';
import { limits } from './limits.ts';
import { firstRows, type Targets } from './targets.ts';

const tolerance = 0.05;

/** One attack for each attribute that varies among drawn rows; none for a single attribute. */
export function inference(attributes: readonly Attribute[], targets: Targets, random: Stream): readonly Attack[] {
  if (attributes.length < 2) return [];
  const drawn = pointsOf(attributes, targets.drawn);
  const [members, strangers] = [targets.members, targets.strangers].map((columns) => {
    const some = firstRows(columns, limits.targets);
    return { some, nearest: nearestWithout(pointsOf(attributes, some), drawn) };
  });
  if (!members || !strangers) return [];
  const attacks = rowCount(members.some);
  const guesses = Int32Array.from({ length: attacks }, () => random.below(drawn.rows));
  return attributes.flatMap((attribute, at) => {
    const known = columnAt(targets.drawn, at);
    if (known.every((cell) => cell === known[0])) return [];
    const right = (columns: CodeColumns, rows: Int32Array): number =>
      successes(
        attribute,
        columnAt(columns, at),
        Uint16Array.from(rows, (row) => known[row] ?? 0),
      );
    const found = { name: 'inference' as const, secret: attribute.name, attacks };
    return attackOf({
      ...found,
      members: right(members.some, members.nearest[at] ?? guesses),
      strangers: right(strangers.some, strangers.nearest[at] ?? guesses),
      guesses: right(members.some, guesses),
    });
  });
}

/**
 * The same cell; or numbers that differ by no more than 5 % of the secret's size. (Anonymeter divides by the guess with its sign, so that
 * any negative guess is a success.)
 */
function successes({ cells }: Attribute, secrets: Uint16Array, guesses: Uint16Array): number {
  const isNumber = cells.kind === 'numbers' || cells.kind === 'count';
  const values = isNumber ? cellValues(cells) : new Float64Array(cellCount(cells)).fill(Number.NaN);
  const isRight = (secret: number, guess: number): boolean => {
    const value = values[secret] ?? Number.NaN;
    // NULL and codes have no value, and nothing is near to NaN.
    return secret === guess || Math.abs((values[guess] ?? Number.NaN) - value) <= tolerance * Math.abs(value);
  };
  return secrets.filter((secret, row) => isRight(secret, guesses[row] ?? 0)).length;
}

/** For every attribute: which row of `among` is nearest to each row in all the others. Of equally near ones the first. */
export function nearestWithout(of: Points, among: Points): readonly Int32Array[] {
  const { width } = of;
  const nearest = Array.from({ length: width }, () => new Int32Array(of.rows));
  for (let row = 0; row < of.rows; row++) {
    const query = of.places.slice(row * width, (row + 1) * width);
    const found = scan(query, among);
    nearest.forEach((rows, at) => (rows[row] = found[at] ?? 0));
  }
  return nearest;
}

function scan(query: Int32Array, among: Points): Int32Array {
  const best = new Int32Array(query.length).fill(0x7fffffff);
  const rows = new Int32Array(query.length);
  const parts = new Int32Array(query.length);
  // A row this far away is no nearest one, whichever attribute is left out.
  let limit = Infinity;
  for (let row = 0; row < among.rows; row++) {
    const distance = partsBelow(query, among, { row, limit, parts });
    if (distance >= limit) continue;
    let worst = 0;
    for (let at = 0; at < query.length; at++) {
      const without = distance - (parts[at] ?? 0);
      if (without < (best[at] ?? 0)) [best[at], rows[at]] = [without, row];
      worst = Math.max(worst, best[at] ?? 0);
    }
    limit = worst + unit;
  }
  return rows;
}

interface Look {
  readonly row: number;
  readonly limit: number;
  /** What each attribute adds; filled as far as the row is looked at. */
  readonly parts: Int32Array;
}

function partsBelow(query: Int32Array, { width, places }: Points, { row, limit, parts }: Look): number {
  const to = row * width;
  const most = unit;
  let distance = 0;
  for (let at = 0; at < width; at++) {
    const apart = Math.abs((query[at] ?? 0) - (places[to + at] ?? 0));
    const part = apart < most ? apart : most;
    parts[at] = part;
    distance += part;
    if (distance >= limit) return distance;
  }
  return distance;
}
