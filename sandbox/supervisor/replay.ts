/**
 * A finished run computed again, over the snapshots that it was computed from, and compared byte by byte with what was kept. Nothing is written
 * that anything else reads.
 *
 * @see record.md §1 rule 3; AO-27-4, DC-13
 */
import { link, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import { currentFile } from '../data/snapshot.ts';
import type { Receipt } from '../operations.ts';
import { prepare } from '../private/quote.ts';
import { exportFiles, type ExportFile } from '../release/files.ts';
import { fitContract } from '../release/fit-contract.ts';
import type { RealRun } from './keep.ts';
import type { DomainParts } from './parts.ts';
import type { Quarantined } from './quarantine.ts';
import { analyseFor, payableOf, readingOf, type ProgramReading } from './reading.ts';
import { runReal } from './run-real.ts';

export interface Replayed {
  readonly equal: boolean;
  /** `kept`: the noise of the first time was taken, for there is no second draw that would be equal. */
  readonly noise: 'none' | 'kept';
  /** As they were kept: names and hashes, which the record holds. */
  readonly files: { readonly name: string; readonly sha256: string }[];
}

/** Refuses E_QUARANTINE where the result was purged, E_UNKNOWN_SNAPSHOT where its data is gone, E_STATE where its noise is, E_EXEC otherwise. */
export async function replay(parts: DomainParts, real: Omit<RealRun, 'settle'>): Promise<Outcome<Replayed>> {
  const { run, quarantine, history } = real;
  const kept = await quarantine.get(run);
  if (!kept.ok) return kept;
  const root = await mkdtemp(join(parts.folders.temp, 'replay-'));
  try {
    const pinned = await pinSnapshots(parts.folders.snapshots, root, kept.value.sources);
    if (!pinned.ok) return pinned;
    return await compare({ ...parts, folders: { ...parts.folders, snapshots: root } }, real, kept.value);
  } finally {
    await history.draft(run);
    await rm(root, { recursive: true, force: true });
  }
}

async function compare(
  parts: DomainParts,
  real: Omit<RealRun, 'settle'>,
  kept: Quarantined,
): Promise<Outcome<Replayed>> {
  const { ordered, run } = real;
  const reading = readingOf(ordered.content, ordered.parameters);
  if (!reading.ok) return reading;
  const noise = await requireKeptNoise(parts, real, reading.value);
  if (!noise.ok) return noise;
  let made: readonly ExportFile[] = [];
  const settle: RealRun['settle'] = async (_, { table, model, outputs, ...facts }) => {
    const fitted = fitContract({ table, ...(model && { model }) }, outputs);
    if (!fitted) return refuse('E_EXEC', 'Cannot complete the run');
    made = exportFiles(run, { ...facts, ...fitted, outputs });
    return accept(nothingToTell);
  };
  const done = await runReal(parts, reading.value, { ...real, settle });
  if (!done.ok) return done;
  const files = hashesOf(exportFiles(run, kept));
  return accept({ equal: JSON.stringify(hashesOf(made)) === JSON.stringify(files), noise: noise.value, files });
}

/** Of what is replayed nothing is told but whether it is equal. */
const nothingToTell: Receipt = {
  resultHash: '',
  rows: 0,
  suppressedCells: 0,
  verdicts: [],
  columns: [],
  outputs: [],
  tier: 'T0',
  sources: [],
};

function hashesOf(files: readonly ExportFile[]): { readonly name: string; readonly sha256: string }[] {
  return files.map(({ name, sha256 }) => ({ name, sha256 }));
}

/** A replay never pays: the answer must be there. */
async function requireKeptNoise(
  parts: DomainParts,
  { ordered, account, run }: Omit<RealRun, 'settle'>,
  reading: ProgramReading,
): Promise<Outcome<Replayed['noise']>> {
  const analysis = await analyseFor(parts, reading);
  if (!analysis.ok) return analysis;
  const paid = payableOf(analysis.value);
  if (!paid) return accept('none');
  if (!account.ok) return account;
  const { vendor, agreement, hash, epsilon } = ordered;
  const spender = { vendor, agreement, program: hash, ...(epsilon !== undefined && { epsilon }) };
  const prepared = await prepare(parts.folders, paid, { run, spender });
  if (!prepared.ok) return prepared;
  const known = await account.value.answers.get(prepared.value.reservation.canon);
  if (!known.ok) return known;
  if (known.value === undefined) return refuse('E_STATE', 'Cannot replay the run: its noise must be kept; got none');
  return accept('kept');
}

/** A root in which exactly these snapshots are the current ones: links to the same files, which are read-only. */
async function pinSnapshots(from: string, root: string, sources: Quarantined['sources']): Promise<Outcome<void>> {
  for (const { entry, snapshot } of sources) {
    const folder = join(from, entry, snapshot);
    const names = await readdir(folder).catch(() => []);
    if (names.length === 0)
      return refuse('E_UNKNOWN_SNAPSHOT', `Cannot replay the run: snapshot ${snapshot} must be there; got none`);
    await mkdir(join(root, entry, snapshot), { recursive: true, mode: 0o700 });
    for (const name of names) await link(join(folder, name), join(root, entry, snapshot, name));
    await writeFile(join(root, entry, currentFile), `${snapshot}\n`, { mode: 0o600 });
  }
  return accept(undefined);
}
