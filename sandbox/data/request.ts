/**
 * What must be so before any file is opened: a sound entry without secrets, one file per table, options that name what
 * exists.
 */
import { parseEntry } from '#policies/catalog/check-entry.ts';
import type { CatalogEntry } from '#policies/catalog/entry.ts';
import type { Outcome } from '#policies/refusal.ts';
import type { Instant } from '#policies/units.ts';
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

/** State and work secrets are refused here too, as part of a sound entry. @see AO-02-2 */
export function requireIngestible(request: IngestRequest): Outcome<CatalogEntry> {
  const entry = parseEntry(request.entry);
  if (!entry.ok) return entry;
  const fault = findFileFault(entry.value, request.files) ?? findOptionFault(entry.value, request.options ?? {});
  return fault === undefined ? entry : refuseIngest(entry.value.id, fault.must, fault.got);
}

interface Fault {
  readonly must: string;
  readonly got: string;
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
