/** Rows of one model as fine cells, in memory: what a fit counts, and what its report compares with. It never leaves the process. */
import type { CodeColumns } from '#synth/fit/types.ts';

export interface Encoded {
  readonly rows: number;
  /** The fine cell of each row, attribute by attribute, in the order of the model. */
  readonly cells: CodeColumns;
  /** What each row counts, in whole parts of 1 / `scale`: those of one unit add up to `scale` at most. */
  readonly weights: Uint32Array;
  readonly scale: number;
  /** The number of each row's unit. */
  readonly units: Uint32Array;
}

/** Parts of 1 where a unit may have several rows; so fine that what is lost by rounding down is below any noise. */
export const weightScale = 2 ** 20;
