import { expect, test } from 'vitest';
import { requireWishes } from '#policies/simulation/wishes-check.ts';
import { cityEntries } from '#synth/city/catalog.ts';
import { scenarios, type ScenarioName } from '#synth/city/scenarios.ts';
import { wishesIn, withRows } from './support.ts';

const names = Object.keys(scenarios) as ScenarioName[];

test.each(names)('wishesOf gives wishes for %s that the catalog can fulfil', async (name) => {
  const { wishes } = await wishesIn(scenarios[name].sql, cityEntries);
  expect(requireWishes(wishes, cityEntries).ok).toBe(true);
});

/** How many rows the scenario has, its threshold replaced by `having`. */
async function rowsOf(
  name: ScenarioName,
  having: string | undefined,
  made: { seed: number; scale: number },
): Promise<number> {
  const { sql } = scenarios[name];
  const { wishes } = await wishesIn(sql, cityEntries);
  const entries = cityEntries.filter(({ id }) => new RegExp(`\\b${id}\\b`).test(sql));
  const asked = having === undefined ? sql : sql.replace(/HAVING count\(DISTINCT [\w.]+\) >= \d+/, having);
  return withRows({ ...made, entries, wishes }, async (bench) => (await bench.rows(asked)).length);
}

test.each(names)('favour gives scenario %s rows as it is written, at the volumes of the catalog', async (name) => {
  expect(await rowsOf(name, undefined, { seed: 7, scale: 1 })).toBeGreaterThan(0);
});

const seeds = Array.from({ length: 5 }, (_, k) => k * 7919 + 1);

test.each(seeds)('favour gives every scenario rows at a tenth of the volumes, seed %i', async (seed) => {
  for (const name of names) {
    const found = await rowsOf(name, 'HAVING count(*) >= 3', { seed, scale: 0.1 });
    expect([name, found > 0]).toEqual([name, true]);
  }
});

test('favour gives scenario S4 both of its days', async () => {
  const { wishes } = await wishesIn(scenarios.S4.sql, cityEntries);
  for (const scale of [0.003, 0.02, 0.5]) {
    const entries = cityEntries.filter(({ id }) => id === 'power_usage_daily');
    const days = await withRows({ entries, scale, wishes }, (bench) =>
      bench.value(`SELECT count(DISTINCT usage_date)::INT FROM power_usage_daily
        WHERE usage_date IN (DATE '2024-02-20', DATE '2025-02-10')`),
    );
    expect([scale, days]).toEqual([scale, 2]);
  }
});
