/**
 * Random halves of the rows, the same each time: an audit must give one answer. Who trains the released model is everybody; the audit trains
 * the same specification on one half and judges it by the other, which is the harder case, for half the rows are remembered better.
 *
 * @see disclosure.md §3 (holdout, shadows)
 */

export interface Halves {
  readonly members: Uint32Array;
  readonly others: Uint32Array;
}

/** Random whole numbers below `bound`. Not secret, and need not be: whoever knows the halves learns nothing of the rows. */
export type Draw = (bound: number) => number;

/** SplitMix32 from a fixed seed. @see Steele, Lea & Flood, OOPSLA 2014 */
export function drawFrom(seed: number): Draw {
  let state = seed >>> 0;
  return (bound) => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return Math.floor((((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32) * bound);
  };
}

/** At most `most` of the numbers 0 to `count` − 1, in random order. */
export function sampleRows(count: number, most: number, draw: Draw): Uint32Array {
  const rows = Uint32Array.from({ length: count }, (_, row) => row);
  const taken = Math.min(count, most);
  for (let at = 0; at < taken; at++) {
    const other = at + draw(count - at);
    [rows[at], rows[other]] = [rows[other] ?? 0, rows[at] ?? 0];
  }
  return rows.slice(0, taken);
}

/** Two halves of `rows`, each in ascending order, so that sums do not depend on the draw's order. */
export function halve(rows: Uint32Array, draw: Draw): Halves {
  const order = sampleRows(rows.length, rows.length, draw);
  const half = Math.floor(rows.length / 2);
  const part = (from: number, to: number): Uint32Array =>
    order
      .slice(from, to)
      .map((at) => rows[at] ?? 0)
      .sort();
  return { members: part(0, half), others: part(half, rows.length) };
}
