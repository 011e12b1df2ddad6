/**
 * The invariant on which every sensitivity rests, on the real engine: for every unit v, the rows of v below a release are the same whether or
 * not anybody else is in the tables, and in whatever order the rows lie.
 *
 * @see query-and-privacy.md §3.2, §4.1
 */
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isReleased } from '#policies/privacy/released-tables.ts';
import type { Release } from '#policies/privacy/plan-types.ts';
import { scansOf } from '#policies/query/ir.ts';
import { unwrap } from '#policies/refusal.ts';
import { aQuery } from '../oracle/generate/query.ts';
import { onlyUnit } from '../oracle/generate/tables.ts';
import type { Tables } from '../oracle/interpreter/interpret.ts';
import { corpus } from './corpus.ts';
import { crowd, manyTables, openCrowd } from './crowd.ts';
import type { World } from './world.ts';

const runs = Number(process.env['SLUICE_RUNS'] ?? 300);
let world: World;

beforeAll(async () => {
  world = await openCrowd('loose');
});

afterAll(() => {
  world[Symbol.dispose]();
});

async function publishAlone(tables: Tables, order: number): Promise<void> {
  for (const [at, unit] of crowd.entries()) await world.publish(`only ${unit}`, onlyUnit(tables, unit), order + at + 1);
  await world.publish('all', tables, order);
}

/** The rows of each unit, among everybody's and alone. */
async function requireLocal(release: Release, sql: string): Promise<void> {
  for (const [at, unit] of crowd.entries()) {
    const among = await world.inputOf(release, 'all', at + 1);
    expect(among, `${unit} in ${sql}`).toEqual(await world.inputOf(release, `only ${unit}`, at + 1));
  }
}

/** A release that reads what another one gave has no rows before that. */
function isFirst({ input }: Release): boolean {
  return !scansOf(input).some(({ entry }) => isReleased(entry));
}

test('inputs of releases: rows of a unit do not depend on others, for every construct of the language', async () => {
  for (const [at, tables] of manyTables('loose', { seed: 411, count: 3 }).entries()) {
    await publishAlone(tables, at * 10);
    for (const [name, sql] of Object.entries(corpus)) {
      const plan = unwrap(await world.plan(sql, { maxGroupsPerUnit: 2 }));
      expect(plan.releases.length, name).toBeGreaterThan(0);
      for (const release of plan.releases) await requireLocal(release, sql);
    }
  }
}, 120_000);

test('inputs of releases: rows of a unit do not depend on others, for whatever is accepted', async () => {
  const each = 10;
  const rounds = Math.ceil(runs / (each * crowd.length));
  const texts = fc.sample(aQuery({ lane: 'unit', depth: 3 }), { numRuns: rounds * each, seed: 412 });
  let checked = 0;
  for (const [at, tables] of manyTables('loose', { seed: 413, count: rounds }).entries()) {
    await publishAlone(tables, at * 10);
    for (const { sql } of texts.slice(at * each, (at + 1) * each)) {
      const plan = await world.plan(sql, { maxGroupsPerUnit: 2 });
      if (!plan.ok) continue;
      for (const release of plan.value.releases.filter(isFirst)) {
        await requireLocal(release, sql);
        checked += crowd.length;
      }
    }
  }
  expect(checked).toBeGreaterThan(runs / 2);
}, 3_600_000);
