/** The words of unit-locality: what a relation's rows belong to, and what the two lanes decide for themselves. */
import type { IdSpace } from '../units.ts';
import type { ColumnId, Rel } from './ir.ts';
import type { UnitKeys } from './unit-keys.ts';

/** A column that names the protected unit of each row. */
export interface UnitColumn {
  readonly space: IdSpace;
  readonly id: ColumnId;
}

/** `public`: no row belongs to anybody. `protected`: every row belongs to one unit of each listed column. */
export type Locality =
  { readonly kind: 'public' } | { readonly kind: 'protected'; readonly units: readonly UnitColumn[] };

export interface Local {
  readonly rel: Rel;
  readonly locality: Locality;
}

export type Scan = Extract<Rel, { kind: 'scan' }>;
type Aggregate = Extract<Rel, { kind: 'aggregate' }>;

/** What a lane decides for itself. */
export interface Lane {
  /** A protected table as this lane reads it, with the columns that name its units. */
  readonly scan: (rel: Scan, fresh: () => ColumnId) => { readonly rel: Scan; readonly units: readonly UnitColumn[] };
  /** Called for an aggregate over several units; the relation that it returns is public. Absent: it refuses. */
  readonly release?: (rel: Aggregate, input: Local, keys: UnitKeys) => Rel;
  /** Whether a relation belongs to one unit column only, which joins must share. */
  readonly singleUnit: boolean;
}

/** One pass over one query. */
export interface Walk {
  readonly lane: Lane;
  readonly keys: UnitKeys;
  readonly fresh: () => ColumnId;
  readonly localize: (rel: Rel) => Local;
}

export const publicRows: Locality = { kind: 'public' };
