/** What stumps may split, and where. `sluice.json` declares the same features in the same order. */
export interface Feature {
  readonly name: string;
  /** Rising. A value that is at most the first cut is in bin 0, one above the last cut in the last bin. Public: chosen, never computed from rows. */
  readonly cuts: readonly number[];
}

export const features: readonly Feature[] = [
  { name: 'staff_growth', cuts: [0.7, 0.8, 0.9, 1, 1.1, 1.2, 1.3] },
  { name: 'arrears', cuts: [0, 2, 5, 8, 11] },
  { name: 'last_grade', cuts: [0, 1, 2, 3] },
  { name: 'capital', cuts: [2, 2.5, 3, 3.5] },
];

/** 1 where a firm turned out bad, else 0. */
export const target = 'bad';

/** Of a value among rising cuts: how many of them it is above. */
export function binOf(value: number, cuts: readonly number[]): number {
  let bin = 0;
  while (bin < cuts.length && value > cuts[bin]) bin++;
  return bin;
}
