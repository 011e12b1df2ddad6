/**
 * The publish step of the private lane: from the tables of a snapshot, those of protected units in the form that the lane reads. Units
 * have numbers, rows have a rank, numbers are whole steps of a public grid, texts have codes. It is done once, so that each query finds
 * its sensitivity already bounded.
 *
 * @see query-and-privacy.md §3.1 (publish step), §2.3 (why the order must be total), §2.10 (NULL units)
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { CatalogEntry } from '#policies/catalog/entry.ts';
import { privateTables } from '#policies/catalog/units.ts';
import { contentHash } from '#policies/record/content-hash.ts';
import { quoted, quotedText } from '#policies/query/print.ts';
import { accept, type Outcome } from '#policies/refusal.ts';
import { Engine, EngineFailure } from '../data/engine.ts';
import { hashFile } from '../data/fingerprint.ts';
import { refuseIngest } from '../data/report.ts';
import { requireDeclared } from './declared.ts';
import { manifestOf, sealPrivate, type PrivateContent, type PrivateManifest } from './manifest.ts';
import { store } from './store.ts';
import { countsSql, type Staged } from './table-sql.ts';
import { numberUnits, openSpace } from './units.ts';

export interface Publication {
  readonly entry: CatalogEntry;
  /** The data of a snapshot: all tables of the entry, checked by the ingest. */
  readonly source: string;
  /** Where the private file comes into being, a name that ends in `.duckdb`; its manifest lies beside it. */
  readonly target: string;
  /** The folder of the registry of units. */
  readonly registry: string;
  /** Of simulation data: rows that belong to nobody are cut where real ones would refuse the publication. */
  readonly simulated?: boolean;
}

/**
 * Writes the private file of an entry and its manifest, both closed to writing.
 *
 * Guarantee: for every unit, the published rows and their ranks are a function of that unit's own rows and the key of its space; no unit
 * has more rows than its table declares, and every column that a unit determines has one value in it. Columns of rule X, rows without a
 * unit and tables without one are not in the file. After a refusal nothing is left of it, and the registry is as it was.
 *
 * @returns undefined, and writes nothing, for an entry about no protected unit; refuses E_INGEST for rows that break what the entry
 * declares of a unit, without saying which
 */
export async function publishPrivate(publication: Publication): Promise<Outcome<PrivateManifest | undefined>> {
  const { entry, source, target } = publication;
  if (privateTables(entry).length === 0) return accept(undefined);
  const scratch = await mkdtemp(join(dirname(resolve(target)), '.private-'));
  let published: Outcome<readonly PrivateContent[]> | undefined;
  try {
    published = await publish(publication, scratch);
    if (!published.ok) return published;
    const facts = { entryHash: contentHash(entry), sourceHash: await hashFile(source), tables: published.value };
    return accept(await sealPrivate(target, facts));
  } catch (error) {
    published = undefined;
    if (error instanceof EngineFailure) return refuseIngest(entry.id, `the engine must ${error.doing}`, 'a failure');
    throw error;
  } finally {
    await rm(scratch, { recursive: true, force: true });
    if (!published?.ok)
      for (const path of [target, `${target}.wal`, manifestOf(target)]) await rm(path, { force: true });
  }
}

/** Everything that needs the engine. Whatever can be refused is refused before the first unit gets a number. */
async function publish(
  { entry, source, target, registry, simulated = false }: Publication,
  scratch: string,
): Promise<Outcome<readonly PrivateContent[]>> {
  using engine = await Engine.open(scratch);
  const doing = 'open the data for publication';
  await engine.run({ doing, sql: `ATTACH ${quotedText(resolve(source))} AS source (READ_ONLY)` });
  const staged: Staged[] = [];
  for (const [at, table] of privateTables(entry).entries()) {
    const next = { ...table, counts: `counts_${at}`, numbers: numbersOf(table.unit.space) };
    await engine.run({
      doing: `count the units of ${table.table.name}`,
      sql: `CREATE TABLE ${next.counts} AS ${countsSql(table)}`,
    });
    const kept = simulated ? accept(undefined) : await requireDeclared(engine, next);
    if (!kept.ok) return kept;
    staged.push(next);
  }
  await numberAll(engine, staged, registry);
  await engine.run({ doing, sql: `ATTACH ${quotedText(resolve(target))} AS target` });
  const contents: PrivateContent[] = [];
  for (const table of staged) contents.push(await store(engine, table, await openSpace(registry, table.unit.space)));
  await engine.run({ doing: 'complete the private file', sql: 'CHECKPOINT target' });
  await engine.run({ doing: 'complete the private file', sql: 'DETACH target' });
  return accept(contents);
}

/** Tables of one space number their units together, so that the order of new ones says nothing about the table they came from. */
async function numberAll(engine: Engine, staged: readonly Staged[], registry: string): Promise<void> {
  for (const [space, tables] of Map.groupBy(staged, ({ unit }) => unit.space)) {
    const ids = tables.map(({ counts }) => `SELECT id FROM ${counts}`).join(' UNION ALL ');
    await numberUnits(engine, { registry, space, ids, into: numbersOf(space) });
  }
}

const numbersOf = (space: string): string => quoted(`numbers_${space}`);
