/**
 * Brings one file into the engine as it is: a relation `:src_<n>` with `:row` (from 0, in file order) and one column
 * `:0, :1, …` per source column, missing marks already NULL. Nothing is cast or checked here except the form of the file.
 */
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import { readCsvHead, type CsvHead } from './csv-dialect.ts';
import { scanCsv, type CsvDialect } from './csv-scan.ts';
import { quoted, quotedText } from '#policies/query/print.ts';
import { quotePath, type Engine } from './engine.ts';
import { own, type IngestOptions } from './options.ts';
import { refuseStructure } from './report.ts';
import { transcode } from './transcode.ts';

export interface SourceColumn {
  readonly name: string;
  /** Engine type; always VARCHAR for CSV. */
  readonly type: string;
  /** Quoted, as it is called in the relation. */
  readonly sql: string;
}

export interface Source {
  /** Quoted name of the relation. */
  readonly relation: string;
  readonly columns: readonly SourceColumn[];
  /** `line` of the file for CSV, `row` from 1 for Parquet. */
  readonly placeKind: 'line' | 'row';
  /** Where records are; reads a CSV file once more, so only asked when there is something to report. */
  places(records: ReadonlySet<number>): Promise<ReadonlyMap<number, number>>;
}

export interface SourceFile {
  readonly table: string;
  /** Position of the table in the entry; keeps relation names apart. */
  readonly index: number;
  readonly path: string;
  /** Working folder of the ingest. */
  readonly scratch: string;
  /** Lower-case names that a header may hold. */
  readonly expected: ReadonlySet<string>;
}

const defaultMissing = ['', '?'];

export async function loadSource(engine: Engine, file: SourceFile, options: IngestOptions): Promise<Outcome<Source>> {
  const magic = await readMagic(file.path);
  if (magic === undefined) return cannot(file, 'be a file that can be read', 'none');
  if (magic === 'PAR1') return loadParquet(engine, file, options);
  return loadCsv(engine, file, options);
}

async function loadCsv(engine: Engine, file: SourceFile, options: IngestOptions): Promise<Outcome<Source>> {
  const encoding = options.encoding ?? 'utf-8';
  const path = encoding === 'utf-8' ? file.path : join(file.scratch, `utf8-${file.index}.csv`);
  if (encoding !== 'utf-8' && !(await transcode(file.path, path, encoding))) {
    return cannot(file, `be ${encoding} text`, 'other bytes');
  }
  const columns = own(options.columns, file.table);
  const head = await readCsvHead(path, {
    expected: file.expected,
    ...(columns === undefined ? {} : { columns }),
    ...(options.delimiter === undefined ? {} : { delimiter: options.delimiter }),
  });
  if (head === undefined) {
    return columns === undefined
      ? cannot(file, 'begin with a header that names columns of the table', 'another first line')
      : cannot(file, `have the ${columns.length} columns given`, 'another number');
  }
  const dialect: CsvDialect = { delimiter: head.delimiter, columns: head.names.length, header: head.header };
  const structure = await scanCsv(path, dialect);
  if (structure.faultCount > 0) return refuseStructure(file.table, structure);
  const source = await createRelation(engine, file, {
    columns: head.names.map((name, i) => ({ name, type: 'VARCHAR', sql: quoted(`:${i}`) })),
    from: readCsv(path, head),
    missing: options.missing ?? defaultMissing,
  });
  const doing = `count the rows of ${file.table}`;
  const loaded = await engine.count({ doing, sql: `SELECT count(*) FROM ${source.relation}` });
  if (loaded !== structure.records)
    return cannot(file, 'be read alike by scanner and engine', 'different counts of rows');
  return accept({ ...source, placeKind: 'line', places: (records) => linesOf(path, dialect, records) });
}

async function loadParquet(engine: Engine, file: SourceFile, options: IngestOptions): Promise<Outcome<Source>> {
  const from = `read_parquet(${quotePath(file.path)}, binary_as_string = true)`;
  const described = await engine.rows({
    doing: `read ${file.table} as Parquet`,
    sql: `DESCRIBE SELECT * FROM ${from}`,
  });
  const source = await createRelation(engine, file, {
    columns: described.map(([name, type]) => ({ name: name ?? '', type: type ?? '', sql: quoted(name ?? '') })),
    from,
    missing: options.missing ?? defaultMissing,
  });
  return accept({ ...source, placeKind: 'row', places: rowsOf });
}

interface Reading {
  /** `sql` as the reader calls the column. */
  readonly columns: readonly SourceColumn[];
  readonly from: string;
  readonly missing: readonly string[];
}

/** A fresh table numbers its rows from 0 in the order they came in, and the engine keeps the order of the file. */
async function createRelation(
  engine: Engine,
  file: SourceFile,
  reading: Reading,
): Promise<Pick<Source, 'relation' | 'columns'>> {
  const doing = `load ${file.table}`;
  const raw = quoted(`:raw_${file.index}`);
  const relation = quoted(`:src_${file.index}`);
  const columns = reading.columns.map((column, i) => ({ ...column, sql: quoted(`:${i}`) }));
  const marks = reading.missing.map(quotedText).join(', ');
  const list = reading.columns.map(({ type, sql }, i) => {
    const kept = type === 'VARCHAR' && marks !== '' ? `CASE WHEN trim(${sql}) NOT IN (${marks}) THEN ${sql} END` : sql;
    return `${kept} AS ${quoted(`:${i}`)}`;
  });
  await engine.run({ doing, sql: `CREATE TABLE ${raw} AS SELECT ${list.join(', ')} FROM ${reading.from}` });
  await engine.run({ doing, sql: `CREATE VIEW ${relation} AS SELECT rowid AS ":row", * FROM ${raw}` });
  return { relation, columns };
}

/** Columns are called by position, so no name from the file gets into the statement. */
function readCsv(path: string, head: CsvHead): string {
  const columns = head.names.map((_, i) => `':${i}': 'VARCHAR'`).join(', ');
  return (
    `read_csv(${quotePath(path)}, auto_detect = false, header = ${head.header}, columns = {${columns}}, ` +
    `delim = ${quotedText(head.delimiter)}, quote = '"', escape = '"', strict_mode = true, null_padding = false, compression = 'none')`
  );
}

async function rowsOf(records: ReadonlySet<number>): Promise<ReadonlyMap<number, number>> {
  return new Map([...records].map((record) => [record, record + 1]));
}

async function linesOf(
  path: string,
  dialect: CsvDialect,
  records: ReadonlySet<number>,
): Promise<ReadonlyMap<number, number>> {
  const lines = new Map<number, number>();
  await scanCsv(path, dialect, (record, line) => {
    if (records.has(record)) lines.set(record, line);
  });
  return lines;
}

/** The first four bytes; `undefined` where there is no such file. */
async function readMagic(path: string): Promise<string | undefined> {
  const file = await open(path, 'r').catch(() => undefined);
  if (file === undefined) return undefined;
  try {
    if (!(await file.stat()).isFile()) return undefined;
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(4) });
    return buffer.toString('latin1', 0, bytesRead);
  } finally {
    await file.close();
  }
}

function cannot(file: SourceFile, must: string, got: string): Outcome<never> {
  return refuse('E_INGEST', `Cannot ingest ${file.table}: its file must ${must}; got ${got}`);
}
