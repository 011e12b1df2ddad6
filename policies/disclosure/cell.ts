/**
 * One cell of an exact release as the domain sees it: the statistics, and the evidence about who stands behind them.
 * Values are text or JSON scalars exactly as the engine gave them; this module never computes with them.
 */
import type { IdSpace, UnitCount } from '../units.ts';

/** A value as the engine returns it in JSON: large and decimal numbers, dates and times are text. */
export type Scalar = string | number | boolean | null;

/** What one statistic looks like from the side of one kind of unit. */
export interface Contribution {
  /** Units with at least one value. */
  readonly contributors: UnitCount;
  /** Sum over units of the absolute contribution; of a count or quantile, the number of values. */
  readonly total: number;
  /** The largest absolute contributions, largest first. */
  readonly top: readonly number[];
  readonly negative: boolean;
  /** All values are equal: whoever is known to be inside has that value. */
  readonly equal: boolean;
}

export interface UnitEvidence {
  readonly space: IdSpace;
  /** Distinct units in the cell. */
  readonly units: UnitCount;
  /** By measure id. */
  readonly contributions: ReadonlyMap<number, Contribution>;
  /** For each sensitive key (by position): distinct units in the cell's group when that key is left out. */
  readonly margins: ReadonlyMap<number, UnitCount>;
}

export interface Cell {
  readonly keys: readonly Scalar[];
  /** In the order of the plan's measures. */
  readonly values: readonly Scalar[];
  readonly evidence: readonly UnitEvidence[];
}
