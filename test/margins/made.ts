/** Small tables made for a test: persons with firms, places, an age and an amount, in a database file as the domain would have it. */
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { CatalogEntry } from '#policies/catalog/entry.ts';
import { entryId, idSpace, orgId } from '#policies/units.ts';
import { aColumn, range } from '../fixtures/columns.ts';
import { newDir, openGround, type Ground } from './ground.ts';

export interface MadeRow {
  readonly person: number;
  readonly a?: string | null;
  readonly b?: string | null;
  readonly c?: string | null;
  readonly age?: number;
  readonly x?: number;
}

const code = { type: 'VARCHAR', semantic: 'code', tag: 'plain', rule: ['G'], nullable: true } as const;

/** Persons have any number of rows. */
export const madeEntry: CatalogEntry = {
  id: entryId('made'),
  version: 1,
  title: { zh: 'made', en: 'made' },
  department: orgId('statistics'),
  attribute: 'conditional',
  origin: 'collected',
  secrets: ['personal_info'],
  updateCycle: 'once',
  tables: [
    {
      name: 'made',
      title: { zh: 'made', en: 'made' },
      columns: [
        aColumn({ name: 'person', type: 'BIGINT', semantic: 'serial', tag: 'direct', rule: ['J'] }),
        aColumn({ name: 'a', ...code }),
        aColumn({ name: 'b', ...code }),
        aColumn({ name: 'c', ...code }),
        aColumn({
          name: 'age',
          type: 'SMALLINT',
          semantic: 'count',
          rule: ['A', 'F'],
          coarsen: [{ by: 'bands', max: 12 }],
          domain: range(0, 120),
        }),
        aColumn({
          name: 'x',
          type: 'DECIMAL(12,2)',
          semantic: 'amount',
          tag: 'plain',
          rule: ['A', 'F'],
          domain: range(-1_000_000, 1_000_000),
        }),
      ],
      units: [{ space: idSpace('person'), column: 'person' }],
      primaryKey: [],
      foreignKeys: [],
      volume: 1000,
    },
  ],
};

export async function openMade(rows: readonly MadeRow[]): Promise<Ground> {
  const dir = newDir();
  const path = join(dir, 'made.duckdb');
  const instance = await DuckDBInstance.create(path);
  const connection = await instance.connect();
  await connection.run(
    'CREATE TABLE made (person BIGINT, a VARCHAR, b VARCHAR, c VARCHAR, age SMALLINT, x DECIMAL(12,2))',
  );
  const values = rows.map(
    ({ person, a, b, c, age = 40, x = 0 }) => `(${person}, ${[a, b, c].map(text).join(', ')}, ${age}, ${x})`,
  );
  if (values.length > 0) await connection.run(`INSERT INTO made VALUES ${values.join(', ')}`);
  connection.closeSync();
  instance.closeSync();
  return openGround([madeEntry], { made: path }, dir);
}

function text(value: string | null | undefined): string {
  return value === null || value === undefined ? 'NULL' : `'${value}'`;
}

/** Rows of `counts[i]` new persons each, with the fields of `cells[i]`; each person has one row. */
export function people(cells: readonly (Omit<MadeRow, 'person'> & { readonly count: number })[]): readonly MadeRow[] {
  let person = 0;
  return cells.flatMap(({ count, ...rest }) =>
    Array.from({ length: count }, () => ({ person: (person += 1), x: 100 + (person % 7), ...rest })),
  );
}
