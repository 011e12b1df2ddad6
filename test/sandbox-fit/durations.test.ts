/** How long trips take, from real rows by way of a model to drawn ones: what the average minutes of a trip are asked of. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cityEntries } from '#synth/city/catalog.ts';
import { generateFitted } from '#synth/fitted/generate-fitted.ts';
import { openBench, openSimulation, type Bench } from '../synth/support.ts';
import { fitCity } from './city-fit.ts';

const entries = cityEntries.filter(({ id }) => id === 'transit_trip');
/** Enough that noise is no excuse. */
const rho = 100;

let folder: string;
let real: Bench;
let drawn: Bench;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-durations-'));
  const order = { entry: 'transit_trip', scale: 0.1, rho };
  const leaveOut = ['mode', 'line_code', 'board_stop', 'alight_stop'];
  const { model, parquet } = await fitCity(folder, { ...order, tables: [{ table: 'transit_trip', leaveOut }] });
  drawn = await openSimulation(await generateFitted(entries, [model], { dir: folder, seed: 3, scale: 1 }));
  real = await openBench();
  await real.rows(`CREATE VIEW transit_trip AS FROM read_parquet('${parquet}')`);
}, 120_000);

afterAll(async () => {
  real.close();
  drawn.close();
  await rm(folder, { recursive: true, force: true });
});

const seconds = `date_diff('second', board_at, alight_at)`;

test('no drawn trip ends before it begins or outside the month, and there are as many as in truth', async () => {
  const wrong = `alight_at < board_at OR alight_at >= TIMESTAMP '2025-04-01' OR board_at < TIMESTAMP '2025-03-01'`;
  expect(await drawn.value(`SELECT count(*)::INT FROM transit_trip WHERE ${wrong}`)).toBe(0);
  expect(await drawn.value('SELECT count(*)::INT FROM transit_trip')).toBeGreaterThan(15_000);
});

test('the minutes of drawn trips are distributed as those of the trips that were fitted', async () => {
  const sql = `SELECT m::INT AS m, (SELECT count(*) FILTER (${seconds} < 60 * m) / count(*) FROM transit_trip) AS share
    FROM range(1, 31) AS r(m) ORDER BY m`;
  const [before, after] = [await real.rows(sql), await drawn.rows(sql)];
  const far = before.map(({ share }, at) => Math.abs(Number(share) - Number(after[at]?.share)));
  expect(Math.max(...far)).toBeLessThan(0.03);
});

test('the average minutes by hour are near those of the trips that were fitted', async () => {
  const sql = `SELECT hour(board_at)::INT AS h, avg(${seconds}) / 60 AS minutes, count(*)::INT AS n
    FROM transit_trip GROUP BY h ORDER BY h`;
  const [before, after] = [await real.rows(sql), await drawn.rows(sql)];
  for (const { h, minutes, n } of before) {
    if (Number(n) < 500) continue;
    const found = after.find((row) => row.h === h);
    expect(Math.abs(Number(found?.minutes) - Number(minutes)), `hour ${String(h)}`).toBeLessThan(0.5);
  }
});
