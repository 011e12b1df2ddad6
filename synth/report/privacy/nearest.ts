/** Nearest rows by brute force: there is no faster way in many dimensions, but most rows are left after a few attributes. */
import { unit, type Points } from './points.ts';

export interface Nearest {
  /** Distance to the nearest row of `among`, and to the second nearest. */
  readonly first: Float64Array;
  readonly second: Float64Array;
  /** Which the nearest is; of several the first. */
  readonly at: Int32Array;
}

/** For every row of `of`, its nearest rows in `among`, in parts of `unit`. */
export function nearestRows(of: Points, among: Points): Nearest {
  const first = new Float64Array(of.rows);
  const second = new Float64Array(of.rows);
  const at = new Int32Array(of.rows);
  for (let row = 0; row < of.rows; row++) {
    const query = of.places.slice(row * of.width, (row + 1) * of.width);
    let [best, next, where] = [0x7fffffff, 0x7fffffff, -1];
    // Nothing is nearer than two rows that are the same.
    for (let other = 0; other < among.rows && next > 0; other++) {
      const distance = distanceBelow(query, among, { row: other, limit: next });
      if (distance >= next) continue;
      if (distance < best) [next, best, where] = [best, distance, other];
      else next = distance;
    }
    [first[row], second[row], at[row]] = [best, next, where];
  }
  return { first, second, at };
}

interface Bound {
  readonly row: number;
  readonly limit: number;
}

/** The distance to a row; or anything from `limit` on, as soon as it is clear that it is not below. */
export function distanceBelow(query: Int32Array, { width, places }: Points, { row, limit }: Bound): number {
  const to = row * width;
  let distance = 0;
  for (let at = 0; at < width; at++) {
    const apart = Math.abs((query[at] ?? 0) - (places[to + at] ?? 0));
    distance += apart < unit ? apart : unit;
    if (distance >= limit) return distance;
  }
  return distance;
}
