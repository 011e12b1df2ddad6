/** Dirty mode: as much is wrong as was declared, in the ways that were declared, and nothing else; and it is counted. */
import { expect, test } from 'vitest';
import type { CatalogEntry, Table } from '#policies/catalog/entry.ts';
import { idSpace } from '#policies/units.ts';
import type { Dirt, Dirty } from '#synth/dirty/rates.ts';
import { generateSimulation } from '#synth/generate.ts';
import { violations } from '../domains.ts';
import { isUscc } from '../oracles.ts';
import { type Bench, aColumn, aTable, anEntry, openSimulation, orphans, withDirectory } from '../support.ts';

const rows = 4_000;
const unit = [{ space: idSpace('firm'), column: 'uscc' }];
const uscc = aColumn('uscc', { semantic: 'uscc', tag: 'direct' });
const firms = aTable('firms', [uscc, aColumn('size', { domain: { kind: 'codes', values: ['S', 'L'] } })], {
  primaryKey: ['uscc'],
  units: unit,
  volume: 500,
});
const columns = [
  aColumn('id', { type: 'INTEGER', semantic: 'serial' }),
  uscc,
  aColumn('kind', { domain: { kind: 'codes', values: ['a', 'b'] }, quality: { missing: 0.1, outside: 0.05 } }),
  aColumn('amount', { type: 'DECIMAL(6,2)', domain: { kind: 'range', lo: 0, hi: 100 }, quality: { outside: 0.02 } }),
  aColumn('note', { nullable: true, quality: { missing: 0.2 } }),
  aColumn('day', { type: 'DATE', semantic: 'date', domain: { kind: 'dates', lo: '2024-01-01', hi: '2024-01-31' } }),
] as const;
const bills = aTable('bills', columns, {
  primaryKey: ['id'],
  units: unit,
  foreignKeys: [{ columns: ['uscc'], table: 'firms', references: ['uscc'] }],
  quality: { duplicated: 0.03, unmatched: 0.04, late: { column: 'day', share: 0.06, days: 10 } },
  volume: rows,
});
const entries = [anEntry('firms', firms), anEntry('bills', bills)];

async function generated<T>(
  judge: (bench: Bench, dirt: readonly Dirt[]) => Promise<T>,
  { dirty, seed = 1, of = entries }: { dirty?: Dirty; seed?: number; of?: readonly CatalogEntry[] } = {},
): Promise<T> {
  return withDirectory(async (dir) => {
    const files = await generateSimulation(of, { dir, seed, scale: 1, ...(dirty !== undefined && { dirty }) });
    const bench = await openSimulation(files);
    try {
      return await judge(
        bench,
        files.flatMap((file) => file.dirt),
      );
    } finally {
      bench.close();
    }
  });
}

const countOf = (dirt: readonly Dirt[], kind: Dirt['kind'], column?: string): number =>
  dirt.find((one) => one.kind === kind && one.column === column)?.rows ?? 0;

/** Five standard deviations of a binomial: about one false alarm in a million. */
function expectShare(count: number, share: number, of: number): void {
  expect(Math.abs(count - share * of)).toBeLessThan(5 * Math.sqrt(of * share * (1 - share)) + 1);
}

test('generateSimulation spoils nothing unless it is asked to', async () => {
  const judged = await generated(async (bench, dirt) => [await violations(bench, bills), dirt]);
  expect(judged).toEqual([[], []]);
});

test('generateSimulation spoils values at the declared rates and says how many', async () => {
  await generated(
    async (bench, dirt) => {
      // Before rows were doubled: they lie at the end.
      const first = `(SELECT * FROM bills LIMIT ${rows})`;
      const count = async (condition: string) =>
        Number(await bench.value(`SELECT count(*) FROM ${first} WHERE ${condition}`));
      const found = {
        kindMissing: await count('kind IS NULL'),
        kindOutside: await count(`kind NOT IN ('a', 'b')`),
        amountOutside: await count('amount NOT BETWEEN 0 AND 100'),
        late: await count(`day > DATE '2024-01-31'`),
      };
      expect(found.kindMissing).toBe(countOf(dirt, 'missing', 'kind'));
      expect(found.kindOutside).toBe(countOf(dirt, 'outside', 'kind'));
      expect(found.amountOutside).toBe(countOf(dirt, 'outside', 'amount'));
      // Only those that were at the end of the month already lie beyond it.
      expect(found.late).toBeGreaterThan(0);
      expect(found.late).toBeLessThan(countOf(dirt, 'late', 'day'));
      expect(await count(`day > DATE '2024-02-10'`)).toBe(0);
      expectShare(found.kindMissing, 0.1, rows);
      expectShare(found.kindOutside, 0.9 * 0.05, rows);
      expectShare(found.amountOutside, 0.02, rows);
      expectShare(countOf(dirt, 'late', 'day'), 0.06, rows);
      // One in twenty is NULL anyway, and was not made so.
      expectShare(countOf(dirt, 'missing', 'note'), 0.95 * 0.2, rows);
    },
    { dirty: 'declared' },
  );
});

test('generateSimulation doubles whole rows and loses keys at the declared rates', async () => {
  await generated(
    async (bench, dirt) => {
      const twice = await bench.value('SELECT (count(*) - count(DISTINCT id))::INT FROM bills');
      expect(twice).toBe(countOf(dirt, 'duplicated'));
      expectShare(countOf(dirt, 'duplicated'), 0.03, rows);
      expect(await bench.value('SELECT count(*)::INT FROM bills')).toBe(rows + countOf(dirt, 'duplicated'));
      expect(await bench.value('SELECT count(*)::INT FROM (SELECT DISTINCT * FROM bills)')).toBe(rows);
      const lost = orphans('bills', 'firms', [['uscc', 'uscc']]).replace(
        '"bills" c',
        `(SELECT * FROM bills LIMIT ${rows}) c`,
      );
      expect(await bench.value(lost)).toBe(countOf(dirt, 'unmatched', 'uscc'));
      expectShare(countOf(dirt, 'unmatched', 'uscc'), 0.04, rows);
      const codes = await bench.rows('SELECT uscc FROM bills WHERE uscc NOT IN (SELECT uscc FROM firms)');
      expect(codes.filter((row) => !isUscc(String(row['uscc'])))).toEqual([]);
    },
    { dirty: 'declared' },
  );
});

test('generateSimulation takes rates for every table, and keeps the keys that others refer to', async () => {
  const dirty = { missing: 0.2, outside: 0.1, late: 0.3, duplicated: 0, unmatched: 0 };
  await generated(
    async (bench, dirt) => {
      expect(countOf(dirt, 'missing', 'size')).toBeGreaterThan(0);
      expect(countOf(dirt, 'missing', 'id')).toBe(0);
      expect(await bench.value('SELECT count(*)::INT FROM firms WHERE uscc IS NULL')).toBe(0);
      expect(await bench.value(orphans('bills', 'firms', [['uscc', 'uscc']]))).toBe(0);
      expectShare(countOf(dirt, 'missing', 'uscc'), 0.2, rows);
      expectShare(countOf(dirt, 'late', 'day'), 0.3 * 0.8 * 0.9, rows);
    },
    { dirty },
  );
});

/** Depends on every value, on the order of the rows, and on what is told of them. */
const print = (seed: number) =>
  generated(
    async (bench, dirt) => [
      await bench.value(
        `SELECT sum(hash(t, n) // 1048576)::VARCHAR FROM (SELECT row_number() OVER () AS n, * FROM bills) t`,
      ),
      dirt,
    ],
    { dirty: 'declared', seed },
  );

test('generateSimulation spoils the same rows for the same seed, and others for another', async () => {
  const first = await print(3);
  expect(await print(3)).toEqual(first);
  expect(await print(4)).not.toEqual(first);
});

/** A parent of every kind of key, whose child loses it. */
const parents: readonly (readonly [string, Partial<Table['columns'][number]>])[] = [
  ['a running number', { type: 'INTEGER', semantic: 'serial' }],
  ['a token', { semantic: 'serial' }],
  ['a resident', { semantic: 'resident_id' }],
  ['a card', { semantic: 'bank_card' }],
  ['a phone', { semantic: 'phone' }],
  ['a day', { type: 'DATE', semantic: 'date', domain: { kind: 'dates', lo: '2024-01-01', hi: '2024-12-31' } }],
  ['a full code list', { domain: { kind: 'codes', values: ['x', 'y', 'z'] } }],
];

const lostAndTold = async (bench: Bench, dirt: readonly Dirt[]) => [
  await bench.value(orphans('child', 'parent', [['k', 'k']])),
  countOf(dirt, 'unmatched', 'k'),
];

test.each(parents)('generateSimulation loses keys to %s', async (_, facts) => {
  const key = aColumn('k', facts);
  const parent = aTable('parent', [key], { primaryKey: ['k'], volume: 60 });
  const child = aTable('child', [aColumn('id', { type: 'INTEGER', semantic: 'serial' }), key], {
    primaryKey: ['id'],
    foreignKeys: [{ columns: ['k'], table: 'parent', references: ['k'] }],
    volume: 1_000,
  });
  const [lost, told] = await generated(lostAndTold, { dirty: { unmatched: 0.1 }, of: [anEntry('two', child, parent)] });
  expect(lost).toBe(told);
  expectShare(Number(told), 0.1, 1_000);
});
