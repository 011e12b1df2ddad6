/**
 * The private reading of a query: which vectors of whole numbers are measured over which unit-local rows, how far one unit can move them,
 * and how the statistics of the text are made of the noisy numbers. All types are on this page.
 *
 * @see query-and-privacy.md §3.3
 */
import type { ResultRole } from './accuracy.ts';
import type { Grid } from '../catalog/bounds.ts';
import type { PostSteps } from '../query/plan.ts';
import type { ColumnId, Expr, Measure, NamedExpr, Rel, ResolvedQuery, UsedColumn } from '../query/ir.ts';
import type { AttoDelta, IdSpace, NanoRho } from '../units.ts';
import type { Cost } from './cost.ts';
import type { PublicValues } from './public-values.ts';

/**
 * One number per group. `units`: distinct units (with a value, where `arg` is there). `rows`: rows (with a value). `sum`: of clamped values
 * in steps. `centred`: of 2q − (lo + hi), so that it moves as little as it can; `square` the sum of its squares. `distinct`: different
 * values. `tree`: rows by leaf of a grid, for quantiles. `selection`: distinct units by the private keys alone, where other keys are public.
 */
export type Vector =
  | { readonly kind: 'units'; readonly arg?: Expr }
  | { readonly kind: 'selection' }
  | { readonly kind: 'rows'; readonly arg?: Expr }
  | { readonly kind: 'sum' | 'centred' | 'square'; readonly arg: Expr; readonly grid: Grid }
  | { readonly kind: 'distinct'; readonly arg: Expr }
  | { readonly kind: 'tree'; readonly arg: Expr; readonly grid: Grid };

/** How a statistic is made: positions in the list of vectors. */
export type Recipe =
  | { readonly kind: 'number'; readonly vector: number }
  | { readonly kind: 'mean'; readonly count: number; readonly centred: number }
  | {
      readonly kind: 'moment';
      readonly fn: 'var_pop' | 'var_samp' | 'stddev_pop' | 'stddev_samp';
      readonly count: number;
      readonly centred: number;
      readonly square: number;
    }
  | { readonly kind: 'quantile'; readonly tree: number; readonly fraction: string };

export interface Statistic {
  readonly measure: Measure;
  readonly recipe: Recipe;
}

/** A group key; with `values` every group is shown, without them groups are found in the data and thresholded. */
export interface ReleaseKey extends NamedExpr {
  readonly values?: PublicValues;
  /** One value per unit. */
  readonly fixed: boolean;
}

/**
 * How contributions are bounded. T0: by the number of rows that the publication keeps of a unit. T1: only the first `rows` rows of a unit
 * are read. T2: of each unit, `groups` groups are kept and in each at most `rowsPerGroup` rows count.
 */
export type Tier = 'T0' | 'T1' | 'T2';

export interface Bounding {
  readonly tier: Tier;
  /** Most rows of one unit; undefined where only T2 bounds them. */
  readonly rows: number | undefined;
  /** K, most groups of one unit. */
  readonly groups: number | undefined;
  /** M, most rows of one unit in one group. */
  readonly rowsPerGroup: number;
}

/** A vector with its price and its noise. `sigma` is in the vector's own whole numbers, per level for a tree. */
export interface MeasuredVector {
  readonly vector: Vector;
  /** Δ₂². */
  readonly sensitivity2: bigint;
  readonly rho: NanoRho;
}

export interface Candidate {
  readonly bounding: Bounding;
  /** Geometric mean of the noise of all vectors, in their own units: lower is better. */
  readonly noise: number;
  /** Relative cost of the statement. */
  readonly weight: number;
}

/** A release before contributions are bounded. */
export interface ReleaseDraft {
  readonly input: Rel;
  readonly space: IdSpace;
  readonly unit: ColumnId;
  /** Position of a row among those of its unit, where the rows are those of one table. */
  readonly rank?: ColumnId;
  readonly rows: number | undefined;
  readonly keys: readonly ReleaseKey[];
  readonly vectors: readonly Vector[];
  readonly statistics: readonly Statistic[];
  /** Stored forms of columns: already quantised numbers, codes of texts. */
  readonly stored: ReadonlyMap<ColumnId, StoredForms>;
}

export interface StoredForms {
  readonly quantised?: { readonly id: ColumnId; readonly grid: Grid };
  readonly code?: { readonly id: ColumnId; readonly dictionary: string };
}

/** One aggregate over several units, ready to be printed, measured and noised. */
export interface Release extends Omit<ReleaseDraft, 'vectors'> {
  readonly bounding: Bounding;
  readonly candidates: readonly Candidate[];
  readonly vectors: readonly MeasuredVector[];
  /** Where groups are found in the data: which vector counts their units, at what price in δ, and in how many groups a unit is. */
  readonly selection?: { readonly vector: number; readonly delta: AttoDelta; readonly groups: number };
}

export interface PrivatePlan {
  readonly kind: 'private';
  readonly space: IdSpace;
  readonly releases: readonly Release[];
  /** Reads the tables `cells0`, `cells1` … of released cells, and public tables. */
  readonly post: PostSteps;
  readonly cost: Cost;
  /** Of the columns of the result, in order: those that the vendor named, then those that say how accurate they are. */
  readonly roles: readonly ResultRole[];
  readonly used: readonly UsedColumn[];
  /** The query without privacy, for simulation data: what the answer would be. */
  readonly written: ResolvedQuery;
}
