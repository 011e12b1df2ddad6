/**
 * `npm run bench`: what the rules cost. Chooses what is measured and prints it; fails when the evidence costs more than it may.
 *
 *   --scales 1,10   volumes of the city, as multiples of the demonstration
 *   --times 9       repetitions
 *   --keep DIR      use the city in DIR, or make it there and leave it
 *   --write         put the tables into docs/benchmarks.md
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { openSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { cityEntries } from '#synth/city/catalog.ts';
import { openCity } from './city.ts';
import { writeTables } from './document.ts';
import { timeDomain, type DomainTimes } from './domain.ts';
import { timeIngest } from './ingest.ts';
import { aboveBound, bound, laneTable, type LaneRow } from './lane-table.ts';
import { timeLane } from './lane.ts';
import { describeMachine } from './machine.ts';
import { least, median, type Timing } from './measure.ts';
import { analyseScenarios, type Analysed } from './plans.ts';
import { timeRecord } from './record.ts';
import { milliseconds, printTable, rate, type Table } from './table.ts';
import { peaks, timeStart } from './worker.ts';

const { values } = parseArgs({
  options: {
    scales: { type: 'string', default: '1,10' },
    times: { type: 'string', default: '9' },
    keep: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
});
const times = Number(values.times);
const scratch = await mkdtemp(join(tmpdir(), 'sluice-bench-'));
try {
  const cities = values.keep ?? scratch;
  const log = openSync(join(scratch, 'log'), 'a');
  const temp = join(scratch, 'temp');
  await mkdir(temp);
  const analysed = await analyseScenarios(log, times);
  const rows: LaneRow[] = [];
  for (const scale of values.scales.split(',').map(Number)) {
    rows.push(...(await benchLane(cities, scale, { analysed, log, temp })));
  }
  const domain = await timeDomain(join(scratch, 'domain'), times);
  const steps = await benchSteps(cities, { analysed, log, temp }, domain);
  const tables = [laneTable(rows), steps, await benchRates(cities, domain)];
  const text = [describeMachine(), ...tables.map(printTable)].join('\n\n');
  console.log(text);
  if (values.write) await writeTables(fileURLToPath(new URL('../../docs/benchmarks.md', import.meta.url)), text);
  for (const { scenario, scale } of aboveBound(rows)) {
    console.error(`${scenario} × ${scale}: the evidence must cost less than ${bound} times plain DuckDB`);
    process.exitCode = 1;
  }
} finally {
  await rm(scratch, { recursive: true, force: true });
}

interface Bench {
  readonly analysed: readonly Analysed[];
  readonly log: number;
  readonly temp: string;
}

async function benchLane(dir: string, scale: number, { analysed, log, temp }: Bench): Promise<readonly LaneRow[]> {
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
async function benchSteps(dir: string, { analysed, log, temp }: Bench, { simulate }: DomainTimes): Promise<Table> {
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

async function benchRates(dir: string, { generated }: DomainTimes): Promise<Table> {
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
