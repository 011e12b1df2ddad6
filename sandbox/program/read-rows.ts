/**
 * The rows of a program, from the query worker into the supervisor: numbers by the binary channel, never as text.
 *
 * @see programs.md §C.4, §D.3
 */
import type { RowsPlan } from '#policies/program/rows-plan.ts';
import type { UnitsPlan } from '#policies/program/units-plan.ts';
import type { Outcome } from '#policies/refusal.ts';
import type { Database, WorkerUse } from '../supervisor/worker.ts';
import type { PackedRows, SegmentedRows } from './guest.ts';

export interface ReadOptions extends Omit<WorkerUse, 'create'> {
  /** Secret of the domain: which units share a block, which rows of a unit are kept, and in which order they lie. */
  readonly salt: string;
}

export interface SegmentedOptions extends ReadOptions {
  /** Number of segments: each unit is in one, which depends on that unit and the salt alone. */
  readonly blocks: number;
  /** Exact lane, real data: the new file that remembers whose rows the program saw. */
  readonly membership?: string;
}

/** Rows column by column, in `blocks` segments; a segment may be empty. Refuses with E_EXEC when anything fails after the data was opened. */
export declare function readSegmented(
  plan: RowsPlan | UnitsPlan,
  databases: readonly Database[],
  options: SegmentedOptions,
): Promise<Outcome<SegmentedRows>>;

/** Rows one after another, unit by unit. Refuses with E_EXEC when anything fails after the data was opened. */
export declare function readPacked(
  plan: UnitsPlan,
  databases: readonly Database[],
  options: ReadOptions,
): Promise<Outcome<PackedRows>>;
