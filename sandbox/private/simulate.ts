/**
 * The private reading on simulation data: what the text would say without noise, what the noise would leave of it, and which share of the
 * groups it would hide. Nothing is charged, for these rows belong to nobody.
 *
 * @see query-and-privacy.md §3.10
 */
import { join } from 'node:path';
import type { CatalogEntry } from '#policies/catalog/entry.ts';
import { isPublicEntry } from '#policies/catalog/units.ts';
import { entriesIn, scansOf } from '#policies/query/ir.ts';
import { printOpen } from '#policies/query/post.ts';
import { accept, type Outcome } from '#policies/refusal.ts';
import { openRandomness } from '../ledger/randomness.ts';
import type { ResultTable, Simulation } from '../operations.ts';
import { scalars } from '../query/operations.ts';
import { inQueryWorker, type Database } from '../supervisor/worker.ts';
import { visibleTable } from '../visible-table.ts';
import { privateSimulation } from '../supervisor/ingest.ts';
import type { DomainParts } from '../supervisor/parts.ts';
import type { PrivateAnalysis } from './analyse.ts';
import { measureReleases, postProcess, type PerformOptions } from './perform.ts';

export async function simulatePrivately(parts: DomainParts, analysis: PrivateAnalysis): Promise<Outcome<Simulation>> {
  const { limits, log, folders } = parts;
  const options: PerformOptions = { limits, log, temp: folders.temp, random: openRandomness(), salt: 'simulation' };
  const databases = await privateForms(parts, analysis.entries);
  if (!databases.ok) return databases;
  const measured = await measureReleases(analysis, databases.value, options);
  if (!measured.ok) return measured;
  const publicOnes = analysis.publicEntries.map((entry) => simulated(folders.simulation, entry));
  const forecast = await postProcess(analysis, measured.value.cells, publicOnes, options);
  if (!forecast.ok) return forecast;
  const table = await withoutNoise(parts, analysis, options);
  if (!table.ok) return table;
  const { groups, cells } = measured.value;
  const shown = cells.reduce((sum, release) => sum + release.length, 0);
  const hiddenShare = groups === 0 ? 0 : Math.max(0, 1 - shown / groups);
  return accept({
    explanation: analysis.explanation,
    table: table.value,
    forecast: forecast.value,
    verdicts: {},
    review: [],
    hiddenShare,
  });
}

function simulated(folder: string, entry: CatalogEntry): Database {
  return { name: entry.id, path: join(folder, `${entry.id}.duckdb`) };
}

/** Where the worker finds each entry of simulation data, protected ones in their private form. */
export async function privateForms(
  { folders, log }: DomainParts,
  entries: readonly CatalogEntry[],
): Promise<Outcome<readonly Database[]>> {
  const found: Database[] = [];
  for (const entry of entries) {
    if (isPublicEntry(entry)) {
      found.push(simulated(folders.simulation, entry));
      continue;
    }
    const made = await privateSimulation({ entry, folder: folders.simulation }, log);
    if (!made.ok) return made;
    found.push({ name: entry.id, path: made.value });
  }
  return accept(found);
}

/** The vendor's own query, over rows as they are. */
async function withoutNoise(
  { folders, limits }: DomainParts,
  { plan }: PrivateAnalysis,
  options: PerformOptions,
): Promise<Outcome<ResultTable>> {
  const { rel, columns, used } = plan.written;
  const entries = entriesIn(scansOf(rel));
  return inQueryWorker(
    entries.map((entry) => simulated(folders.simulation, entry)),
    options,
    async (worker) => {
      const sql = printOpen({ kind: 'open', post: { rel, columns }, used }, limits.resultRows);
      const ran = await worker.ask.run({ setup: [], queries: [sql] });
      if (!ran.ok) return ran;
      const table = ran.value.tables[0];
      const rows = (table?.rows ?? []).map(scalars);
      const infos = columns.map(({ name }, at) => ({
        name,
        type: table?.types[at] ?? 'VARCHAR',
        role: 'statistic' as const,
      }));
      return accept(visibleTable(infos, rows));
    },
  );
}
