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
  /** Sum over units of the absolute contribution, weighted where the statistic is; of what is moved by their number, the number of values. */
  readonly total: number;
  /** The largest absolute contributions, largest first; never weighted. */
  readonly top: readonly number[];
  readonly negative: boolean;
  /** All values are equal: whoever is known to be inside has that value. */
  readonly equal: boolean;
  /** Units with rows that do not count: without a value, or with a no. Where it is asked for. */
  readonly complement?: UnitCount;
  /** Where a variable has two values in the cell: units that have the rarer one. */
  readonly rarest?: UnitCount;
}

export interface UnitEvidence {
  readonly space: IdSpace;
  /** Distinct units in the cell. */
  readonly units: UnitCount;
  /** Of a cell with one unit: a number that is equal for equal units. */
  readonly lone?: string;
  /** By measure id. */
  readonly contributions: ReadonlyMap<number, Contribution>;
  /** For each sensitive key (by position): distinct units in the cell's group when that key is left out. */
  readonly margins: ReadonlyMap<number, UnitCount>;
}

export interface Cell {
  /** Number of the grouping in the plan. */
  readonly grouping: number;
  /** Of all keys of the plan; NULL for those that the grouping lacks. */
  readonly keys: readonly Scalar[];
  /** In the order of the plan's measures. */
  readonly values: readonly Scalar[];
  readonly evidence: readonly UnitEvidence[];
}
