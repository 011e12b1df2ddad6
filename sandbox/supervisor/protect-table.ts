/**
 * Cells with evidence → cells that may be shown, margins included: the primary rules, then for each statistic that adds up the cells that
 * must be hidden besides. A cell is hidden as a whole, so what one statistic needs can only widen the intervals of the next.
 */
import type { Interval } from '#policies/disclosure/suppress/problem.ts';
import type { Thresholds } from '#policies/disclosure/primary.ts';
import { hideCells, judgeTable, type CellTable, type JudgedTable } from '#policies/disclosure/judged-table.ts';
import type { CheckName } from '#policies/disclosure/register.ts';
import { isLinked, leavesOf, problemOf, type Leaves, type Wish } from '#policies/disclosure/table-problem.ts';
import { accept, type Outcome } from '#policies/refusal.ts';
import type { Limits } from './config.ts';
import { inSuppressWorker, type Suppressor } from './suppress.ts';

export interface ProtectedTable {
  readonly table: JudgedTable;
  /** Of each statistic, in the attacker's eyes: between what a hidden value lies. */
  readonly intervals: readonly { readonly statistic: number; readonly intervals: readonly Interval[] }[];
  readonly secondary: number;
  readonly programs: number;
  readonly review: readonly CheckName[];
  /** As asked for, where there are margins. */
  readonly polishSeconds?: number;
}

export interface ProtectOptions {
  readonly thresholds: Thresholds;
  readonly wishes: readonly Wish[];
  /** All groupings of the plan, those included that are evidence only. */
  readonly groupings: readonly (readonly number[])[];
  readonly limits: Limits;
  readonly log: number;
  /** Statistics that are rounded or perturbed, and tell nothing exactly. */
  readonly treated?: readonly boolean[];
  /** Seconds of work for patterns that lose less, of all statistics together. */
  readonly polishSeconds?: number;
}

/** Without margins, or with nothing that is exact, there is nothing to add up, and no worker is started. */
export async function protectTable(cells: CellTable, options: ProtectOptions): Promise<Outcome<ProtectedTable>> {
  const table = judgeTable(cells, options.thresholds);
  const begun: ProtectedTable = { table, intervals: [], secondary: 0, programs: 0, review: [] };
  const linked = cells.statistics.flatMap((statistic, at) =>
    isLinked(statistic) && !options.treated?.[at] ? [at] : [],
  );
  if (options.groupings.length <= 1 || linked.length === 0) return accept(begun);
  const leaves = leavesOf(cells, options.groupings);
  return inSuppressWorker(options, async (protect) => {
    const { polishSeconds } = options;
    let state: ProtectedTable = polishSeconds === undefined ? begun : { ...begun, polishSeconds };
    for (const at of linked) {
      const next = await protectStatistic(state, { at, leaves, protect }, options);
      if (!next.ok) return next;
      state = next.value;
    }
    return accept(state);
  });
}

interface Turn {
  readonly at: number;
  readonly leaves: Leaves;
  readonly protect: Suppressor;
}

async function protectStatistic(
  state: ProtectedTable,
  { at, leaves, protect }: Turn,
  options: ProtectOptions,
): Promise<Outcome<ProtectedTable>> {
  const problem = problemOf(state.table, { at, leaves }, options);
  if (!problem) return accept(state);
  const answered = await protect(problem);
  if (!answered.ok) return answered;
  const protection = answered.value;
  if (protection.kind === 'infeasible') {
    const all = new Set(state.table.judged.keys());
    return accept({ ...state, table: hideCells(state.table, all, 'infeasible') });
  }
  const { secondary, intervals, insiders, programs } = protection;
  return accept({
    ...state,
    table: hideCells(state.table, new Set(secondary), 'secondary'),
    intervals: [...state.intervals, { statistic: at, intervals }],
    secondary: state.secondary + secondary.length,
    programs: state.programs + programs,
    review: insiders.length > 0 ? ['insider'] : state.review,
  });
}
