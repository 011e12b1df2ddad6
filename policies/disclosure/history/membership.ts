/**
 * Who stands behind the cells of a release, in memory: units by dense numbers, everything in typed arrays. Sets of a million units are
 * compared and solved with in one pass each.
 *
 * @see disclosure.md §2.8
 */
import type { IdSpace, UnitCount } from '../../units.ts';
import type { Vector } from '../history-vectors.ts';

/**
 * The entries of one table: which unit is in which cell, with how many rows, and what it contributes to each vector. Entries lie by unit:
 * those of unit `u` from `start[u]` to `start[u + 1]`; without `start`, every unit has one, at `u`, whose cell may be −1: none.
 */
export interface Membership {
  readonly start?: Int32Array;
  readonly cell: Int32Array;
  readonly rows: Uint32Array;
  /** By vector: a hash of the contribution; 0 where it is nothing. */
  readonly contributions: readonly Uint32Array[];
}

export interface KnownCell {
  /** How a recipe names it. */
  readonly label: string;
  /** A hidden cell is not knowledge: it is what must not be found. */
  readonly shown: boolean;
  readonly units: number;
  /** By vector: is it shown, and how many units contribute to it. */
  readonly shows: readonly boolean[];
  readonly contributors: readonly number[];
}

/** One grouping of a release, or the sum over all cells of one. */
export interface KnownTable {
  /** Position of the grouping in the release. */
  readonly grouping: number;
  readonly cells: readonly KnownCell[];
  /** Its one cell is a sum of others: it says nothing that they do not, except to whoever compares cells pair by pair. */
  readonly isSum: boolean;
  readonly members: Membership;
}

/** A release as one of its unit columns sees it. */
export interface KnownRelease {
  readonly run: string;
  /** Position of the unit column. */
  readonly column: number;
  readonly space: IdSpace;
  readonly k: UnitCount;
  readonly plan: string;
  readonly vectors: readonly Vector[];
  readonly tables: readonly KnownTable[];
}

/** Entries in any order, one list each for unit, cell and rows. */
export interface Entries {
  readonly unit: Int32Array;
  readonly cell: Int32Array;
  readonly rows: Uint32Array;
  readonly contributions: readonly Uint32Array[];
}

/**
 * For any entries, returns them by unit, and densely where no unit has two.
 *
 * @param units one more than the largest unit number
 */
export function membershipOf(entries: Entries, units: number): Membership {
  const start = new Int32Array(units + 1);
  let most = 0;
  for (const unit of entries.unit) {
    const count = (start[unit + 1] ?? 0) + 1;
    start[unit + 1] = count;
    if (count > most) most = count;
  }
  if (most <= 1) return place(entries, entries.unit, units);
  for (let unit = 0; unit < units; unit += 1) start[unit + 1] = (start[unit + 1] ?? 0) + (start[unit] ?? 0);
  const next = start.slice();
  const at = new Int32Array(entries.unit.length);
  for (let entry = 0; entry < at.length; entry += 1) {
    const unit = entries.unit[entry] ?? 0;
    const position = next[unit] ?? 0;
    next[unit] = position + 1;
    at[entry] = position;
  }
  return { start, ...place(entries, at, at.length) };
}

function place(entries: Entries, at: Int32Array, length: number): Membership {
  const cell = new Int32Array(length).fill(-1);
  for (let entry = 0; entry < at.length; entry += 1) cell[at[entry] ?? 0] = entries.cell[entry] ?? -1;
  return {
    cell,
    rows: scatter(entries.rows, at, length),
    contributions: entries.contributions.map((values) => scatter(values, at, length)),
  };
}

function scatter(values: Uint32Array, at: Int32Array, length: number): Uint32Array {
  const out = new Uint32Array(length);
  for (let entry = 0; entry < at.length; entry += 1) out[at[entry] ?? 0] = values[entry] ?? 0;
  return out;
}

/** How many unit numbers the arrays reach. */
export function reach({ start, cell }: Membership): number {
  return start ? start.length - 1 : cell.length;
}
