/** What a source department says about the files it hands in. All names of tables and columns are the catalog's. */
import type { Delimiter } from './csv-dialect.ts';
import type { Encoding } from './transcode.ts';

/** A value per table of the entry. */
export type PerTable<T> = Readonly<Record<string, T>>;
export type PerColumn<T> = Readonly<Record<string, T>>;

export interface IngestOptions {
  /** For CSV; sniffed among `, ; tab |` where not given. */
  readonly delimiter?: Delimiter;
  /** For CSV; `utf-8` where not given. */
  readonly encoding?: Encoding;
  /** Texts that mean "no value", compared after trimming; `''` and `'?'` where not given. */
  readonly missing?: readonly string[];
  /** Source columns in file order, for a CSV file that may have no header. */
  readonly columns?: PerTable<readonly string[]>;
  /** Source column → catalog column, where they differ by more than case. */
  readonly rename?: PerTable<PerColumn<string>>;
  /**
   * Catalog column → strptime format, e.g. `%y%m%d`, for dates and times in another form than `2026-03-02 09:30:00`.
   * The text must be exactly what the format would print (but for case).
   */
  readonly formats?: PerTable<PerColumn<string>>;
  /**
   * Catalog column → SQL expression over the source columns (texts, for CSV). Written by the source department and trusted;
   * it is run by an engine that can open no file. A source column that an expression names needs no catalog column.
   */
  readonly derive?: PerTable<PerColumn<string>>;
  /** Leave out source columns that the catalog does not declare, instead of refusing them. */
  readonly ignoreExtra?: boolean;
  /** Table of another entry → its published `data.duckdb`, for foreign keys that leave the entry. */
  readonly referenced?: PerTable<string>;
}

/** A record by its own keys only: a table may be called `constructor`. */
export function own<T>(record: Readonly<Record<string, T>> | undefined, key: string): T | undefined {
  return record !== undefined && Object.hasOwn(record, key) ? record[key] : undefined;
}
