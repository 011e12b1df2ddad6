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

const seeds = Array.from({ length: 3 }, (_, k) => k * 7919 + 1);

test.each(seeds)('favour gives every scenario rows at a tenth of the volume, seed %i', async (seed) => {
  const wishes = (await Promise.all(names.map((name) => wishesIn(scenarios[name].sql, cityEntries)))).map(
    (w) => w.wishes,
  );
  for (const [at, name] of names.entries()) {
    const count = await withRows(
      { entries: cityEntries, seed, scale: 0.1, wishes: wishes[at] ?? [] },
      async (bench) => {
        const courtesy = scenarios[name].sql.replace(/HAVING count\(DISTINCT [\w.]+\) >= \d+/, 'HAVING count(*) >= 3');
        return (await bench.rows(courtesy)).length;
      },
    );
    expect([name, count > 0]).toEqual([name, true]);
  }
});
