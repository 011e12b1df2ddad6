/**
 * Turns the files of a source department into a checked, immutable snapshot, or into reasons why not; never into half of one.
 * The bulk stays inside the engine: rows are not brought into JavaScript, except as digests for the content hash.
 */
import { join, resolve } from 'node:path';
import type { CatalogEntry } from '#policies/catalog/entry.ts';
import { contentHash } from '#policies/record/content-hash.ts';
import { accept, type Outcome } from '#policies/refusal.ts';
import { snapshotId, type Instant, type SnapshotId } from '#policies/units.ts';
import { bindTable, expectedNames, type BoundTable } from './bind.ts';
import { castTable, checkCells, checkForeignKeys, checkPrimaryKey, storageOrder, type TypedTable } from './checks.ts';
import { hashContent } from './content-hash.ts';
import { quoted, quotedText } from '#policies/query/print.ts';
import { Engine, EngineFailure } from './engine.ts';
import { hashFile } from './fingerprint.ts';
import { own, type IngestOptions } from './options.ts';
import { refuseIngest, refuseProblems, type TableReport } from './report.ts';
import { requireIngestible, type IngestRequest } from './request.ts';
import { verifySnapshot, type SnapshotManifest, type TableContent } from './snapshot.ts';
import { loadSource, type Source } from './source.ts';
import { Workspace } from './workspace.ts';
import { publishPrivate } from '../private/publish.ts';
import { registryFolder } from '../private/units.ts';

/**
 * Reads one CSV or Parquet file per table, checks every value, key and reference, and publishes the snapshot as `current`.
 *
 * Guarantee: an accepted manifest describes a published snapshot whose every value has its declared type without loss, is
 * present where it must be and lies in its domain, whose primary keys are unique and whose references hold; beside it lies its private
 * file, if it has units. After a refusal the folder is as it was. No refusal quotes a value or an engine message.
 *
 * Ingesting the same content for the same entry at the same instant twice gives the snapshot that is already there.
 */
export async function ingestEntry(request: IngestRequest): Promise<Outcome<SnapshotManifest>> {
  const entry = requireIngestible(request);
  if (!entry.ok) return entry;
  await using space = await Workspace.create(request.root, entry.value.id);
  try {
    return await ingest({ ...request, entry: entry.value }, space);
  } catch (error) {
    if (error instanceof EngineFailure)
      return refuseIngest(entry.value.id, `the engine must ${error.doing}`, 'a failure');
    throw error;
  }
}

async function ingest(request: IngestRequest, space: Workspace): Promise<Outcome<SnapshotManifest>> {
  const written = await write(request, space);
  if (!written.ok) return written;
  const registry = join(request.root, registryFolder);
  const kept = await publishPrivate({ entry: request.entry, source: space.data, target: space.private, registry });
  if (!kept.ok) return kept;
  const manifest = describe(request, { ...written.value, fileHash: await hashFile(space.data) });
  if (await space.publish(manifest)) return accept(manifest);
  return verifySnapshot(join(request.root, request.entry.id, manifest.snapshotId));
}

interface Written {
  readonly tables: readonly TableContent[];
  readonly duckdb: string;
}

/** Everything that needs the engine; it is closed, and its file complete, when this returns. */
async function write(request: IngestRequest, space: Workspace): Promise<Outcome<Written>> {
  const { entry, options = {} } = request;
  using engine = await Engine.open(space.scratch);
  const sources = await loadSources(engine, request, space);
  if (!sources.ok) return sources;
  await engine.run({ doing: 'create the data file', sql: `ATTACH ${quotedText(space.data)} AS published` });
  const referred = await attachReferenced(engine, entry, options);
  if (!referred.ok) return referred;
  await engine.lock();
  const bound = await bindTables(engine, { entry, sources: sources.value }, options);
  if (!bound.ok) return bound;
  const typed = await checkTables(engine, bound.value, referred.value);
  if (!typed.ok) return typed;
  const tables: TableContent[] = [];
  for (const table of typed.value) tables.push(await store(engine, table));
  const doing = 'complete the data file';
  await engine.run({ doing, sql: 'CHECKPOINT published' });
  await engine.run({ doing, sql: 'DETACH published' });
  const version = await engine.rows({ doing, sql: 'SELECT version()' });
  return accept({ tables, duckdb: version[0]?.[0] ?? '' });
}

async function loadSources(
  engine: Engine,
  { entry, files, options = {} }: IngestRequest,
  space: Workspace,
): Promise<Outcome<readonly Source[]>> {
  const sources: Source[] = [];
  for (const [index, table] of entry.tables.entries()) {
    const path = resolve(own(files, table.name) ?? '');
    const expected = expectedNames(table, options);
    const file = { table: table.name, index, path, scratch: space.scratch, expected };
    const source = await loadSource(engine, file, options);
    if (!source.ok) return source;
    sources.push(source.value);
  }
  return accept(sources);
}

/** Tables of other entries that foreign keys of this one refer to, opened READ_ONLY. */
async function attachReferenced(
  engine: Engine,
  entry: CatalogEntry,
  options: IngestOptions,
): Promise<Outcome<Map<string, string>>> {
  const referred = new Map<string, string>();
  for (const [index, [table, path]] of Object.entries(options.referenced ?? {}).entries()) {
    const database = `other_${index}`;
    const doing = `open the referenced table ${table}`;
    await engine.run({ doing, sql: `ATTACH ${quotedText(resolve(path))} AS ${database} (READ_ONLY)` });
    const relation = `${database}.main.${quoted(table)}`;
    const keys = entry.tables.flatMap((own) => own.foreignKeys.filter((key) => key.table === table));
    const columns = keys.flatMap((key) => key.references.map(quoted));
    await engine.run({ doing, sql: `SELECT ${['1', ...columns].join(', ')} FROM ${relation} LIMIT 0` });
    referred.set(table, relation);
  }
  return accept(referred);
}

async function bindTables(
  engine: Engine,
  { entry, sources }: { readonly entry: CatalogEntry; readonly sources: readonly Source[] },
  options: IngestOptions,
): Promise<Outcome<readonly BoundTable[]>> {
  const bound: BoundTable[] = [];
  for (const [index, table] of entry.tables.entries()) {
    const source = sources[index];
    if (source === undefined) throw new Error('Cannot bind: must have loaded every table; got fewer');
    const outcome = await bindTable(engine, { table, source }, options);
    if (!outcome.ok) return outcome;
    bound.push(outcome.value);
  }
  return accept(bound);
}

/** Cells of all tables first, then keys: a row that does not cast has no key to compare. */
async function checkTables(
  engine: Engine,
  bound: readonly BoundTable[],
  others: ReadonlyMap<string, string>,
): Promise<Outcome<readonly TypedTable[]>> {
  const typed: TypedTable[] = [];
  for (const table of bound) typed.push(await castTable(engine, table));
  const cells: TableReport[] = [];
  for (const table of typed) {
    const report = await checkCells(engine, table);
    if (report !== undefined) cells.push(report);
  }
  if (cells.length > 0) return refuseProblems(cells);
  const referred = new Map([...others, ...typed.map(({ table, typed }): [string, string] => [table.name, typed])]);
  const keys: TableReport[] = [];
  for (const table of typed) {
    const report = await checkPrimaryKey(engine, table);
    if (report !== undefined) keys.push(report);
    keys.push(...(await checkForeignKeys(engine, table, referred)));
  }
  return keys.length > 0 ? refuseProblems(keys) : accept(typed);
}

async function store(engine: Engine, { table, typed }: TypedTable): Promise<TableContent> {
  const doing = `store ${table.name}`;
  const relation = `published.main.${quoted(table.name)}`;
  const columns = table.columns.map((column) => quoted(column.name)).join(', ');
  const types = table.columns.map((column) => `${quoted(column.name)} ${column.type}`).join(', ');
  const order = storageOrder(table).map(quoted).join(', ');
  await engine.run({ doing, sql: `CREATE TABLE ${relation} (${types})` });
  await engine.run({ doing, sql: `INSERT INTO ${relation} SELECT ${columns} FROM ${typed} ORDER BY ${order}` });
  return hashContent(engine, table, relation);
}

function describe(
  { entry, now }: IngestRequest,
  { tables, duckdb, fileHash }: Written & Pick<SnapshotManifest, 'fileHash'>,
): SnapshotManifest {
  const hashes = { entryHash: contentHash(entry), contentHash: contentHash(tables) };
  const id = nameSnapshot(now, contentHash(hashes));
  return { snapshotId: id, entry, ...hashes, fileHash, tables, at: now, duckdb };
}

/** `s20260302T013000000Z-` and twelve digits of the hash: sorts by time, and differs where entry or content does. */
function nameSnapshot(at: Instant, hash: string): SnapshotId {
  return snapshotId(`s${at.replaceAll(/[-:.]/g, '')}-${hash.slice(0, 12)}`);
}
