/** Where the cells of one histogram lie in another: row-major, the last attribute fastest, in whichever order the attributes are named. */
import type { Factor } from './types.ts';

type Attributes = readonly number[];

export function cellsOf(attributes: Attributes, sizes: readonly number[]): number {
  return attributes.reduce((cells, attribute) => cells * (sizes[attribute] ?? 0), 1);
}

/**
 * For each cell of one histogram, the cell of another that it belongs to. The fastest attributes of the first are walked in even steps,
 * so that only where each walk starts is kept: cell i · walk + k belongs to cell starts[i] + k · step.
 */
export interface CellMap {
  readonly starts: Int32Array;
  readonly walk: number;
  readonly step: number;
}

/** Every attribute of `to` is one of `from`. */
export function cellMap(from: Attributes, to: Attributes, sizes: readonly number[]): CellMap {
  const outer = [...from];
  let walk = 1;
  let step: number | undefined;
  for (const attribute of from.toReversed()) {
    const [size, stride] = [sizes[attribute] ?? 0, strideOf(attribute, to, sizes)];
    if (step !== undefined && size !== 1 && stride !== step * walk) break;
    if (size !== 1) step ??= stride;
    walk *= size;
    outer.pop();
  }
  return { starts: placesOf(outer, to, sizes), walk, step: step ?? 0 };
}

/** Adds each value to the sum that the map names. */
export function addOver(values: Float64Array, { starts, walk, step }: CellMap, sums: Float64Array): void {
  let at = 0;
  for (let i = 0; i < starts.length; i++) {
    let cell = starts[i] ?? 0;
    if (step === 0) {
      let sum = sums[cell] ?? 0;
      for (let k = 0; k < walk; k++) sum += values[at++] ?? 0;
      sums[cell] = sum;
      continue;
    }
    for (let k = 0; k < walk; k++, cell += step) sums[cell] = (sums[cell] ?? 0) + (values[at++] ?? 0);
  }
}

/** Adds to each value the number that the map names. */
export function addFrom(numbers: Float64Array, { starts, walk, step }: CellMap, values: Float64Array): void {
  let at = 0;
  for (let i = 0; i < starts.length; i++) {
    let cell = starts[i] ?? 0;
    for (let k = 0; k < walk; k++, at++, cell += step) values[at] = (values[at] ?? 0) + (numbers[cell] ?? 0);
  }
}

/** Multiplies each value with the number that the map names. */
export function scaleFrom(numbers: Float64Array, { starts, walk, step }: CellMap, values: Float64Array): void {
  let at = 0;
  for (let i = 0; i < starts.length; i++) {
    let cell = starts[i] ?? 0;
    for (let k = 0; k < walk; k++, at++, cell += step) values[at] = (values[at] ?? 0) * (numbers[cell] ?? 0);
  }
}

/** The factor summed over the attributes that are not in `to`, and in that order. */
export function project(factor: Factor, to: Attributes, sizes: readonly number[]): Factor {
  const values = new Float64Array(cellsOf(to, sizes));
  addOver(factor.values, cellMap(factor.attributes, to, sizes), values);
  return { attributes: to, values };
}

/** The product of two factors, over `to` alone. */
export function multiply({ a, b }: { a: Factor; b: Factor }, to: Attributes, sizes: readonly number[]): Factor {
  const union = [...new Set([...to, ...a.attributes, ...b.attributes])];
  const last = union.pop() ?? -1;
  const [inA, inB, inTo] = [walksOf(a.attributes), walksOf(b.attributes), walksOf(to)];
  const values = new Float64Array(cellsOf(to, sizes));
  const walk = sizes[last] ?? 1;
  for (let i = 0; i < inTo.starts.length; i++) {
    let [atA, atB, cell] = [inA.starts[i] ?? 0, inB.starts[i] ?? 0, inTo.starts[i] ?? 0];
    for (let k = 0; k < walk; k++, atA += inA.step, atB += inB.step, cell += inTo.step)
      values[cell] = (values[cell] ?? 0) + (a.values[atA] ?? 0) * (b.values[atB] ?? 0);
  }
  return { attributes: to, values };

  function walksOf(attributes: Attributes): { starts: Int32Array; step: number } {
    return { starts: placesOf(union, attributes, sizes), step: strideOf(last, attributes, sizes) };
  }
}

export function holds(outer: Attributes, inner: Attributes): boolean {
  return inner.every((attribute) => outer.includes(attribute));
}

/** How far apart neighbouring values of the attribute are in a histogram; 0 where it is not in it. */
function strideOf(attribute: number, within: Attributes, sizes: readonly number[]): number {
  const place = within.indexOf(attribute);
  return place === -1 ? 0 : cellsOf(within.slice(place + 1), sizes);
}

/** For each cell over `from`, where it lies in a histogram of `within`; attributes that only one of them has count as 0 there. */
function placesOf(from: Attributes, within: Attributes, sizes: readonly number[]): Int32Array {
  const places = new Int32Array(cellsOf(from, sizes));
  let filled = 1;
  for (const attribute of from.toReversed()) {
    const [size, stride] = [sizes[attribute] ?? 0, strideOf(attribute, within, sizes)];
    for (let code = 1; code < size; code++) {
      for (let i = 0; i < filled; i++) places[code * filled + i] = (places[i] ?? 0) + code * stride;
    }
    filled *= size;
  }
  return places;
}
