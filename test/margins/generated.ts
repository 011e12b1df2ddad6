/** Arbitrary small data sets and arbitrary tables over them: cubes, rollups, sets that lack the finest grouping, keys within keys. */
import * as fc from 'fast-check';
import type { Hierarchical, Measure } from './hierarchical.ts';
import type { MadeRow } from './made.ts';

export interface Generated {
  readonly rows: readonly MadeRow[];
  readonly table: Hierarchical;
}

const measures: readonly Measure[] = [
  { name: 'n', kind: 'rows' },
  { name: 'persons', kind: 'persons' },
  { name: 'total', kind: 'sum', of: 'x' },
  { name: 'mean', kind: 'avg', of: 'x', digits: 1 },
];

/** By what is grouped: columns, a column made of another, and two ages that differ by few. */
const sources: readonly { readonly name: string; readonly keys: Readonly<Record<string, string>> }[] = [
  { name: 'two columns', keys: { a: 'a', b: 'b' } },
  { name: 'three columns', keys: { a: 'a', b: 'b', c: 'c' } },
  { name: 'a hierarchy', keys: { sector: "CASE WHEN a IN ('a0', 'a1') THEN 's' ELSE 't' END", a: 'a', b: 'b' } },
  {
    name: 'two bands',
    keys: {
      p: "CASE WHEN age >= 18 THEN 'y' ELSE 'n' END",
      q: "CASE WHEN age < 20 THEN 'young' WHEN age < 40 THEN 'mid' ELSE 'old' END",
      b: 'b',
    },
  },
];

const groupings = fc.oneof(
  fc.constant('CUBE'),
  fc.constant('ROLLUP'),
  fc.array(fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }), { minLength: 2, maxLength: 4 }),
);

export const generated: fc.Arbitrary<Generated> = fc
  .record({
    source: fc.constantFrom(...sources),
    grouping: groupings,
    /** At least one. */
    chosen: fc.subarray(measures as Measure[], { minLength: 1, maxLength: 3 }),
    sizes: fc.record({
      a: fc.integer({ min: 2, max: 5 }),
      b: fc.integer({ min: 2, max: 4 }),
      c: fc.integer({ min: 2, max: 3 }),
    }),
    persons: fc.integer({ min: 20, max: 400 }),
    rowsEach: fc.constantFrom(1, 1, 1, 3),
    nulls: fc.boolean(),
    isNegative: fc.constantFrom(false, false, false, true),
    seed: fc.integer({ min: 1, max: 2 ** 31 - 2 }),
  })
  .map(({ source, grouping, chosen, sizes, persons, rowsEach, nulls, isNegative, seed }) => {
    const keys = Object.keys(source.keys);
    const list = Object.entries(source.keys).map(([name, sql]) => `${sql} AS ${name}`);
    const table: Hierarchical = {
      name: `${source.name}, ${JSON.stringify(grouping)}`,
      rows: `SELECT person, x, ${list.join(', ')} FROM made`,
      unit: 'person',
      keys,
      groupBy: typeof grouping === 'string' ? `${grouping} (${keys.join(', ')})` : setsOf(keys, grouping),
      measures: chosen,
    };
    const chance = chanceFrom(seed);
    const pick = (count: number): number => Math.floor(count * chance() ** 2);
    const rows = Array.from({ length: persons }, (_, person) =>
      Array.from({ length: 1 + pick(rowsEach) }, (): MadeRow => ({
        person,
        a: nulls && chance() < 0.1 ? null : `a${pick(sizes.a)}`,
        b: `b${pick(sizes.b)}`,
        c: `c${pick(sizes.c)}`,
        age: 15 + Math.floor(40 * chance()),
        x:
          Math.round(100 * (chance() < 0.02 ? 5000 : 10 + 50 * chance())) *
          (isNegative && chance() < 0.3 ? -0.01 : 0.01),
      })),
    ).flat();
    return { rows, table };
  });

/** Every key is in some set, or the text would name what is nowhere. */
function setsOf(keys: readonly string[], flags: readonly (readonly boolean[])[]): string {
  const sets = flags.map((has) => keys.filter((_, key) => has[key]));
  const missing = keys.filter((key) => !sets.some((set) => set.includes(key)));
  const all = missing.length > 0 ? [...sets, missing] : sets;
  const distinct = [...new Set(all.map((set) => `(${set.join(', ')})`))];
  return `GROUPING SETS (${distinct.join(', ')})`;
}

/** Park and Miller's generator: numbers in [0, 1). */
function chanceFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
