/** What goes wrong on rows stays inside: planted values, failing runs, altered files. @see DC-15; programs.md §B.3, decision 7 */
import { randomBytes } from 'node:crypto';
import { chmod, open, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { unwrap } from '#policies/refusal.ts';
import { currentSnapshot } from '#sandbox/data/snapshot.ts';
import { simulationFolder } from '#sandbox/door.ts';
import { foldersOf } from '#sandbox/supervisor/config.ts';
import { daysTo, travel, trips, World } from '../history/world.ts';

let world: World;

beforeAll(async () => {
  world = await World.create([...travel('A', daysTo(10), 40), ...travel('B', daysTo(5), 30), ...travel('C', [1], 3)]);
  await world.simulateOnCopy();
});

afterAll(async () => world[Symbol.asyncDispose]());

/** Casts and functions that DuckDB fails at with the value in its words. */
const planted = [
  'SELECT sum(CAST(line AS INTEGER)) AS n FROM trips',
  'SELECT sum(CAST(line AS DOUBLE)) AS n FROM trips',
  'SELECT count(CAST(line AS DATE)) AS n FROM trips',
  'SELECT count(CAST(line AS BOOLEAN)) AS n FROM trips',
  'SELECT sum(CAST(minutes AS TINYINT) * CAST(minutes AS TINYINT)) AS n FROM trips',
  'SELECT sum(minutes * 2147483647) AS n FROM trips',
  'SELECT sum(ln(minutes - 12)), sum(sqrt(minutes - 12)), sum(exp(minutes * 1000)), sum(minutes / 0), sum(minutes % 0) FROM trips',
  "SELECT count(date_trunc('month', day + minutes * 100000000)) AS n FROM trips",
  'SELECT sum(pow(minutes, 1000)), sum(round(minutes, 400)), sum(minutes // 0) FROM trips',
  // Sums that would leave 128 bits where the data is.
  `SELECT line, sum(s * CAST(999999999999999999 AS DECIMAL(18,0)) * CAST(99999999999999999 AS DECIMAL(18,0))) AS n
    FROM (SELECT card, line, sum(CAST(minutes AS DECIMAL(18,0))) AS s FROM trips GROUP BY card, line) GROUP BY line`,
];

test.each(planted)('a cast that would fail is NULL, in simulation and in the run: %s', async (sql) => {
  const simulated = await world.domain.simulate({ sql });
  expect(simulated.ok ? 'ran' : simulated.refusals).toBe('ran');
  const ran = await world.run(`planted-${planted.indexOf(sql)}`, sql);
  expect(ran.ok ? 'ran' : ran.refusals).toBe('ran');
});

test('an engine that fails on its data says nothing but that it failed (DC-15)', async () => {
  const before = (await log()).length;
  const file = join(simulationFolder(join(world.root, 'domain')), `${trips.id}.duckdb`);
  const sound = await readFile(file);
  // The beginning stands, the rows do not.
  await writeFile(file, Buffer.concat([sound.subarray(0, 12_288), randomBytes(sound.length - 12_288)]));
  const simulated = await world.domain.simulate({ sql: 'SELECT line, sum(minutes) AS n FROM trips GROUP BY line' });
  await writeFile(file, sound);
  expect(simulated).toEqual({ ok: false, refusals: [{ code: 'E_EXEC', detail: 'Cannot complete the operation' }] });
  // The owner of the domain can see why.
  expect((await log()).slice(before)).toMatch(/duckdb|checksum|corrupt|error/i);
});

function log(): Promise<string> {
  return readFile(foldersOf(join(world.root, 'domain')).log, 'utf8');
}

test('the same query gives the same table, twice in simulation and twice in a run', async () => {
  const sql = 'SELECT line, day, count(*) AS n, avg(minutes) AS m, sum(minutes * 0.1) AS s FROM trips GROUP BY ALL';
  const [first, second] = [await world.domain.simulate({ sql }), await world.domain.simulate({ sql })];
  expect(unwrap(first).table).toEqual(unwrap(second).table);
  expect(unwrap(first).forecast).toEqual(unwrap(second).forecast);
  unwrap(await world.run('same-1', sql));
  unwrap(await world.run('same-2', sql));
  const [one, two] = [unwrap(await world.reveal('same-1')), unwrap(await world.reveal('same-2'))];
  expect(one.table).toEqual(two.table);
});

test('a snapshot of which one byte was changed is not opened', async () => {
  const sql = 'SELECT line, count(*) AS n FROM trips GROUP BY line';
  const { data } = unwrap(await currentSnapshot(join(world.root, 'domain', 'snapshots'), trips.id));
  await chmod(data, 0o600);
  const file = await open(data, 'r+');
  const { size } = await file.stat();
  const byte = Buffer.alloc(1);
  await file.read(byte, 0, 1, size - 1);
  await file.write(Buffer.from([(byte[0] ?? 0) ^ 1]), 0, 1, size - 1);
  const outcome = await world.run('altered', sql);
  expect(outcome).toEqual({ ok: false, refusals: [{ code: 'E_EXEC', detail: 'Cannot complete the run' }] });
  await file.write(byte, 0, 1, size - 1);
  await file.close();
  expect((await world.run('restored', sql)).ok).toBe(true);
});
