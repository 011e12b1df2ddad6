/**
 * The rows of a program, from a query worker into the supervisor: as numbers, by the worker's second pipe, never as text.
 *
 * @see programs.md §C.4, §D.3
 */
import { printProgramRows } from '#policies/program/rows-sql.ts';
import type { RowsPlan } from '#policies/program/rows-plan.ts';
import type { UnitsPlan } from '#policies/program/units-plan.ts';
import { maxProgramNumbers } from '#policies/program/volume.ts';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import { membershipName } from '../history/membership.ts';
import { rememberRows } from '../model/remember.ts';
import { receiveNumbers, type ReceivedNumbers } from '../query/bulk-read.ts';
import type { NumbersAsk } from '../query/operations.ts';
import { inQueryWorker, type Database, type QueryWorker, type WorkerUse } from '../supervisor/worker.ts';
import type { PackedRows, SegmentedRows } from './guest.ts';

export interface ReadOptions extends Omit<WorkerUse, 'create'> {
  /** Secret of the domain: which units share a segment, which rows of a unit are kept, and in which order all lie. */
  readonly salt: string;
}

export interface SegmentedOptions extends ReadOptions {
  /** Number of segments: each unit is in one, which depends on that unit and the salt alone. */
  readonly blocks: number;
  /** Exact lane, real data: the new file that remembers whose rows the program saw. */
  readonly membership?: string;
}

/**
 * Rows column by column, in `blocks` segments, of which any may be empty. Of the exact lane a segment has as many units as rows.
 *
 * @returns the rows; refuses with E_EXEC when anything fails after the data was opened, and where a unit of the exact lane has two rows
 */
export async function readSegmented(
  plan: RowsPlan | UnitsPlan,
  databases: readonly Database[],
  { blocks, membership, ...options }: SegmentedOptions,
): Promise<Outcome<SegmentedRows>> {
  const create = membership === undefined ? {} : { create: { name: membershipName, path: membership } };
  return inQueryWorker(databases, { ...options, ...create }, async (worker) => {
    const layout = { kind: 'segments', count: blocks } as const;
    const read = await readNumbers(worker, plan, { salt: options.salt, layout });
    if (!read.ok) return read;
    const { arrays: columns, offsets } = read.value;
    if (membership === undefined || plan.kind !== 'rows') return accept({ columns, offsets });
    const remembered = await rememberRows(plan.set, worker);
    return remembered.ok ? accept({ columns, offsets }) : remembered;
  });
}

/**
 * Rows one after another, unit by unit.
 *
 * @returns the rows; refuses with E_EXEC when anything fails after the data was opened
 */
export async function readPacked(
  plan: UnitsPlan,
  databases: readonly Database[],
  options: ReadOptions,
): Promise<Outcome<PackedRows>> {
  return inQueryWorker(databases, options, async (worker) => {
    const read = await readNumbers(worker, plan, { salt: options.salt, layout: { kind: 'units' } });
    if (!read.ok) return read;
    const [values = new Float64Array()] = read.value.arrays;
    return accept({ width: plan.columns.length, values, offsets: read.value.offsets });
  });
}

async function readNumbers(
  { ask, child: { bulk } }: QueryWorker,
  plan: RowsPlan | UnitsPlan,
  { salt, layout }: { readonly salt: string; readonly layout: NumbersAsk['layout'] },
): Promise<Outcome<ReceivedNumbers>> {
  if (!bulk) throw new Error('Cannot read the rows: the worker must have a second pipe');
  const wanted = { width: plan.columns.length, layout, lone: plan.kind === 'rows', most: maxProgramNumbers };
  const sql = printProgramRows(plan, { salt, segments: layout.kind === 'segments' ? layout.count : 1 });
  const answered = ask.read({ sql, ...wanted }).then((outcome) => {
    // Whoever refuses sends nothing, and nobody should wait for it.
    if (!outcome.ok) bulk.destroy();
    return outcome;
  });
  const [received, answer] = await Promise.all([receiveNumbers(bulk, wanted), answered]);
  if (!answer.ok) return answer;
  return received ? accept(received) : refuse('E_EXEC', 'Cannot complete the run');
}
