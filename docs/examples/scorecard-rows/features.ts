/** What the model looks at. `sluice.json` declares the same features, in the same order and with the same scaling. */
export interface Feature {
  readonly name: string;
  /** A value outside is read as the nearest inside. */
  readonly lo: number;
  readonly hi: number;
  /** Declared, never computed from rows: (value − mean) / scale is about 1 in size. */
  readonly mean: number;
  readonly scale: number;
}

export const features: readonly Feature[] = [
  { name: 'staff_growth', lo: 0.5, hi: 1.5, mean: 1.05, scale: 0.1 },
  { name: 'last_grade', lo: 0, hi: 4, mean: 1, scale: 1 },
  { name: 'penalised', lo: 0, hi: 1, mean: 0, scale: 1 },
  { name: 'arrears3', lo: 0, hi: 1, mean: 0, scale: 1 },
];

/** 1 where a firm turned out bad, else 0. */
export const target = 'bad';

/** NaN where the value is missing. */
export function scaled({ lo, hi, mean, scale }: Feature, value: number): number {
  return (Math.min(Math.max(value, lo), hi) - mean) / scale;
}
