/**
 * One run against everything that was released, whoever asked for it. A fresh locked engine has the membership files READ_ONLY; only
 * counts of pairs of cells come back, and `policies/disclosure/history.ts` decides.
 */
import { findingOf, joinFindings, judgePairs, type HistoryFinding } from '#policies/disclosure/history.ts';
import { contentHash } from '#policies/record/content-hash.ts';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import type { ResultTable } from '../operations.ts';
import { inQueryWorker, type QueryWorker, type WorkerUse } from '../supervisor/worker.ts';
import { comparisonsOf, sideName, type PlannedComparison } from './comparisons.ts';
import { isIdentical, type RunNote } from './note.ts';
import type { HistoryStore } from './store.ts';

export interface AuditOptions extends Pick<WorkerUse, 'limits' | 'log' | 'temp'> {
  readonly store: HistoryStore;
}

/**
 * @param beside runs that are to leave together with this one
 * @returns the finding; refuses when it cannot be made, and then nothing may be released. A released run is identical to itself.
 */
export async function auditRun(
  { run, beside = [] }: { readonly run: string; readonly beside?: readonly string[] | undefined },
  options: AuditOptions,
): Promise<Outcome<HistoryFinding>> {
  const note = await options.store.note(run);
  if (!note) return refuse('E_QUARANTINE', `Cannot audit ${run}: there is no result`);
  const released = await options.store.released();
  const earlier: RunNote[] = [];
  for (const name of new Set([...released, ...beside.filter((other) => other !== run)])) {
    const other = await options.store.note(name);
    if (!other) return refuse('E_QUARANTINE', `Cannot audit ${run}: what ${name} told must be known`);
    if (released.includes(name) && isIdentical(note, other))
      return accept(findingOf({ G0: { verdict: 'identical', looked: 1, found: 1 } }, []));
    if (other.spaces.some((space) => note.spaces.includes(space))) earlier.push(other);
  }
  const comparisons = comparisonsOf(note, earlier);
  if (comparisons.length === 0) return accept(findingOf({}, []));
  const sides = [note, ...earlier].map((known, index) => ({
    name: sideName(index),
    path: options.store.membership(known.run),
  }));
  return inQueryWorker(sides, options, (worker) => compareAll(worker, comparisons));
}

/**
 * The last look before files leave; to be called while nothing else is released. The run is in the list when this accepts.
 *
 * @param result what is about to leave: must be what the note speaks of
 */
export async function admitRelease(
  { run, table }: { readonly run: string; readonly table: ResultTable },
  options: AuditOptions,
): Promise<Outcome<void>> {
  const note = await options.store.note(run);
  if (note?.table !== contentHash(table))
    return refuse('E_QUARANTINE', `Cannot release ${run}: its history must be of this very result`);
  const finding = await auditRun({ run }, options);
  if (!finding.ok) return finding;
  if (finding.value.verdict === 'fail')
    return refuse('E_HISTORY', `Cannot release ${run}: together with earlier releases it would say too much`);
  await options.store.markReleased(run);
  return accept(undefined);
}

async function compareAll(
  worker: QueryWorker,
  comparisons: readonly PlannedComparison[],
): Promise<Outcome<HistoryFinding>> {
  const findings: HistoryFinding[] = [];
  for (const { sql, k, read } of comparisons) {
    const ran = await worker.ask.run({ setup: [], queries: [sql] });
    if (!ran.ok) return ran;
    findings.push(judgePairs(read(ran.value.tables[0]?.rows ?? []), k));
  }
  return accept(joinFindings(findings));
}
