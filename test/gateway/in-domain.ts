/** Plainly, over a snapshot itself: what no vendor can do. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';

/** @param dir of the installation. @returns the rows of `sql` over the newest data of `medical_settlement`, as text */
export async function inDomain(dir: string, sql: string): Promise<readonly (readonly string[])[]> {
  const folder = join(dir, 'domain', 'snapshots', 'medical_settlement');
  const file = join(folder, readFileSync(join(folder, 'current'), 'utf8').trim(), 'data.duckdb');
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    await connection.run(`ATTACH '${file}' AS d (READ_ONLY)`);
    const reader = await connection.runAndReadAll(sql.replace('medical_settlement', 'd.medical_settlement'));
    return reader.getRowsJson().map((row) => row.map(String));
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
