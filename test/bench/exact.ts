/** The exact lane: what the evidence costs, and the steps and rates around it. */
import { mkdir } from 'node:fs/promises';
import { openSync } from 'node:fs';
import { join } from 'node:path';
import { cityEntries } from '#synth/city/catalog.ts';
import { openCity } from './city.ts';
import { timeDomain, type DomainTimes } from './domain.ts';
import { timeIngest } from './ingest.ts';
import { aboveBound, bound, laneTable, type LaneRow } from './lane-table.ts';
import { timeLane } from './lane.ts';
import { least, median, type Timing } from './measure.ts';
import { analyseScenarios, type Analysed } from './plans.ts';
import { timeRecord } from './record.ts';
import { milliseconds, rate, type Benched, type Table } from './table.ts';
import { peaks, timeStart } from './worker.ts';

export interface ExactOptions {
  readonly scales: readonly number[];
  readonly times: number;
  /** For everything that ends with the bench. */
  readonly scratch: string;
  /** Where the cities are, or come into being. */
  readonly cities: string;
}

export async function benchExact({ scales, times, scratch, cities }: ExactOptions): Promise<Benched> {
  const log = openSync(join(scratch, 'log'), 'a');
  const temp = join(scratch, 'temp');
  await mkdir(temp);
  const bench = { analysed: await analyseScenarios(log, times), log, temp, times, scratch };
  const rows: LaneRow[] = [];
  for (const scale of scales) rows.push(...(await benchLane(cities, scale, bench)));
  const domain = await timeDomain(join(scratch, 'domain'), times);
  const steps = await benchSteps(cities, bench, domain);
  return {
    tables: [laneTable(rows), steps, await benchRates(cities, bench, domain)],
    faults: aboveBound(rows).map(
      ({ scenario, scale }) => `${scenario} × ${scale}: the evidence must cost less than ${bound} times plain DuckDB`,
    ),
  };
}

interface Bench {
  readonly analysed: readonly Analysed[];
  readonly log: number;
  readonly temp: string;
  readonly times: number;
  readonly scratch: string;
}

async function benchLane(
  dir: string,
  scale: number,
  { analysed, log, temp, times }: Bench,
): Promise<readonly LaneRow[]> {
  const city = await openCity(dir, scale);
  const rows: LaneRow[] = [];
  for (const scenario of analysed) {
    const databases = await city.databases(scenario.entries);
    rows.push({
      scenario: scenario.name,
      scale,
      isOpen: scenario.analysis.plan.kind === 'open',
      times: await timeLane(scenario, databases, { times, temp }),
      peaks: await peaks(scenario, databases, { log, temp }),
    });
  }
  return rows;
}

/** Milliseconds of wall clock: other processes do the work. */
async function benchSteps(
  dir: string,
  { analysed, log, temp, times }: Bench,
  { simulate }: DomainTimes,
): Promise<Table> {
  const city = await openCity(dir, 1);
  const start = await timeStart(await city.databases(cityEntries), { log, temp }, times);
  return {
    title: 'Steps, by wall clock',
    columns: ['step', 'median ms', 'least ms'],
    rows: [
      ...analysed.map(({ name, timing }) => stepRow(`analyse ${name} (parse → plan → bind)`, timing)),
      stepRow('query worker: start, attach eight snapshots, lock, end', start),
      ...[...simulate].map(([name, timing]) => stepRow(`simulate ${name} through the door`, timing)),
    ],
  };
}

function stepRow(name: string, timing: Timing): readonly string[] {
  return [name, milliseconds(median(timing, 'wall')), milliseconds(least(timing, 'wall'))];
}

async function benchRates(dir: string, { times, scratch }: Bench, { generated }: DomainTimes): Promise<Table> {
  const ingested = await timeIngest(await openCity(dir, 1), scratch);
  const record = join(scratch, 'record');
  await mkdir(record);
  const { commitsPerSecond, permit, verify, bundleBytes } = await timeRecord(record, times);
  return {
    title: 'Rates, by wall clock',
    columns: ['what', 'per second'],
    rows: [
      ...ingested.map(({ entry, rows, perSecond }) => [
        `ingest ${entry}, ${rate(rows)} rows of Parquet`,
        rate(perSecond),
      ]),
      ['simulation rows made from the catalog', rate(generated)],
      ['commits to the record, one event each, on disk', rate(commitsPerSecond)],
      ['permits of one checkpoint: proof and cosignatures', rate(1000 / median(permit, 'wall'))],
      [`bundles verified, ${(bundleBytes / 1024).toFixed(0)} KiB each`, rate(1000 / median(verify, 'wall'))],
    ],
  };
}
