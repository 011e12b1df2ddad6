/** What is kept, and so what docs/simulation-accuracy.md says, meets the gates; whoever measures anew learns here what became worse. */
import { expect, test } from 'vitest';
import { againName, apartName, epsilons, nameOf } from './compare.ts';
import { readMeasured, type Comparison } from './measured-file.ts';

const { adult, published, cost, attacks, berka } = readMeasured();

function of(comparisons: readonly Comparison[], what: string): Comparison {
  const found = comparisons.find((one) => one.what === what);
  if (!found) throw new Error(`${what} must have been measured`);
  return found;
}

test.each([
  ['the catalog', adult.comparisons],
  ['the published comparisons', published.comparisons],
])('gates G1 and G2 on the cells of %s', (_, comparisons) => {
  const one = of(comparisons, nameOf('rounds', 1));
  expect(one.pairs.median).toBeLessThanOrEqual(0.046);
  expect(one.triples.median).toBeLessThanOrEqual(0.1);
  const [apart, again] = [of(comparisons, apartName), of(comparisons, againName)];
  for (const key of ['pairs', 'triples'] as const) {
    const rounds = epsilons.map((epsilon) => of(comparisons, nameOf('rounds', epsilon))[key].median);
    const errors = [apart[key].median, ...rounds, again[key].median];
    expect(errors).toEqual(errors.toSorted((a, b) => b - a));
    // A tree is no worse than none, but its form limits it, whatever the noise.
    for (const [at, epsilon] of epsilons.entries()) {
      const tree = of(comparisons, nameOf('tree', epsilon))[key].median;
      expect(tree).toBeLessThan(apart[key].median);
      expect(tree).toBeGreaterThan(rounds[at] ?? 0);
    }
  }
});

test('gate G2: no rule is broken, at no ε', () => {
  expect(adult.rules.map(({ epsilon, violations }) => [epsilon, violations])).toEqual(
    epsilons.map((epsilon) => [epsilon, 0]),
  );
});

test('gate G1: a fit takes ten seconds and 512 MB at most', () => {
  expect(cost.rows).toBe(48_842);
  expect(cost.attributes).toBe(15);
  expect(cost.wall.median).toBeLessThanOrEqual(10);
  expect(cost.megabytes.high).toBeLessThanOrEqual(512);
});

test('attacks see the rows that remember, and no fitted ones', () => {
  const seen = attacks.sources.map((_, source) => attacks.attacks.filter(({ found }) => found[source]?.sees).length);
  expect(seen.slice(0, -2)).toEqual([0, 0, 0]);
  for (const count of seen.slice(-2)) expect(count).toBeGreaterThanOrEqual(4);
});

test('relations: no reference dangles, and no rule is broken', () => {
  for (const { what, orphans, violations } of berka.relations)
    expect([what, orphans, violations]).toEqual([what, 0, 0]);
});
