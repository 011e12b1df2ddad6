/** What a finished run knows about itself → its decision object; and what the history guard and the permits add to it. */
import type { HistoryFinding } from '#policies/disclosure/history.ts';
import { decisionOf, type ProtectedCells } from '#policies/disclosure/decision.ts';
import type { DecidedCell, DecidedHistory, Decision } from '#policies/disclosure/decision/form.ts';
import type { Plan } from '#policies/query/plan.ts';
import { contentHash } from '#policies/record/content-hash.ts';
import { instant, sha256 } from '#policies/units.ts';
import { resultHash, type Quarantined } from '../supervisor/quarantine.ts';
import { namesOf } from './column-names.ts';
import { exportFiles } from './files.ts';

interface Decided {
  readonly plan: Plan;
  /** The text that was run. */
  readonly sql: string;
  readonly kept: Quarantined;
  readonly cells: ProtectedCells | undefined;
}

/** Most cells that a reviewer is shown at once. */
const mostCells = 5_000;

/** @returns undefined where no cell was judged: of public data, and behind noise */
export function decide({ plan, sql, kept, cells }: Decided, now: Date): Decision | undefined {
  if (plan.kind !== 'exact' || !cells) return undefined;
  return decisionOf(cells, {
    run: kept.run,
    at: instant(now.toISOString()),
    command: sql,
    profile: plan.profile,
    k: plan.k,
    units: [...new Set(plan.units.map(({ space }) => space))],
    names: namesOf(plan),
    snapshots: kept.sources,
    result: resultHash(kept),
    files: exportFiles(kept.run, kept).map(({ name, sha256: hash }) => ({ name, sha256: sha256(hash) })),
    hidden: kept.table.hidden,
    ...(kept.table.treatment && { method: kept.table.treatment.mode }),
  });
}

/** A finding; one that knows no levels has looked at pairs only. */
type Found = Pick<HistoryFinding, 'verdict' | 'recipes'> & {
  readonly levels?: Readonly<Record<string, { readonly verdict: string }>>;
};

/** @param released the runs that were handed out before, oldest first */
export function historyOf({ verdict, levels = {}, recipes }: Found, released: readonly string[]): DecidedHistory {
  const told = Object.entries(levels).map(([level, found]) => [level, found.verdict] as const);
  return { ledger_head: contentHash(released), verdict, levels: Object.fromEntries(told), recipes };
}

/**
 * What a reviewer sees, who is outside the domain: the rules, how many units, which share the largest has in whole per cents. No value of one
 * unit, and of a hidden cell nothing that it could be computed from; the unsafe cells first, and of a large table not all of the safe ones.
 */
export function shownDecision(made: Decision): Decision {
  const cells = made.cells.toSorted((a, b) => Number(a.status === 'safe') - Number(b.status === 'safe'));
  return { ...made, cells: cells.slice(0, mostCells).map(shownCell) };
}

function shownCell(cell: DecidedCell): DecidedCell {
  const isSafe = cell.status === 'safe';
  const shown = { X: isSafe ? cell.X : null, x1share: perCent(cell.x1share) };
  const evidence = cell.evidence.map((unit) => ({
    ...unit,
    statistics: unit.statistics.map((statistic) => ({
      ...statistic,
      top: [],
      X: isSafe ? statistic.X : null,
      x1share: perCent(statistic.x1share),
    })),
  }));
  return { ...cell, ...shown, evidence, interval: isSafe ? cell.interval : [] };
}

/** Rounded: the exact share of a known total is the value of one unit. */
function perCent(share: number | null): number | null {
  return share === null ? null : Math.round(share * 100) / 100;
}
