/** A data set as a fit meets it: handed in, published in its private form, planned by an order, and read as cells of the catalog. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { CatalogEntry } from '#policies/catalog/entry.ts';
import type { RandomSource } from '#policies/privacy/random.ts';
import { unwrap } from '#policies/refusal.ts';
import type { FitPlan } from '#policies/simulation/fit-plan.ts';
import type { FittedModel, FittedTable } from '#policies/simulation/fitted.ts';
import { instant, nanoRho } from '#policies/units.ts';
import { ingestEntry } from '#sandbox/data/ingest.ts';
import type { IngestOptions } from '#sandbox/data/options.ts';
import { currentSnapshot, type Snapshot } from '#sandbox/data/snapshot.ts';
import { fitTable } from '#sandbox/fit/fit-table.ts';
import type { EncodedSets } from '#sandbox/fit/read.ts';
import { planOf, readAll } from '../../sandbox-fit/world.ts';

export interface HandedIn {
  readonly entry: CatalogEntry;
  /** @param into a folder where files may be made first */
  readonly files: (into: string) => Promise<Readonly<Record<string, string>>>;
  readonly options: IngestOptions;
  /** Without its ε, which changes no cell. */
  readonly order: object;
}

export interface OpenedFit extends AsyncDisposable {
  /** For files that end with this. */
  readonly folder: string;
  readonly snapshot: Snapshot;
  readonly planAt: (epsilon: number) => FitPlan;
  readonly sets: Readonly<Record<string, EncodedSets>>;
}

/** In a new folder below `dir`, which is gone when this is disposed of. */
export async function openFit({ entry, files, options, order }: HandedIn, dir: string): Promise<OpenedFit> {
  const folder = await mkdtemp(join(dir, `${entry.id}-`));
  const root = join(folder, 'snapshots');
  await mkdir(root);
  const now = instant('2026-03-02T01:30:00.000Z');
  unwrap(await ingestEntry({ entry, files: await files(folder), options, root, now }));
  const snapshot = unwrap(await currentSnapshot(root, entry.id));
  const planAt = (epsilon: number): FitPlan => planOf({ ...order, entries: [entry.id], epsilon }, [entry]);
  const attach = [{ name: entry.id, path: snapshot.private ?? '' }];
  const sets = await readAll(attach, { plan: planAt(1), temp: join(folder, 'temp') });
  return {
    folder,
    snapshot,
    planAt,
    sets,
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

/** All models of a plan, with the part of ρ that it gives each. */
export async function fitAll(
  { sets }: Pick<OpenedFit, 'sets'>,
  plan: FitPlan,
  random: RandomSource,
): Promise<FittedModel> {
  const tables: FittedTable[] = [];
  for (const { model, nanoRho: part } of plan.tables) {
    const rows = sets[model.table]?.train;
    if (!rows) throw new Error(`Cannot fit ${model.table}: must have been read`);
    const { fitted } = await fitTable(rows, model, { rho: nanoRho(BigInt(part)), random });
    tables.push(fitted);
  }
  return { method: 'aim-1', plan, tables };
}
