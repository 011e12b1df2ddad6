/** One table of simulation data as a file, in the formats that people ask for. */
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Table } from '#policies/catalog/entry.ts';
import { identifier, literal, type Sql } from '../sql.ts';

export const formats = ['parquet', 'arrow', 'csv', 'duckdb'] as const;
export type Format = (typeof formats)[number];

/** In front of every file name: simulation data must not be taken for real data. */
export const watermark = 'SIM_';

export function fileNameOf(table: string, format: Exclude<Format, 'duckdb'>): string {
  return `${watermark}${table}.${format}`;
}

/** U+FEFF. */
export const byteOrderMark = '\uFEFF';

interface TableFile {
  readonly table: Table;
  /** The table, as the connection names it. */
  readonly source: Sql;
  readonly path: string;
}

/** Writes all rows in their stored order: equal rows give equal bytes. CSV begins with a byte order mark, so that Excel reads the Chinese in it. */
export async function writeTable(
  connection: DuckDBConnection,
  format: Exclude<Format, 'duckdb'>,
  { table, source, path }: TableFile,
): Promise<void> {
  const names = table.columns.map(({ name }) => name);
  const select = `SELECT ${names.map(identifier).join(', ')} FROM ${source}`;
  switch (format) {
    case 'parquet':
      await connection.run(`COPY (${select}) TO ${literal(path)} (FORMAT parquet, COMPRESSION zstd)`);
      return;
    case 'arrow': {
      // Only here: the library takes longer to load than a preview may take.
      const { writeArrow } = await import('./arrow.ts');
      return writeArrow(connection, { select, columns: table.columns, path });
    }
    case 'csv': {
      const [first = '', ...rest] = names;
      const marked = [`${identifier(first)} AS ${identifier(byteOrderMark + first)}`, ...rest.map(identifier)];
      await connection.run(
        `COPY (SELECT ${marked.join(', ')} FROM ${source}) TO ${literal(path)} (FORMAT csv, HEADER)`,
      );
    }
  }
}
