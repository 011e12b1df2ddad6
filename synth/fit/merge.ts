/**
 * Fewer bins than cells, once the noisy histogram of an attribute is known: it costs nothing more. Cells that the noise hides are merged.
 *
 * @see synth.md §2.3; McKenna, Miklau & Sheldon, Journal of Privacy and Confidentiality 2021, §4.3 (MST, compress domain)
 */
import { occupiedCells } from './occupied.ts';
import type { Measurement } from './types.ts';

export interface Merge {
  /** The bin of each fine cell. */
  readonly bins: number[];
  readonly count: number;
  /** How many fine cells each bin has. */
  readonly merged: number[];
  /** How likely each fine cell is within its bin: its noisy count, or a little where that is none; 0 beyond the values of an ordered attribute. */
  readonly mass: number[];
}

/** Cells of fewer than `threshold` σ become one bin, the last. */
export function mergeRare(noisy: Float64Array, sigma: number, threshold = 1): Merge {
  let kept = 0;
  const places = Array.from(noisy, (count) => (count >= threshold * sigma ? kept++ : -1));
  return mergeOf(
    places.map((place) => (place === -1 ? kept : place)),
    massOf(noisy, sigma),
  );
}

export interface NeighbourOptions {
  /** About how many bins of equal mass there should be. */
  readonly bins: number;
  /** Whether the last cell stands for NULL, which is no neighbour of any. */
  readonly none: boolean;
}

/**
 * Neighbours are merged from left to right until they have a bin's share of the total, or four σ. A cell that has as much alone stays
 * alone; what is left over before it, or at the end, goes to the bin before. Empty cells at both ends belong to the bin next to them.
 */
export function mergeNeighbours(noisy: Float64Array, sigma: number, { bins, none }: NeighbourOptions): Merge {
  const cells = none ? noisy.subarray(0, -1) : noisy;
  const { first, end } = occupiedCells(cells, sigma);
  const occupied = cells.subarray(first, end);
  const enough = Math.max(occupied.reduce((a, b) => a + b, 0) / bins, 4 * sigma);
  const runs = runsOf(occupied, enough);
  const last = runs.length - 1;
  const places = Array.from(cells, () => 0);
  let next = first;
  runs.forEach((length, bin) => places.fill(bin, next, (next += length)));
  places.fill(last, end);
  const mass = massOf(noisy, sigma).fill(0, 0, first).fill(0, end, cells.length);
  return mergeOf(none ? [...places, last + 1] : places, mass);
}

/** How many cells each bin takes, from left to right. */
function runsOf(cells: Float64Array, enough: number): number[] {
  const runs: { length: number; alone: boolean }[] = [];
  let open = { length: 0, mass: 0 };
  const close = (): void => {
    const before = runs.at(-1);
    if (open.length > 0 && open.mass < enough && before?.alone === false) before.length += open.length;
    else if (open.length > 0) runs.push({ length: open.length, alone: false });
    open = { length: 0, mass: 0 };
  };
  for (const mass of cells) {
    if (mass >= enough) {
      close();
      runs.push({ length: 1, alone: true });
      continue;
    }
    open = { length: open.length + 1, mass: open.mass + mass };
    if (open.mass >= enough) close();
  }
  close();
  return runs.map(({ length }) => length);
}

function massOf(noisy: Float64Array, sigma: number): number[] {
  return Array.from(noisy, (cell) => Math.max(cell, 0.01 * sigma));
}

/** What the bins of cells make of them. Bins are numbered from 0 without a gap. */
export function mergeOf(bins: number[], mass: number[]): Merge {
  const count = bins.reduce((most, bin) => Math.max(most, bin + 1), 0);
  const merged = Array.from({ length: count }, () => 0);
  for (const bin of bins) merged[bin] = (merged[bin] ?? 0) + 1;
  return { bins, count, merged, mass };
}

/** The measurement of one attribute over bins: a bin of k cells has k times the variance. */
export function mergeMeasurement(measurement: Measurement, { bins, count, merged }: Merge): Measurement {
  const values = new Float64Array(count);
  measurement.values.forEach((value, cell) => {
    const bin = bins[cell] ?? 0;
    values[bin] = (values[bin] ?? 0) + value;
  });
  const { attributes, variance } = measurement;
  return { attributes, variance, values, weights: Float64Array.from(merged, (cells) => 1 / cells) };
}
