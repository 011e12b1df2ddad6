/** What firms are compared by. `sluice.json` declares the same features, in the same order and with the same scaling. */
export interface Feature {
  readonly name: string;
  /** A value outside is read as the nearest inside. */
  readonly lo: number;
  readonly hi: number;
  /** Declared, never computed from rows: differences of 1 in (value − mean) / scale count alike in every feature. */
  readonly mean: number;
  readonly scale: number;
}

export const features: readonly Feature[] = [
  { name: 'size', lo: 0, hi: 4, mean: 1.25, scale: 0.75 },
  { name: 'capital', lo: 0, hi: 7.5, mean: 2, scale: 0.75 },
  { name: 'growth', lo: 0, hi: 2, mean: 1, scale: 0.5 },
];

/** Where the search begins, in every block alike: small, middle and large firms. One row for each cluster. */
export const seeds: readonly (readonly number[])[] = [
  [-1, -1, 0],
  [0, 0, 0],
  [1, 1, 0],
];
