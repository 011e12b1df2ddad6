/** The promise of level 0 in one property: whatever catalog is accepted, its rows keep everything that it declares. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkEntry } from '#policies/catalog/check-entry.ts';
import type { CatalogEntry, Table } from '#policies/catalog/entry.ts';
import { generateSimulation } from '#synth/generate.ts';
import { anyDependentSchema } from './any-dependencies.ts';
import { brokenDependencies, brokenUnits } from './dependency-judge.ts';
import { repeatedKeys, violations } from './domains.ts';
import { type Bench, openSimulation, orphans, withDirectory } from './support.ts';

async function faultsOf(bench: Bench, tables: readonly Table[]): Promise<string[]> {
  const found: string[] = [];
  for (const table of tables) {
    found.push(...(await violations(bench, table)));
    found.push(...(await brokenDependencies(bench, table)), ...(await brokenUnits(bench, table)));
    if ((await repeatedKeys(bench, table)) > 0) found.push(`${table.name}: repeated key`);
    for (const key of table.foreignKeys) {
      const pairs = key.columns.map((column, k) => [column, key.references[k] ?? ''] as const);
      if ((await bench.value(orphans(table.name, key.table, pairs))) !== 0) found.push(`${table.name}: orphan`);
    }
    found.push(...(await rowFault(bench, table)));
  }
  return found;
}

/** As many rows as the volume, unless the key has not so many values. */
async function rowFault(bench: Bench, table: Table): Promise<string[]> {
  const rows = Number(await bench.value(`SELECT count(*)::INT FROM "${table.name}"`));
  const endless = ['serial', 'uscc', 'resident_id', 'bank_card', 'phone', 'plate', 'company_name'];
  const isEndless = (name: string) => {
    const column = table.columns.find((one) => one.name === name);
    const isKey = table.foreignKeys.some(({ columns }) => columns.includes(name));
    return column?.domain === undefined && endless.includes(column?.semantic ?? '') && !isKey;
  };
  const isFull = table.primaryKey.length === 0 || table.primaryKey.some(isEndless);
  const isRight = isFull ? rows === table.volume : rows >= 1 && rows <= table.volume;
  return isRight ? [] : [`${table.name}: ${rows} rows for a volume of ${table.volume}`];
}

/** Grades and rules do not touch generation; here they are set to what the rows would ask for. */
function unhidden(entry: CatalogEntry): CatalogEntry {
  return { ...entry, attribute: 'unconditional', basis: 'test' };
}

const third = 34;

/** Every build makes forty; `npm run nightly` all. */
const thirds = process.env['SLUICE_RUNS'] === undefined ? ['first'] : ['first', 'second', 'third'];

test.each(thirds)(
  'generateSimulation keeps what arbitrary catalogs declare, the %s forty: types, domains, keys, units, volumes, dependencies',
  async () => {
    const kinds = new Map<string, number>();
    const property = fc.asyncProperty(anyDependentSchema, fc.nat(), async (entries, seed) => {
      expect(entries.flatMap((entry) => checkEntry(unhidden(entry)).ok)).not.toContain(false);
      const tables = entries.flatMap((entry) => entry.tables);
      for (const { kind } of tables.flatMap((table) => table.dependencies ?? [])) {
        kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
      }
      const found = await withDirectory(async (dir) => {
        const bench = await openSimulation(await generateSimulation(entries, { dir, seed, scale: 1 }));
        try {
          return await faultsOf(bench, tables);
        } finally {
          bench.close();
        }
      });
      expect(found).toEqual([]);
    });
    await fc.assert(property, { numRuns: third });
    // A generator that makes none of a kind would prove nothing of it.
    for (const kind of ['order', 'sum', 'determines', 'implies']) expect(kinds.get(kind) ?? 0).toBeGreaterThan(10);
  },
  300_000,
);
