/**
 * Rows of a program, from the engine into the supervisor: a million rows of eight doubles, against the same stream read in this process. Then
 * the whole way with its own processes, hashes and sorts, which is what a run waits for.
 */
import { openSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBDoubleVector, DuckDBInstance } from '@duckdb/node-api';
import type { CatalogEntry } from '#policies/catalog/entry.ts';
import { planUnits, type UnitsPlan } from '#policies/program/units-plan.ts';
import { maxProgramNumbers } from '#policies/program/volume.ts';
import { accept, unwrap } from '#policies/refusal.ts';
import { entryId, idSpace, orgId } from '#policies/units.ts';
import { readPacked, readSegmented } from '#sandbox/program/read-rows.ts';
import { receiveNumbers } from '#sandbox/query/bulk-read.ts';
import type { NumbersAsk } from '#sandbox/query/operations.ts';
import { limits } from '#sandbox/supervisor/config.ts';
import { inQueryWorker, type Database, type WorkerUse } from '#sandbox/supervisor/worker.ts';
import { aColumn } from '../fixtures/columns.ts';
import { World } from '../private/world.ts';
import { least, median, repeat, timeOf, type Sample, type Timing } from './measure.ts';
import { milliseconds, type Benched } from './table.ts';

const count = 1_000_000;
export const wideNames = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

const entry: CatalogEntry = {
  id: entryId('wide'),
  version: 1,
  title: { zh: '宽', en: 'wide' },
  department: orgId('dept.test'),
  attribute: 'conditional',
  origin: 'collected',
  secrets: [],
  updateCycle: 'once',
  tables: [
    {
      name: 'wide',
      title: { zh: '宽', en: 'wide' },
      columns: [
        aColumn({ name: 'id', type: 'VARCHAR', semantic: 'text', rule: ['J'] }),
        ...wideNames.map((name) => aColumn({ name, type: 'DOUBLE', semantic: 'measure', rule: ['A'], nullable: true })),
      ],
      units: [{ space: idSpace('person'), column: 'id' }],
      primaryKey: ['id'],
      foreignKeys: [],
      rowsPerUnit: { max: 1, onExcess: 'reject' },
      volume: count,
    },
  ],
};

export const plainSql = `SELECT 0::UINTEGER AS s, 1::UINTEGER AS rk, ${wideNames.join(', ')} FROM wide.main.wide`;

export async function benchProgramTransfer(times: number, scratch: string): Promise<Benched> {
  const databases = await makeDatabase(scratch);
  const use: WorkerUse = { limits, log: openSync(join(scratch, 'log'), 'a'), temp: scratch };
  const plan = await planOf();
  const read = { ...use, salt: 'pepper', blocks: 1000 };
  const timed: readonly (readonly [string, Timing])[] = [
    ['stream in this process, arrays as they are', await streamHere(databases, times)],
    ['transfer, column by column', await transfer(databases, use, { times, layout: { kind: 'segments', count: 1 } })],
    ['transfer, row by row', await transfer(databases, use, { times, layout: { kind: 'units' } })],
    [
      'whole reading in 1,000 segments',
      await repeat(times, async () => unwrap(await readSegmented(plan, databases, read))),
    ],
    ['whole reading unit by unit', await repeat(times, async () => unwrap(await readPacked(plan, databases, read)))],
  ];
  const rows = timed.map(([name, timing]) => [
    name,
    milliseconds(least(timing, 'wall')),
    milliseconds(median(timing, 'wall')),
  ]);
  const title = `Rows of a program: ${count.toLocaleString('en-US')} rows of ${wideNames.length} doubles into the supervisor`;
  return { tables: [{ title, columns: ['what', 'least wall ms', 'median wall ms'], rows }], faults: [] };
}

export async function makeDatabase(scratch: string): Promise<readonly Database[]> {
  const path = join(scratch, 'wide.duckdb');
  const instance = await DuckDBInstance.create(path, { threads: '1' });
  const connection = await instance.connect();
  const values = wideNames.map((name, at) => `hash(i, ${at}) % 1000000 / 1000.0 AS ${name}`);
  await connection.run(
    `CREATE TABLE wide AS SELECT 'p' || i AS id, ${values.join(', ')}, CAST(i + 1 AS UINTEGER) AS __u, 1::UINTEGER AS __rk FROM range(${count}) AS t(i)`,
  );
  connection.closeSync();
  instance.closeSync();
  return [{ name: entry.id, path }];
}

async function planOf(): Promise<UnitsPlan> {
  using world = await World.open([entry]);
  return unwrap(planUnits(unwrap(await world.resolve(`SELECT ${wideNames.join(', ')} FROM wide`)), {}));
}

/** The same stream in this process, arrays as they are. */
export async function streamHere([database]: readonly Database[], times: number): Promise<Timing> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  await connection.run(`ATTACH '${database?.path ?? ''}' AS wide (READ_ONLY)`);
  const timing = await repeat(times, async () => {
    const result = await connection.stream(plainSql);
    const kept: Float64Array[] = [];
    for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
      for (const at of wideNames.keys()) {
        const vector = chunk.getColumnVector(at + 2);
        if (vector instanceof DuckDBDoubleVector) kept.push(vector['items']);
      }
    }
  });
  connection.closeSync();
  instance.closeSync();
  return timing;
}

/** One question to a worker that is ready and has seen the file; a new worker each time, as each run has. */
async function transfer(
  databases: readonly Database[],
  use: WorkerUse,
  { times, layout }: { readonly times: number; readonly layout: NumbersAsk['layout'] },
): Promise<Timing> {
  const ask = { sql: plainSql, width: wideNames.length, layout, lone: false, most: maxProgramNumbers };
  const samples: Sample[] = [];
  for (let at = 0; at < times; at += 1) {
    const done = await inQueryWorker(databases, use, async (worker) => {
      const { bulk } = worker.child;
      if (!bulk) throw new Error('a second pipe expected');
      unwrap(await worker.ask.run({ setup: [], queries: [`SELECT count(a) FROM wide.main.wide`] }));
      samples.push(await timeOf(() => Promise.all([receiveNumbers(bulk, ask), worker.ask.read(ask)])));
      return accept(undefined);
    });
    unwrap(done);
  }
  return { samples };
}
