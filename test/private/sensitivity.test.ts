/**
 * The definition of sensitivity, tried: two databases that differ by one person, published each on its own with rows in another order, give
 * vectors of whole numbers that lie no further apart than the plan says. Set SLUICE_RUNS for more pairs.
 *
 * @see query-and-privacy.md §3.3, §4.2
 */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PrivacySettings } from '#policies/privacy/settings.ts';
import { isReleased } from '#policies/privacy/released-tables.ts';
import { scansOf } from '#policies/query/ir.ts';
import { aQuery } from '../oracle/generate/query.ts';
import type { Declared } from './catalog.ts';
import { corpus } from './corpus.ts';
import { manyTables, openCrowd, publishNeighbours, type Neighbours } from './crowd.ts';
import { distances } from './distance.ts';
import type { World } from './world.ts';

const runs = Number(process.env['SLUICE_RUNS'] ?? 600);

const settings: readonly Partial<PrivacySettings>[] = [
  {},
  { maxGroupsPerUnit: 1, maxRowsPerGroup: 1 },
  { maxRowsPerUnit: 2 },
  { maxGroupsPerUnit: 2, maxRowsPerGroup: 3 },
  { maxRowsPerUnit: 3, maxRowsPerGroup: 2 },
];

interface Asked {
  readonly sql: string;
  readonly own: Partial<PrivacySettings>;
  /** Which data. */
  readonly order: number;
}

/** Pairs compared, by tier and kind of vector; those that reach the bound; those that pass it, with what they came from. */
class Tally {
  pairs = 0;
  readonly reached = new Map<string, number>();
  readonly violations: string[] = [];

  async compare(world: World, { all, others }: Neighbours, { sql, own, order }: Asked): Promise<void> {
    const plan = await world.plan(sql, own);
    if (!plan.ok) return;
    const first = plan.value.releases.filter(({ input }) => !scansOf(input).some(({ entry }) => isReleased(entry)));
    for (const release of first) {
      const everybody = await world.measure(release, all);
      for (const version of others) {
        this.pairs += 1;
        for (const { kind, squared, allowed } of distances(release, everybody, await world.measure(release, version))) {
          const name = `${release.bounding.tier} ${kind}`;
          this.reached.set(name, (this.reached.get(name) ?? 0) + (squared === allowed ? 1 : 0));
          if (squared <= allowed) continue;
          this.violations.push(
            `${name} ${squared} > ${allowed}, ${version}, data ${order}, ${JSON.stringify(own)}: ${sql}`,
          );
        }
      }
    }
  }
}

test.each<Declared>(['loose', 'tight'])(
  'releases over %s tables: one person moves no vector beyond Δ₂',
  async (declared) => {
    using world = await openCrowd(declared);
    const tally = new Tally();
    const each = 8;
    const rounds = Math.ceil(runs / 2 / (each * 5 * 0.7));
    const texts = fc.sample(aQuery({ lane: 'unit' }), { numRuns: rounds * each, seed: 421 });
    const written = Object.values(corpus);
    for (const [at, tables] of manyTables(declared, { seed: 422, count: rounds }).entries()) {
      const neighbours = await publishNeighbours(world, tables, { order: at });
      const generated = texts.slice(at * each, (at + 1) * each).map(({ sql }) => sql);
      const some = written.filter((_, place) => place % 8 === at % 8);
      for (const [place, sql] of [...generated, ...some].entries())
        await tally.compare(world, neighbours, { sql, own: settings[(at + place) % settings.length] ?? {}, order: at });
    }
    expect(tally.violations).toEqual([]);
    expect(tally.pairs).toBeGreaterThanOrEqual(runs / 2);
    if (process.env['SLUICE_RUNS']) console.log(declared, tally.pairs, 'pairs', Object.fromEntries(tally.reached));
  },
  3_600_000,
);
