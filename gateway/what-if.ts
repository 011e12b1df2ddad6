/**
 * What a coarser text would hide, on simulation data: the same rules over made-up rows, so a reviewer can advise a change without a look at
 * the real ones. How many cells are hidden there is an estimate of how many would be.
 *
 * @see disclosure.md §6 (3)
 */
import type { ProgramContent } from '#policies/procedure/program-commands.ts';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import type { Simulation } from '#sandbox/door.ts';
import { loadDoc } from './load.ts';
import type { Office } from './office.ts';
import { contentAt, questionOf } from './program-text.ts';

/** One text on simulation data. */
export interface Estimate {
  readonly rows: number;
  readonly cells: number;
  readonly hidden: number;
  /** How often each rule spoke. */
  readonly verdicts: Readonly<Record<string, number>>;
  readonly advice: readonly string[];
}

export interface WhatIf {
  readonly now: Estimate;
  readonly then: Estimate;
}

/** Refuses E_UNSUPPORTED for what is no exact table, and what is wrong with `sql`. */
export async function whatIf(
  office: Office,
  { run: id, sql }: { readonly run: string; readonly sql: string },
): Promise<Outcome<WhatIf>> {
  const run = loadDoc(office.record.read, 'run', id);
  const content = run && contentAt(office.record.read, run.program, run.hash);
  if (!run || !content) return refuse('E_NOT_FOUND', `Cannot simulate a change: must be an existing run; got ${id}`);
  if (!isExactTable(content))
    return refuse('E_UNSUPPORTED', 'Cannot simulate a change: must be a table of the exact lane; got another product');
  const asked = questionOf(content, run.parameters);
  const now = await office.domain.simulate(asked);
  if (!now.ok) return now;
  const changed = await office.domain.simulate({ ...asked, sql });
  return changed.ok ? accept({ now: estimateOf(now.value), then: estimateOf(changed.value) }) : changed;
}

/** Only there do the rules of cells decide what is hidden. */
function isExactTable({ lane = 'exact', train, script }: ProgramContent): boolean {
  return lane === 'exact' && train === undefined && script === undefined;
}

function estimateOf({ forecast, verdicts, advice = [] }: Simulation): Estimate {
  const statistics = forecast.columns.flatMap(({ role }, at) => (role === 'key' ? [] : [at]));
  const marks = forecast.hidden.flatMap((row) => statistics.map((at) => row[at] === true));
  return {
    rows: forecast.rows.length,
    cells: marks.length,
    hidden: marks.filter(Boolean).length,
    verdicts: { ...verdicts },
    advice,
  };
}
