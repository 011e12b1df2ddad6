/** Level 0: rows of a table of ten columns from the catalog alone, against DuckDB that only hashes and against faker. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { generateSimulation, openWorkshop } from '#synth/generate.ts';
import { readSchema } from '#synth/schema.ts';
import { selectTable } from '#synth/select-table.ts';
import { median, repeat, type Timing } from '../measure.ts';
import { type Benched, rate } from '../table.ts';
import { fakeRows } from './faker-rows.ts';
import type { SimulationBench } from './options.ts';
import { accounts, tenColumns } from './ten-columns.ts';

/** Rows per second that must be reached in memory. */
const leastPerSecond = 1_000_000;
const threads = 2;

interface Way {
  readonly name: string;
  readonly rows: number;
  readonly timing: Timing;
}

export async function benchLevelZero(options: SimulationBench): Promise<Benched> {
  const rows = Math.round(options.millions * 1e6);
  const few = 20_000;
  const faker = await repeat(options.times, async () => fakeRows(few));
  const baseline: Way = { name: 'faker, one call for each cell', rows: few, timing: faker };
  const ways = [...(await engineWays(rows, options)), await fileWay(rows, options), baseline];
  const columns = ['what', 'rows/s', 'rows per processor second', 'times faker'];
  const lines = ways.map((way) => [
    way.name,
    rate(perSecond(way, 'wall')),
    rate(perSecond(way, 'cpu')),
    (perSecond(way, 'wall') / perSecond(baseline, 'wall')).toFixed(1),
  ]);
  const title = `Level 0: ten columns (identifiers, names, an address, codes, a date, an amount), ${rows.toLocaleString('en-US')} rows, ${threads} threads`;
  const memory = ways.find(({ name }) => name === inMemory);
  const isSlow = memory !== undefined && perSecond(memory, 'wall') < leastPerSecond;
  const faults = isSlow ? [`${inMemory}: must be at least ${rate(leastPerSecond)} rows/s on two idle cores`] : [];
  return { tables: [{ title, columns, rows: lines }], faults };
}

const inMemory = 'into a table in memory';

/** In one engine: the opening of it does not count. */
async function engineWays(rows: number, { times, scratch }: SimulationBench): Promise<Way[]> {
  const entry = accounts(rows);
  const workshop = await openWorkshop({ schema: readSchema([entry]) }, { seed: 7, scale: 1, threads });
  try {
    const select = entry.tables.map((table) => selectTable(workshop.world, table).select).join('');
    const hashes = tenColumns.map((_, k) => `hash(i, ${k}) AS h${k}`).join(', ');
    const parquet = join(scratch, 'account.parquet');
    const statements = [
      ['ten plain hashes instead, in memory', `CREATE OR REPLACE TEMP TABLE made AS SELECT ${hashes} FROM numbers`],
      [inMemory, `CREATE OR REPLACE TEMP TABLE made AS ${select}`],
      ['into Parquet', `COPY (${select}) TO '${parquet}' (FORMAT parquet)`],
    ] as const;
    const ways: Way[] = [];
    for (const [name, sql] of statements) {
      ways.push({ name, rows, timing: await repeat(times, () => workshop.connection.run(sql)) });
    }
    return ways;
  } finally {
    workshop.close();
  }
}

/** As the product does it, from nothing to a file that is closed. */
async function fileWay(rows: number, { times, scratch }: SimulationBench): Promise<Way> {
  const options = { dir: scratch, seed: 7, scale: 1, threads };
  const timing = await repeat(times, () => generateSimulation([accounts(rows)], options));
  await rm(join(scratch, 'account.duckdb'), { force: true });
  return { name: 'into a DuckDB file, from the opening of the engine', rows, timing };
}

function perSecond({ rows, timing }: Way, clock: 'wall' | 'cpu'): number {
  return (1000 * rows) / median(timing, clock);
}
