/** The scorecards of docs/examples over the census extract: what stability and noise cost in accuracy. @see docs/examples/README.md */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { people } from '#gateway/city/people.ts';
import { textOf } from '#gateway/city/journey.ts';
import { unwrap } from '#policies/refusal.ts';
import type { Simulation } from '#sandbox/door.ts';
import type { Installation } from '../fixtures/installation.ts';
import { sharedData, whereShared } from '../fixtures/shared-data.ts';
import { newtonLogistic } from '../train/logistic-oracle.ts';
import { accuracyOf, examplesOf } from './accuracy.ts';
import { adultFeatures, adultRows, adultSql, openAdult } from './adult-rows.ts';
import { valuesOf } from './program-test.ts';
import { packVariant, type Variant } from './variant.ts';

const shared = sharedData() ?? '';
const adult = { sql: adultSql, features: adultFeatures, target: 'rich' } as const;

describe.skipIf(shared === '')(`with real data (${whereShared})`, () => {
  let installation: Installation;
  beforeAll(async () => {
    installation = await openAdult(shared);
  });
  afterAll(async () => installation[Symbol.asyncDispose]());

  async function simulate(variant: Variant): Promise<Simulation> {
    const { queries, script, lane, privacy } = await packVariant(variant);
    const [query] = queries;
    if (!query || !script) throw new Error('a program has a query and a script');
    const asked = textOf({ sql: query.sql, script, ...(lane && { lane }), ...(privacy && { privacy }) });
    const simulated = unwrap(await installation.as(people.vendor.person).call('/simulate/query', asked));
    return simulated as unknown as Simulation;
  }

  test('decision 4: an honest logistic regression in mode rows keeps its accuracy within 1 point of the unrounded fit', async () => {
    const simulation = await simulate({
      example: 'scorecard-rows',
      ...adult,
      manifest: { limits: { callMillis: 10_000 } },
    });
    const [unrounded, rounded] = [simulation.table, simulation.forecast].map((table) => valuesOf(table).map(Number));
    const examples = examplesOf(adultFeatures, await adultRows(shared));
    const plain = newtonLogistic(examples);
    plain.forEach((value, at) => expect(unrounded?.[at]).toBeCloseTo(value, 1));
    const [before, after] = [unrounded, rounded].map((found = []) => accuracyOf(found, examples));
    expect(before).toBeGreaterThan(83);
    expect(Math.abs((before ?? 0) - (after ?? 100))).toBeLessThan(1);
    expect(simulation.modelFinding?.verdict).not.toBe('fail');
  });

  test('at ε = 1, gradient descent in mode map is within 2 points of the fit without noise', async () => {
    const simulation = await simulate({
      example: 'scorecard-map',
      ...adult,
      manifest: { iterations: 12 },
      settings: { iterations: 12, averaged: 4, noise: 33.1 },
    });
    const examples = examplesOf(adultFeatures, await adultRows(shared));
    const best = accuracyOf(newtonLogistic(examples), examples);
    const noisy = accuracyOf(valuesOf(simulation.forecast).map(Number), examples);
    expect(noisy).toBeGreaterThan(best - 2);
    expect(simulation.explanation.private?.epsilon).toBeLessThanOrEqual(1);
  });
});

test.skipIf(shared !== '')(`skipped: real data ${whereShared}`, () => {});
