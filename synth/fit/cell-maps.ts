/** Where the cells of one histogram lie in another: row-major, the last attribute fastest, in whichever order the attributes are named. */
import type { Factor } from './types.ts';

type Attributes = readonly number[];

export function cellsOf(attributes: Attributes, sizes: readonly number[]): number {
  return attributes.reduce((cells, attribute) => cells * (sizes[attribute] ?? 0), 1);
}

/** For each cell over `from`, the cell over `to` that it belongs to. Every attribute of `to` is one of `from`. */
export function cellMap(from: Attributes, to: Attributes, sizes: readonly number[]): Int32Array {
  const map = new Int32Array(cellsOf(from, sizes));
  let filled = 1;
  for (const attribute of from.toReversed()) {
    const place = to.indexOf(attribute);
    const stride = place === -1 ? 0 : cellsOf(to.slice(place + 1), sizes);
    const size = sizes[attribute] ?? 0;
    for (let code = 1; code < size; code++) {
      for (let i = 0; i < filled; i++) map[code * filled + i] = (map[i] ?? 0) + code * stride;
    }
    filled *= size;
  }
  return map;
}

/** The factor summed over the attributes that are not in `to`, and in that order. */
export function project(factor: Factor, to: Attributes, sizes: readonly number[]): Factor {
  const values = new Float64Array(cellsOf(to, sizes));
  addOver(factor.values, cellMap(factor.attributes, to, sizes), values);
  return { attributes: to, values };
}

/** The product of two factors, over `to` alone. */
export function multiply({ a, b }: { a: Factor; b: Factor }, to: Attributes, sizes: readonly number[]): Factor {
  const union = [...new Set([...a.attributes, ...b.attributes])];
  const [inA, inB, inTo] = [a.attributes, b.attributes, to].map((part) => cellMap(union, part, sizes));
  const values = new Float64Array(cellsOf(to, sizes));
  for (let i = 0; i < cellsOf(union, sizes); i++) {
    const cell = inTo?.[i] ?? 0;
    values[cell] = (values[cell] ?? 0) + (a.values[inA?.[i] ?? 0] ?? 0) * (b.values[inB?.[i] ?? 0] ?? 0);
  }
  return { attributes: to, values };
}

/** Adds each value to the sum that the map names. */
export function addOver(values: Float64Array, map: Int32Array, sums: Float64Array): void {
  for (let i = 0; i < map.length; i++) {
    const cell = map[i] ?? 0;
    sums[cell] = (sums[cell] ?? 0) + (values[i] ?? 0);
  }
}

export function holds(outer: Attributes, inner: Attributes): boolean {
  return inner.every((attribute) => outer.includes(attribute));
}
