/**
 * Mode `rows`: a program over all rows, and again without each block of units; what one block can change is rounded away. What is left is an
 * exact result for people to review.
 *
 * @see programs.md decision 4; docs/decisions/033-stability.md
 */
import type { ModelFinding } from '#policies/disclosure/model/finding.ts';
import { keepStableDigits, stabilityBlocks, unitsPerBlock } from '#policies/program/stability.ts';
import type { RowsPlan } from '#policies/program/rows-plan.ts';
import type { ScriptOf } from '#policies/program/script.ts';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import type { Database, WorkerUse } from '../supervisor/worker.ts';
import type { DebugReport, Part, SegmentedRows } from './guest.ts';
import { startGuest, type Asked, type ProgramUse } from './parts.ts';
import { readSegmented } from './read-rows.ts';
import { refuseFailed } from './tables.ts';

/** What came of the rows: for each number of the layout its value, as far as it is stable. */
export interface RowsProduct {
  readonly numbers: readonly (number | null)[];
  readonly grids: readonly number[];
  /** As the program wrote them: on simulation data only may anybody see these. */
  readonly unrounded: readonly number[];
  readonly finding: ModelFinding;
  readonly rows: SegmentedRows;
  readonly report: DebugReport;
}

export interface RowsUse extends ProgramUse, Pick<WorkerUse, 'temp'> {
  /** Secret: which units are in a block. */
  readonly salt: string;
  /** Real data: the new file that remembers whose rows were read. */
  readonly membership?: string;
}

/** Refuses E_MODEL_ROWS for too few units, and E_PROGRAM where a call failed; over real data the caller says neither. */
export async function runOverRows(
  asked: Asked<ScriptOf<'rows'>>,
  plan: RowsPlan,
  { databases, ...use }: RowsUse & { readonly databases: readonly Database[] },
): Promise<Outcome<RowsProduct>> {
  const read = await readSegmented(plan, databases, { ...use, blocks: stabilityBlocks });
  if (!read.ok) return read;
  const rows = read.value;
  const enough = requireUnits(rows, plan.set.k * unitsPerBlock);
  if (!enough.ok) return enough;
  const { results, callMillis } = asked.script;
  using guest = await startGuest(asked, { columns: plan.columns, callMillis }, use);
  const without = Array.from({ length: stabilityBlocks }, (_, segment): Part => ({ kind: 'without', segment }));
  const runs = await guest.evaluate(rows, [{ kind: 'all' }, ...without], results);
  const [all, ...others] = runs.filter((run) => run !== undefined);
  const report = guest.report();
  if (!all || others.length < stabilityBlocks) return refuseFailed(report);
  return accept({ ...keepStableDigits(results, { all, without: others }), unrounded: [...all], rows, report });
}

/** A block of few units would change so little that nothing were rounded away. */
function requireUnits({ offsets }: SegmentedRows, least: number): Outcome<void> {
  const sizes = Array.from({ length: offsets.length - 1 }, (_, at) => (offsets[at + 1] ?? 0) - (offsets[at] ?? 0));
  if (sizes.length === stabilityBlocks && sizes.every((size) => size >= least)) return accept(undefined);
  return refuse(
    'E_MODEL_ROWS',
    `Cannot run over rows: each of ${stabilityBlocks} blocks must have at least ${least} units; got ${Math.min(...sizes)}`,
    { remedy: 'Read more units, or use mode `map` or `blocks`, where noise protects.' },
  );
}
