/** Tables for the rows of programs: one person each with a column of every kind, and visits of which a person has many. */
import { DuckDBInstance } from '@duckdb/node-api';
import type { CatalogEntry, Table } from '#policies/catalog/entry.ts';
import { printPrivateSchema } from '#policies/privacy/schema-sql.ts';
import { quoted } from '#policies/query/print.ts';
import { printSchema } from '#policies/query/schema-sql.ts';
import { entryId, idSpace, orgId } from '#policies/units.ts';
import { aColumn, codes } from '../../fixtures/columns.ts';

const kinds: Table = {
  name: 'kind',
  title: { zh: '种', en: 'kinds' },
  columns: [
    aColumn({ name: 'id', type: 'VARCHAR', semantic: 'text', rule: ['J'] }),
    aColumn({ name: 'x', type: 'DOUBLE', semantic: 'measure', rule: ['A'], nullable: true }),
    aColumn({ name: 'n', type: 'BIGINT', semantic: 'count', rule: ['A'], nullable: true }),
    aColumn({ name: 'm', type: 'DECIMAL(38,4)', semantic: 'measure', rule: ['A'], nullable: true }),
    aColumn({ name: 'b', type: 'BOOLEAN', semantic: 'code', rule: ['A'], nullable: true }),
    aColumn({ name: 'd', type: 'DATE', semantic: 'date', rule: ['A'], nullable: true }),
    aColumn({ name: 't', type: 'TIMESTAMP', semantic: 'date', rule: ['A'], nullable: true }),
    aColumn({
      name: 'g',
      type: 'VARCHAR',
      semantic: 'code',
      rule: ['G', 'A', 'F'],
      nullable: true,
      domain: codes('b', "it's", '域', ''),
    }),
    aColumn({ name: 'w', type: 'VARCHAR', semantic: 'text', rule: ['A'], nullable: true }),
    aColumn({ name: 'secret', type: 'DOUBLE', semantic: 'measure', rule: ['X'], nullable: true }),
  ],
  units: [{ space: idSpace('person'), column: 'id' }],
  primaryKey: ['id'],
  foreignKeys: [],
  volume: 1000,
};

const visits: Table = {
  ...kinds,
  name: 'visit_of',
  primaryKey: [],
  rowsPerUnit: { max: 5, onExcess: 'truncate' },
};

export const kindsEntry: CatalogEntry = {
  id: entryId('kinds'),
  version: 1,
  title: { zh: '种', en: 'kinds' },
  department: orgId('dept.test'),
  attribute: 'conditional',
  origin: 'collected',
  secrets: [],
  updateCycle: 'once',
  tables: [kinds, visits],
};

/** Makes a database file of the entry, in its private form or as it is. @param fill statements; `kinds.main.` is the file */
export async function makeDatabase(path: string, form: 'plain' | 'private', fill: readonly string[]): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(`ATTACH '${path}' AS ${quoted(kindsEntry.id)}`);
  const schema = form === 'plain' ? printSchema(kindsEntry) : printPrivateSchema(kindsEntry);
  for (const sql of [...schema, ...fill]) await connection.run(sql);
  connection.closeSync();
  instance.closeSync();
}
