import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CatalogEntry } from '#policies/catalog/entry.ts';
import { checkEntry } from '#policies/catalog/check-entry.ts';
import { idSpace } from '#policies/units.ts';
import { generateSimulation } from '#synth/generate.ts';
import { anySchema } from './any-schema.ts';
import { repeatedKeys, violations } from './domains.ts';
import { type Bench, aColumn, aTable, anEntry, openSimulation, orphans, withDirectory } from './support.ts';

async function generated<T>(
  entries: readonly CatalogEntry[],
  judge: (bench: Bench) => Promise<T>,
  options: { seed?: number; scale?: number } = {},
): Promise<T> {
  return withDirectory(async (dir) => {
    const bench = await openSimulation(await generateSimulation(entries, { dir, seed: 1, scale: 1, ...options }));
    try {
      return await judge(bench);
    } finally {
      bench.close();
    }
  });
}

/** Everything that is wrong with the rows, by the catalog. */
async function faults(bench: Bench, entries: readonly CatalogEntry[]): Promise<string[]> {
  const found: string[] = [];
  for (const table of entries.flatMap((entry) => entry.tables)) {
    found.push(...(await violations(bench, table)));
    if ((await repeatedKeys(bench, table)) > 0) found.push(`${table.name}: repeated key`);
    if ((await bench.value(`SELECT count(*)::INT FROM "${table.name}"`)) === 0) found.push(`${table.name}: no rows`);
    for (const key of table.foreignKeys) {
      const pairs = key.columns.map((column, k) => [column, key.references[k] ?? ''] as const);
      if ((await bench.value(orphans(table.name, key.table, pairs))) !== 0) found.push(`${table.name}: orphan`);
    }
  }
  return found;
}

/** The loader lets no other entry pass, so no other is promised anything. */
test('anySchema makes entries that the catalog accepts', () => {
  fc.assert(fc.property(anySchema, (entries) => entries.every((entry) => checkEntry(unhidden(entry)).ok)));
});

/** Grades and rules do not touch generation; here they are set to what the rows would ask for. */
function unhidden(entry: CatalogEntry): CatalogEntry {
  return { ...entry, attribute: 'unconditional', basis: 'test' };
}

test('generateSimulation obeys every valid catalog: types, domains, NULLs, keys, foreign keys', async () => {
  const property = fc.asyncProperty(anySchema, fc.nat(), async (entries, seed) => {
    expect(await generated(entries, (bench) => faults(bench, entries), { seed })).toEqual([]);
  });
  await fc.assert(property, { numRuns: 20 });
});

const serial = aColumn('id', { type: 'INTEGER', semantic: 'serial', tag: 'direct' });
const parent = (name: string, volume = 50) => aTable(name, [serial], { primaryKey: ['id'], volume });

test('generateSimulation numbers integer keys from 1', async () => {
  const entries = [anEntry('plain', aTable('thing', [serial], { primaryKey: ['id'], volume: 5 }))];
  const rows = await generated(entries, (bench) => bench.rows('SELECT id FROM thing ORDER BY id'));
  expect(rows.map((row) => row['id'])).toEqual([1, 2, 3, 4, 5]);
});

test('generateSimulation keeps a key to the table itself intact', async () => {
  const boss = aColumn('boss_id', { type: 'INTEGER', semantic: 'serial', nullable: true });
  const staff = aTable('staff', [serial, boss], {
    primaryKey: ['id'],
    foreignKeys: [{ columns: ['boss_id'], table: 'staff', references: ['id'] }],
    volume: 200,
  });
  const entries = [anEntry('staff', staff)];
  expect(await generated(entries, (bench) => faults(bench, entries))).toEqual([]);
});

test('generateSimulation pairs two parents without repeating a pair', async () => {
  const columns = ['student', 'course'].map((name) => aColumn(name, { type: 'INTEGER', semantic: 'serial' }));
  const enrolment = aTable('enrolment', columns, {
    primaryKey: ['student', 'course'],
    foreignKeys: columns.map(({ name }) => ({ columns: [name], table: `${name}s`, references: ['id'] })),
    volume: 500,
  });
  const entries = [anEntry('school', enrolment, parent('students', 100), parent('courses', 30))];
  const judged = await generated(entries, async (bench) => ({
    faults: await faults(bench, entries),
    courses: await bench.value('SELECT count(DISTINCT course)::INT FROM enrolment'),
    perStudent: await bench.rows(
      'SELECT DISTINCT n::INT AS n FROM (SELECT count(*) AS n FROM enrolment GROUP BY student)',
    ),
  }));
  expect(judged).toEqual({ faults: [], courses: 30, perStudent: [{ n: 5 }] });
});

test('generateSimulation draws units of one space from the same values where no key is declared', async () => {
  const card = aColumn('card', { semantic: 'serial', tag: 'direct', grade: 'L4', rule: ['J'] });
  const units = [{ space: idSpace('card'), column: 'card' }];
  const trip = aColumn('trip', { semantic: 'serial' });
  const entries = [
    anEntry('holders', aTable('holders', [card], { primaryKey: ['card'], units, volume: 40 })),
    anEntry('trips', aTable('trips', [trip, card], { primaryKey: ['trip'], units, volume: 400 })),
  ];
  const missing = await generated(entries, (bench) => bench.value(orphans('trips', 'holders', [['card', 'card']])));
  expect(missing).toBe(0);
});

test('generateSimulation keeps a code list whole at any scale', async () => {
  const code = aColumn('code', { domain: { kind: 'codes', values: ['x', 'y', 'z'] } });
  const entries = [anEntry('codes', aTable('codes', [code], { primaryKey: ['code'], volume: 3 }))];
  expect(await generated(entries, (bench) => bench.value('SELECT count(*)::INT FROM codes'), { scale: 0.01 })).toBe(3);
});

test('generateSimulation takes the narrower key from the wider one where both hold', async () => {
  const day = aColumn('day', { type: 'INTEGER', domain: { kind: 'range', lo: 1, hi: 7 } });
  const firm = { ...serial, name: 'firm' };
  const line = aColumn('line', { type: 'INTEGER', domain: { kind: 'range', lo: 1, hi: 3 } });
  const toFirm = { columns: ['firm'], table: 'firms', references: ['firm'] };
  const toDay = { columns: ['firm', 'day'], table: 'days', references: ['firm', 'day'] };
  const entries = [
    anEntry('firms', aTable('firms', [firm], { primaryKey: ['firm'], volume: 20 })),
    anEntry('days', aTable('days', [firm, day], { primaryKey: ['firm', 'day'], foreignKeys: [toFirm], volume: 140 })),
    anEntry(
      'lines',
      aTable('lines', [firm, day, line], {
        primaryKey: ['firm', 'day', 'line'],
        foreignKeys: [toFirm, toDay],
        volume: 420,
      }),
    ),
  ];
  expect(await generated(entries, (bench) => faults(bench, entries))).toEqual([]);
});

test('generateSimulation refuses foreign keys that contradict each other', async () => {
  const child = aTable('child', [serial], {
    primaryKey: ['id'],
    foreignKeys: ['left', 'right'].map((table) => ({ columns: ['id'], table, references: ['id'] })),
  });
  const entries = [anEntry('torn', parent('left'), parent('right'), child)];
  await expect(generated(entries, async () => 0)).rejects.toThrow('foreign keys must not overlap');
});

test('generateSimulation generates a child alone when its parent is not in the list', async () => {
  const firm = aColumn('firm', { semantic: 'uscc', tag: 'direct' });
  const month = aColumn('month', { type: 'INTEGER', semantic: 'period' });
  const table = aTable('alone', [firm, month], {
    primaryKey: ['firm', 'month'],
    units: [{ space: idSpace('enterprise'), column: 'firm' }],
    foreignKeys: [{ columns: ['firm'], table: 'elsewhere', references: ['firm'] }],
    volume: 240,
  });
  const firms = await generated([anEntry('alone', table)], (bench) =>
    bench.value('SELECT count(DISTINCT firm)::INT FROM alone'),
  );
  expect(firms).toBe(10);
});
