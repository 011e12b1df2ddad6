/** The private lane: publication, bounding, noise, steps, and TPC-H. */
import { existsSync, openSync } from 'node:fs';
import { mkdir, mkdtemp, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { unwrap } from '#policies/refusal.ts';
import { publishPrivate } from '#sandbox/private/publish.ts';
import { limits } from '#sandbox/supervisor/config.ts';
import { Parser } from '#sandbox/supervisor/parser.ts';
import { openTpch } from '../../tpch/ground.ts';
import { timeOf, type Sample } from '../measure.ts';
import type { Benched, Table } from '../table.ts';
import { noiseTable } from './noise.ts';
import { makeRides, rideEntry } from './rides.ts';
import { stepTable } from './steps.ts';
import { aboveMost, tierTable, timeTiers, type Rides } from './tiers.ts';
import { timeTpch, tpchTable } from './tpch.ts';

export interface PrivateOptions {
  /** Millions of rows, ten of each unit. */
  readonly millions: number;
  readonly tpch: number;
  readonly times: number;
  /** For everything that ends with the bench. */
  readonly scratch: string;
  /** Where the data is, or comes into being. */
  readonly data: string;
}

export async function benchPrivate({ millions, tpch, times, scratch, data }: PrivateOptions): Promise<Benched> {
  const [log, temp] = [openSync(join(scratch, 'log'), 'a'), join(scratch, 'temp')];
  const [home, root] = [join(data, `rides-${millions}`), join(scratch, 'steps')];
  for (const folder of [temp, home, root]) await mkdir(folder, { recursive: true });
  using parser = new Parser(log, limits);
  const { rides, published } = await publishRides(home, millions);
  const tiers = await timeTiers(rides, parser, { temp, times });
  const tables = [tierTable(tiers), publicationTable(published, millions), await noiseTable(rides, parser, times)];
  const steps = await stepTable(rides, parser, { root, times });
  using ground = await openTpch(data, tpch);
  const queries = await timeTpch(ground, { log, temp, times });
  return {
    tables: [...tables, steps, tpchTable(queries, tpch)],
    faults: aboveMost(tiers).map(
      ({ key, name, most }) => `${key}, ${name}: must cost at most ${most ?? 0} times plain DuckDB`,
    ),
  };
}

/** Publishes each time, for that is measured too. */
async function publishRides(home: string, millions: number): Promise<{ rides: Rides; published: Sample }> {
  const sizes = { units: 100_000 * millions, rowsPerUnit: 10 };
  const plain = join(home, 'data.duckdb');
  if (!existsSync(plain)) {
    await makeRides(`${plain}.new`, sizes);
    await rename(`${plain}.new`, plain);
  }
  const run = await mkdtemp(join(home, 'published-'));
  const published = join(run, 'private.duckdb');
  const publication = { entry: rideEntry(sizes), source: plain, target: published, registry: join(run, 'units') };
  const sample = await timeOf(async () => unwrap(await publishPrivate(publication)));
  return { rides: { sizes, plain, published }, published: sample };
}

function publicationTable({ wall, cpu }: Sample, millions: number): Table {
  return {
    title: 'Publication for the private lane, once per snapshot',
    columns: ['what', 'processor s', 'wall s'],
    rows: [[`${millions} million rows: count, number, sort, quantise, write, hash`, seconds(cpu), seconds(wall)]],
  };
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(1);
}
