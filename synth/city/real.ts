/**
 * The "real" side of the demonstration city. It is artificial too, but drawn from hidden features that the simulation does
 * not know: correlations, a few dominating firms, industries of one firm, rare journeys, and canaries.
 *
 * @see demo.md §11 (volumes and what must be planted)
 */
import path from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import type { Table } from '#policies/catalog/entry.ts';
import { hashMacros, seedOf } from '../hash.ts';
import { type IdentityKind, identityTable } from '../identities.ts';
import { type Sql, identifier, literal } from '../sql.ts';
import { cityEntries } from './catalog.ts';
import { type Draw, drawsOf } from './real/draw.ts';
import { contributions, penalties, registration, taxCredit } from './real/enterprise-tables.ts';
import { firmTable } from './real/firms.ts';
import { personTable, settlements } from './real/medical.ts';
import { power } from './real/power.ts';
import { cardTable, trips } from './real/transit.ts';
import { weather } from './real/weather.ts';

export { canaries } from './canaries.ts';

export interface CityOptions {
  /** An existing directory. */
  readonly dir: string;
  /** 1 for the volumes of the catalog. Below 0.01 some planted features no longer fit. */
  readonly scale: number;
  readonly seed: number;
}

/**
 * Writes `dir/<entry>.parquet` for each entry of the city and returns the paths by entry id.
 * For equal `scale` and `seed`, the rows and their order are equal. Values lie in the domains of the catalog, and no
 * identifier is one that the simulation side makes.
 */
export async function buildCity({ dir, scale, seed }: CityOptions): Promise<Record<string, string>> {
  const draw = drawsOf(seed);
  const sizes = sizesAt(scale);
  const instance = await DuckDBInstance.create(':memory:', { threads: '2' });
  const connection = await instance.connect();
  try {
    await prepare(connection, { draw, sizes, seed });
    const selects = selectsOf(draw, sizes);
    const files: Record<string, string> = {};
    for (const table of cityEntries.flatMap((entry) => entry.tables)) {
      const file = path.join(dir, `${table.name}.parquet`);
      const rows = `SELECT ${casts(table)} FROM (${selects[table.name] ?? ''})`;
      await connection.run(`COPY (${rows}) TO ${literal(file)} (FORMAT parquet, COMPRESSION zstd)`);
      files[table.name] = file;
    }
    return files;
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

function sizesAt(scale: number) {
  const at = (volume: number, least: number) => Math.max(least, Math.round(volume * scale));
  return {
    firms: at(5_000, 20),
    penalties: at(900, 10),
    persons: at(12_000, 20),
    settlements: at(60_000, 100),
    cards: at(25_000, 20),
    trips: at(200_000, 100),
    hours: at(24 * 365, 24),
  };
}

type Sizes = ReturnType<typeof sizesAt>;

async function prepare(
  connection: DuckDBConnection,
  { draw, sizes, seed }: { draw: Draw; sizes: Sizes; seed: number },
): Promise<void> {
  for (const macro of hashMacros) await connection.run(macro);
  const most = Math.max(sizes.trips, sizes.settlements, sizes.hours * 11);
  await connection.run(`CREATE TEMP TABLE numbers AS SELECT CAST(i AS BIGINT) AS i FROM range(${most}) AS r(i)`);
  const identities = (name: string, kind: IdentityKind, count: number) =>
    connection.run(
      `CREATE TEMP TABLE ${name} AS ${identityTable(kind, { side: 'real', seed: seedOf(seed, name), count, numbers: 'numbers' })}`,
    );
  await identities('firm_uscc', 'uscc', sizes.firms);
  await identities('firm_id', 'resident_id', sizes.firms);
  await identities('person_id', 'resident_id', sizes.persons);
  await connection.run(firmTable(draw, sizes.firms));
  await connection.run(personTable(draw, sizes.persons));
  await connection.run(cardTable(draw, sizes.cards));
}

function selectsOf(draw: Draw, sizes: Sizes): Readonly<Record<string, Sql>> {
  return {
    ent_registration: registration(draw),
    social_insurance_monthly: contributions(draw),
    tax_credit_annual: taxCredit(draw),
    admin_penalty: penalties(draw, sizes.penalties),
    power_usage_daily: power(draw),
    medical_settlement: settlements(draw, { rows: sizes.settlements, persons: sizes.persons }),
    transit_trip: trips(draw, { rows: sizes.trips, cards: sizes.cards }),
    weather_station_hourly: weather(draw, sizes.hours),
  };
}

/** The columns of the catalog, in its order and types. */
function casts(table: Table): Sql {
  return table.columns
    .map(({ name, type }) => `CAST(${identifier(name)} AS ${type}) AS ${identifier(name)}`)
    .join(', ');
}
