import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CatalogEntry, Column } from '#policies/catalog/entry.ts';
import { requireWishes } from '#policies/simulation/wishes-check.ts';
import { accepted, type Accepted, type Wish } from '#policies/simulation/wishes.ts';
import { cannotFavour } from '#synth/favour/cannot.ts';
import { anySchema } from '../any-schema.ts';
import { repeatedKeys, violations } from '../domains.ts';
import { orphans, type Bench } from '../support.ts';
import { withRows } from './support.ts';

/** Something that might be asked of the column. */
function asked({ domain, type }: Column): readonly unknown[] {
  const always = [{ kind: 'present' }, { kind: 'null' }];
  if (domain?.kind === 'codes') return [...always, { kind: 'values', values: [domain.values.at(-1)] }];
  if (domain?.kind === 'range') return [...always, { kind: 'range', lo: { value: (domain.lo + domain.hi) / 2 } }];
  if (domain?.kind === 'dates') return [...always, { kind: 'values', values: [domain.hi] }];
  if (type === 'VARCHAR') return [...always, { kind: 'prefix', text: 'x' }, { kind: 'values', values: ["it's", '%'] }];
  if (type === 'BOOLEAN') return [...always, { kind: 'values', values: [true] }];
  if (type === 'DATE' || type === 'TIMESTAMP')
    return [...always, { kind: 'range', lo: { value: '2025-12-30' } }, { kind: 'range', hi: { value: '1990-01-01' } }];
  return [...always, { kind: 'range', lo: { value: 7, open: true }, hi: { value: 19.5 } }];
}

const conditions = (column: Column): readonly Accepted[] => asked(column).map((one): Accepted => accepted.parse(one));

function wishesFor(entries: readonly CatalogEntry[]): fc.Arbitrary<readonly Wish[]> {
  const tables = entries.flatMap((entry) => entry.tables);
  const one = fc.constantFrom(...tables).chain((table) =>
    fc.subarray([...table.columns], { minLength: 1, maxLength: Math.min(3, table.columns.length) }).chain((columns) =>
      fc.tuple(...columns.map((column) => fc.constantFrom(...conditions(column)))).map((accepts) => ({
        table: table.name,
        conditions: columns.flatMap(({ name }, at) => (accepts[at] ? [{ column: name, accept: accepts[at] }] : [])),
      })),
    ),
  );
  return fc
    .array(one, { minLength: 1, maxLength: 5 })
    .map((wishes) => wishes.filter((wish) => requireWishes([wish], entries).ok));
}

async function faults(bench: Bench, entries: readonly CatalogEntry[]): Promise<readonly string[]> {
  const found: string[] = [];
  for (const table of entries.flatMap((entry) => entry.tables)) {
    found.push(...(await violations(bench, table)));
    if ((await repeatedKeys(bench, table)) > 0) found.push(`${table.name}: repeated key`);
    for (const key of table.foreignKeys) {
      const pairs = key.columns.map((column, k) => [column, key.references[k] ?? ''] as const);
      if ((await bench.value(orphans(table.name, key.table, pairs))) !== 0) found.push(`${table.name}: orphan`);
    }
  }
  return found;
}

const cases = anySchema.chain((entries) =>
  fc.record({ entries: fc.constant(entries), wishes: wishesFor(entries), seed: fc.nat() }),
);

test('favour obeys every valid catalog, whatever is wished', { timeout: 300_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(cases, async ({ entries, wishes, seed }) => {
      cannotFavour(entries, { share: 0.5, wishes });
      expect(await withRows({ entries, wishes, seed, share: 0.5 }, (bench) => faults(bench, entries))).toEqual([]);
    }),
    { numRuns: 25 },
  );
});
