/** Several draws as their middle and their ends, at the digits that such a measurement has. */
import type { Spread } from './measured-file.ts';

export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (place: number): number => Number((sorted[place] ?? Number.NaN).toPrecision(4));
  return { median: at(Math.floor((sorted.length - 1) / 2)), low: at(0), high: at(sorted.length - 1) };
}
