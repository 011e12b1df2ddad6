/** One table of rides: ten million rows of a million people, ten each, in no order; made inside DuckDB. */
import { DuckDBInstance } from '@duckdb/node-api';
import type { CatalogEntry, Table } from '#policies/catalog/entry.ts';
import { entryId, idSpace, orgId } from '#policies/units.ts';
import { aColumn, codes } from '../../fixtures/columns.ts';

export interface RideSizes {
  readonly units: number;
  readonly rowsPerUnit: number;
}

export const fullSize: RideSizes = { units: 1_000_000, rowsPerUnit: 10 };

const names = (prefix: string, count: number): string[] =>
  Array.from({ length: count }, (_, at) => `${prefix}${String(at).padStart(count < 1000 ? 2 : 4, '0')}`);

/** `g100` has public values; those of `g10k` are found in the data, for nothing is declared. */
function rides({ units, rowsPerUnit }: RideSizes): Table {
  const columns = [
    aColumn({ name: 'person', type: 'BIGINT', semantic: 'serial', rule: ['J'], tag: 'direct' }),
    aColumn({ name: 'g100', type: 'VARCHAR', semantic: 'code', rule: ['G'], domain: codes(...names('line-', 100)) }),
    aColumn({ name: 'g10k', type: 'VARCHAR', semantic: 'code', rule: ['G'] }),
    aColumn({
      name: 'x',
      type: 'DOUBLE',
      semantic: 'amount',
      rule: ['A'],
      tag: 'measure',
      bounds: { lo: '0', hi: '1000', step: '0.01' },
    }),
  ];
  return {
    name: 'ride',
    title: { zh: '乘车', en: 'Rides' },
    columns,
    units: [{ space: idSpace('person'), column: 'person' }],
    rowsPerUnit: { max: rowsPerUnit, onExcess: 'reject' },
    primaryKey: [],
    foreignKeys: [],
    volume: units * rowsPerUnit,
  };
}

export function rideEntry(sizes: RideSizes): CatalogEntry {
  return {
    id: entryId('rides'),
    version: 1,
    title: { zh: '乘车', en: 'Rides' },
    department: orgId('transport'),
    attribute: 'conditional',
    origin: 'collected',
    secrets: ['personal_info'],
    updateCycle: 'yearly',
    tables: [rides(sizes)],
  };
}

/** Writes `main.ride` into a new file. For equal sizes, equal rows in equal order; the amount is random to the last bit. */
export async function makeRides(path: string, { units, rowsPerUnit }: RideSizes): Promise<void> {
  const instance = await DuckDBInstance.create(path, { threads: '2' });
  const connection = await instance.connect();
  try {
    await connection.run(`CREATE TABLE ride AS
      SELECT CAST(i // ${rowsPerUnit} AS BIGINT) AS person,
        printf('line-%02d', CAST(${part('g100', 100)} AS INTEGER)) AS g100,
        printf('stop-%04d', CAST(${part('g10k', 10000)} AS INTEGER)) AS g10k,
        CAST(${part('x', 1000000007)} AS DOUBLE) / 1000000.007 AS x
      FROM range(${units * rowsPerUnit}) AS r(i) ORDER BY hash(i, 'order')`);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** A number of the row that looks like chance, below `count`. */
function part(salt: string, count: number): string {
  return `hash(i, '${salt}') % ${count}`;
}
