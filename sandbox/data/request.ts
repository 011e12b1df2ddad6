/** What must be so before any file is opened: no secrets, a sound entry, one file per table, options that name what exists. */
import type { CatalogEntry, Table } from '#policies/catalog/entry.ts';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import type { Instant } from '#policies/units.ts';
import { entrySchema } from './entry-schema.ts';
import { own, type IngestOptions } from './options.ts';
import { refuseIngest } from './report.ts';

export interface IngestRequest {
  readonly entry: CatalogEntry;
  /** Table name → path of its CSV or Parquet file. */
  readonly files: Readonly<Record<string, string>>;
  /** Folder of all snapshots. */
  readonly root: string;
  readonly now: Instant;
  readonly options?: IngestOptions;
}

/** Secrets are refused first, whatever else is wrong with the request. @see AO-02-2 */
export function requireIngestible(request: IngestRequest): Outcome<CatalogEntry> {
  const secrets = request.entry.secrets.filter((flag) => flag === 'state_secret' || flag === 'work_secret');
  if (secrets.length > 0) {
    return refuse(
      'E_SECRET_TABLE',
      `Cannot ingest ${request.entry.id}: must hold no secret; got ${secrets.join(', ')}`,
    );
  }
  const entry = requireEntry(request.entry);
  if (!entry.ok) return entry;
  const fault = findFileFault(entry.value, request.files) ?? findOptionFault(entry.value, request.options ?? {});
  return fault === undefined ? entry : refuseIngest(entry.value.id, fault.must, fault.got);
}

interface Fault {
  readonly must: string;
  readonly got: string;
}

function requireEntry(given: CatalogEntry): Outcome<CatalogEntry> {
  const parsed = entrySchema.safeParse(given);
  if (!parsed.success) {
    const places = parsed.error.issues.map((issue) => issue.path.join('.') || 'the entry');
    return refuseEntry(given.id, 'have the form of a catalog entry', `another form at ${places.join(', ')}`);
  }
  const entry = parsed.data;
  const twice = repeated(entry.tables.map((table) => table.name));
  if (twice !== undefined) return refuseEntry(entry.id, 'name each table once', `${twice} twice`);
  for (const table of entry.tables) {
    const fault = findTableFault(table, entry);
    if (fault !== undefined) return refuseEntry(`${entry.id}, table ${table.name}`, fault.must, fault.got);
  }
  return accept(entry);
}

function findTableFault(table: Table, entry: CatalogEntry): Fault | undefined {
  const names = table.columns.map((column) => column.name);
  const twice = repeated(names);
  if (twice !== undefined) return { must: 'name each column once', got: `${twice} twice` };
  const used = [...table.primaryKey, ...table.units.map((unit) => unit.column)];
  for (const key of table.foreignKeys) {
    used.push(...key.columns);
    if (key.columns.length !== key.references.length) {
      return { must: 'pair the columns of a foreign key', got: 'another number of references' };
    }
    const target = entry.tables.find((other) => other.name === key.table);
    const unknown = target && key.references.find((name) => !target.columns.some((column) => column.name === name));
    if (unknown !== undefined) return { must: `refer to columns of ${key.table}`, got: unknown };
  }
  const unknown = used.find((name) => !names.includes(name));
  return unknown === undefined ? undefined : { must: 'use its own columns in keys and units', got: unknown };
}

function findFileFault(entry: CatalogEntry, files: IngestRequest['files']): Fault | undefined {
  const names = entry.tables.map((table) => table.name);
  const without = names.find((name) => own(files, name) === undefined);
  if (without !== undefined) return { must: 'there must be a file for every table', got: `none for ${without}` };
  const unknown = Object.keys(files).find((name) => !names.includes(name));
  return unknown === undefined ? undefined : { must: 'files must be for tables of the entry', got: unknown };
}

/** A mistyped name in an option would otherwise be silently without effect. */
function findOptionFault(entry: CatalogEntry, options: IngestOptions): Fault | undefined {
  const byTable = [options.columns, options.rename, options.formats, options.derive];
  const byColumn = [options.formats, options.derive];
  for (const name of byTable.flatMap((option) => Object.keys(option ?? {}))) {
    if (!entry.tables.some((table) => table.name === name)) return { must: 'options must name its tables', got: name };
  }
  for (const table of entry.tables) {
    const named = byColumn.flatMap((option) => Object.keys(own<object>(option, table.name) ?? {}));
    const targets = Object.values(own(options.rename, table.name) ?? {});
    const unknown = [...named, ...targets].find((name) => !table.columns.some((column) => column.name === name));
    if (unknown !== undefined) return { must: `options must name columns of ${table.name}`, got: unknown };
  }
  return undefined;
}

function refuseEntry(what: string, must: string, got: string): Outcome<never> {
  return refuse('E_ENTRY', `Cannot ingest ${what}: must ${must}; got ${got}`);
}

/** The first name that comes twice; SQL does not tell names apart by case. */
function repeated(names: readonly string[]): string | undefined {
  const seen = new Set<string>();
  for (const name of names.map((text) => text.toLowerCase())) {
    if (seen.has(name)) return name;
    seen.add(name);
  }
  return undefined;
}
