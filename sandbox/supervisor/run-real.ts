/** An ordered program over real snapshots. Everything that can be refused by text is refused before a snapshot is opened. */
import { requireContract, type Output } from '#policies/procedure/output-contract.ts';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import { contentHash } from '#policies/record/content-hash.ts';
import { instant, type IdSpace } from '#policies/units.ts';
import { currentSnapshots, verifySnapshot, type Snapshot } from '../data/snapshot.ts';
import { processesUntilTick } from '../ledger/kills.ts';
import type { Receipt } from '../operations.ts';
import { isOverRows, isOverTable } from '../program/exact-analyse.ts';
import { cellKeysOf } from './cell-keys.ts';
import { commitTo } from './commitment.ts';
import { requireIsolation } from './isolation-permit.ts';
import type { Finished, Performed, RealRun } from './keep.ts';
import type { DomainParts } from './parts.ts';
import { perform, type Exact, type PerformUse } from './perform.ts';
import { analyseFor, isNoisy, type AnyAnalysis, type ProgramReading } from './reading.ts';
import { runWithNoise } from './run-noisy.ts';

/** After the data is open, only E_EXEC is said. */
export async function runReal(parts: DomainParts, reading: ProgramReading, real: RealRun): Promise<Outcome<Receipt>> {
  const found = await analyseFor(parts, reading);
  if (!found.ok) return found;
  const analysis = found.value;
  const contract = contractFor(reading, analysis);
  if (!contract.ok) return contract;
  const kept = await requireKeptApart(parts, analysis, real);
  if (!kept.ok) return kept;
  const declared = { ...real, outputs: contract.value };
  if (isNoisy(analysis)) return runWithNoise(parts, analysis, declared);
  if (!isOverTable(analysis)) return runExactly(parts, analysis, declared);
  const { base, ...over } = analysis;
  if (isNoisy(base)) return runWithNoise(parts, base, { ...declared, over: analysis });
  return runExactly(parts, { ...over, base }, declared);
}

/** Programs run where they are confined, or where somebody has accepted that they are not; text that we print needs neither. */
async function requireKeptApart(
  parts: DomainParts,
  { explanation: { program, entries } }: AnyAnalysis,
  { ordered, proof: { trust, permit } }: RealRun,
): Promise<Outcome<void>> {
  if (!program) return accept(undefined);
  const { tier } = await parts.processes();
  return requireIsolation(trust, { tier, entries, at: instant(new Date().toISOString()), permit, ordered });
}

/** The declared outputs with all their columns, from text and catalog alone. A model has a form of its own. */
function contractFor({ outputs }: ProgramReading, { explanation }: AnyAnalysis): Outcome<readonly Output[]> {
  if (outputs.some(({ kind }) => kind === 'model')) return accept(outputs);
  return requireContract('run the program', outputs, explanation.columns);
}

async function runExactly(
  parts: DomainParts,
  analysis: Exact,
  real: RealRun & Pick<Finished, 'outputs'>,
): Promise<Outcome<Receipt>> {
  const { history, run, outputs } = real;
  const ids = analysis.entries.map(({ id }) => id);
  const found = await currentSnapshots(parts.folders.snapshots, ids);
  if (!found.ok) return found;
  const snapshots = found.value;
  for (const { folder } of snapshots) {
    const verified = await verifySnapshot(folder);
    if (!verified.ok) return failed();
  }
  const membership = await history.draft(run);
  const done = await performInTime(parts, { analysis, snapshots, membership, hash: real.ordered.hash }, real);
  if (!done.ok) {
    await history.draft(run);
    return failed();
  }
  const { explanation } = analysis;
  return real.settle(parts, { run, ...done.value, explanation, snapshots, outputs }, real);
}

interface Work {
  readonly analysis: Exact;
  readonly snapshots: readonly Snapshot[];
  readonly membership: string;
  /** Of the program. */
  readonly hash: string;
}

/** A program answers at its tick, whatever it does; everything else when it is done. */
async function performInTime(
  parts: DomainParts,
  { analysis, snapshots, membership, hash }: Work,
  { onStart }: Pick<RealRun, 'onStart'>,
): Promise<Outcome<Performed>> {
  const { folders, limits, log, onFailure } = parts;
  const databases = snapshots.map(({ entryId, data }) => ({ name: entryId, path: data }));
  const keysOf = (space: IdSpace) => cellKeysOf(folders, space);
  const use: PerformUse = { limits, log, temp: folders.temp, membership, onStart, keysOf };
  if (!isOverTable(analysis) && !isOverRows(analysis)) return perform(analysis, databases, use);
  const programs = { limits, log, processes: await parts.processes(), debug: false };
  const salt = commitTo(folders, contentHash(['blocks', hash]));
  return processesUntilTick({ window: limits.tick(analysis.tick), onFailure, onStart }, (started) => {
    const program = { use: { ...programs, onStart: started }, salt };
    return perform(analysis, databases, { ...use, onStart: started, program });
  });
}

function failed(): Outcome<never> {
  return refuse('E_EXEC', 'Cannot complete the run');
}
