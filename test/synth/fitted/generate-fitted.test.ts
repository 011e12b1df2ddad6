import { afterAll, beforeAll, expect, test } from 'vitest';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { CatalogEntry } from '#policies/catalog/entry.ts';
import type { FittedModel } from '#policies/simulation/fitted.ts';
import { idSpace } from '#policies/units.ts';
import { type FittedFile, generateFitted } from '#synth/fitted/generate-fitted.ts';
import { repeatedKeys, violations } from '../domains.ts';
import { type Bench, aColumn, aTable, anEntry, openSimulation, orphans } from '../support.ts';
import { aDegree, aModel, anAttribute, codes, fittedModelOf, ofParent } from './models.ts';

const units = [{ space: idSpace('client'), column: 'client_id' }];
const serial = { type: 'INTEGER', semantic: 'serial' } as const;
const kinds = { kind: 'codes', values: ['gold', 'plain'] } as const;
const states = { kind: 'codes', values: ['open', 'late', 'paid'] } as const;

/** Clients (fitted) have accounts (fitted), these have loans (fitted); branches and letters are made up; accounts are at a branch. */
const entries: readonly CatalogEntry[] = [
  anEntry(
    'bank',
    aTable(
      'client',
      [
        aColumn('client_id', { ...serial, tag: 'direct' }),
        aColumn('kind', { domain: kinds, determinedByUnit: true }),
        aColumn('name', { semantic: 'person_name', tag: 'direct' }),
        aColumn('joined', {
          type: 'DATE',
          semantic: 'date',
          domain: { kind: 'dates', lo: '2020-01-01', hi: '2020-12-31' },
        }),
      ],
      { primaryKey: ['client_id'], units, volume: 77 },
    ),
    aTable(
      'account',
      [
        aColumn('account_id', serial),
        aColumn('client_id', { ...serial, tag: 'direct' }),
        aColumn('branch_id', serial),
        aColumn('kind', { domain: kinds, determinedByUnit: true }),
        aColumn('state', { domain: states, nullable: true }),
      ],
      {
        primaryKey: ['account_id'],
        foreignKeys: [
          { columns: ['client_id'], table: 'client', references: ['client_id'] },
          { columns: ['branch_id'], table: 'branch', references: ['branch_id'] },
        ],
        units,
        volume: 100,
      },
    ),
    aTable(
      'loan',
      [
        aColumn('account_id', serial),
        aColumn('month', {
          type: 'INTEGER',
          semantic: 'period',
          domain: { kind: 'codes', values: [202401, 202402, 202403] },
        }),
        aColumn('amount', { type: 'DECIMAL(10,2)', semantic: 'amount', domain: { kind: 'range', lo: 0, hi: 1000 } }),
      ],
      {
        primaryKey: ['account_id', 'month'],
        foreignKeys: [{ columns: ['account_id'], table: 'account', references: ['account_id'] }],
        volume: 100,
      },
    ),
  ),
  anEntry(
    'others',
    aTable('branch', [aColumn('branch_id', serial), aColumn('name')], { primaryKey: ['branch_id'], volume: 9 }),
    aTable(
      'letter',
      [
        aColumn('letter_id', serial),
        aColumn('account_id', serial),
        aColumn('kind', { domain: kinds }),
        aColumn('state', { domain: states }),
      ],
      {
        primaryKey: ['letter_id'],
        foreignKeys: [{ columns: ['account_id'], table: 'account', references: ['account_id'] }],
        volume: 300,
      },
    ),
    aTable('stranger', [aColumn('client_id', { ...serial, tag: 'direct' }), aColumn('hobby')], { units, volume: 60 }),
  ),
];

const kind = anAttribute('kind', codes(kinds.values));
const joined = anAttribute('joined', {
  kind: 'days',
  start: ['2020-01-01', '2020-07-01'],
  end: '2020-12-31',
  none: false,
});
const state = anAttribute('state', codes(states.values, true));
const month = anAttribute('month', codes([202401, 202402, 202403]));
const amount = anAttribute('amount', { kind: 'numbers', edges: [0, 0.01, 100, 1000.01], none: false });

/** Golden clients have two or three accounts, plain ones none or one; golden accounts are mostly paid; late accounts have loans. */
const model: FittedModel = fittedModelOf('client', [
  aModel('client', [kind, joined, aDegree('account', 3)], {
    units: 2_000,
    cliques: [
      { attributes: [0, 2], weights: [0, 0, 0.2, 0.1, 0.35, 0.35, 0, 0] },
      { attributes: [1], weights: [0.9, 0.1] },
    ],
  }),
  aModel('account', [ofParent(kind), ofParent(aDegree('account', 3)), state, aDegree('loan', 5)], {
    parent: { table: 'client', columns: ['client_id'], references: ['client_id'] },
    rowsPerUnit: 3,
    cliques: [
      { attributes: [0, 2], weights: [0.1, 0.1, 0.8, 0, 0.5, 0.2, 0.2, 0.1] },
      {
        attributes: [2, 3],
        weights: [1, 0, 0, 0, 0, 0, 0, 0.2, 0.2, 0.2, 0.2, 0.2, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0],
      },
    ],
  }),
  aModel('loan', [ofParent(state), ofParent(aDegree('loan', 5)), month, amount], {
    parent: { table: 'account', columns: ['account_id'], references: ['account_id'] },
    rowsPerUnit: 5,
    cliques: [
      { attributes: [2], weights: [0.8, 0.1, 0.1] },
      { attributes: [3], weights: [0.25, 0.5, 0.25] },
    ],
  }),
]);

let dir: string;
let files: FittedFile[];
let bench: Bench;

beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'fitted-'));
  files = await generateFitted(entries, [model], { dir, seed: 3, scale: 1 });
  bench = await openSimulation(files);
});

afterAll(async () => {
  bench.close();
  await rm(dir, { recursive: true, force: true });
});

test('generateFitted takes the rows of a root from the noisy count, not from the public volume', async () => {
  expect(await bench.value('SELECT count(*)::INT FROM client')).toBe(2_000);
  expect(await bench.value('SELECT count(*)::INT FROM branch')).toBe(9);
});

test('generateFitted keeps types, domains, keys and foreign keys of all tables, drawn or made up', async () => {
  const found: unknown[] = [];
  for (const table of entries.flatMap((entry) => entry.tables)) {
    found.push(...(await violations(bench, table)), await repeatedKeys(bench, table));
    for (const key of table.foreignKeys) {
      const pairs = key.columns.map((column, k) => [column, key.references[k] ?? ''] as const);
      found.push(await bench.value(orphans(table.name, key.table, pairs)));
    }
  }
  expect(found.filter((fault) => fault !== 0)).toEqual([]);
});

test('generateFitted gives each parent as many children as the model says', async () => {
  const degrees = await bench.rows(`
    SELECT kind, n::INT AS n, count(*)::INT AS parents FROM
      (SELECT c.client_id, c.kind, count(a.account_id) AS n FROM client c LEFT JOIN account a USING (client_id) GROUP BY ALL)
    GROUP BY ALL ORDER BY ALL`);
  const expected = { 'gold 2': 0.2, 'gold 3': 0.1, 'plain 0': 0.35, 'plain 1': 0.35 };
  expect(degrees.map(({ kind, n }) => `${String(kind)} ${String(n)}`)).toEqual(Object.keys(expected));
  for (const [k, share] of Object.values(expected).entries()) {
    expect(Math.abs(Number(degrees[k]?.['parents']) / 2_000 - share)).toBeLessThan(0.02);
  }
});

test('generateFitted draws children given their parents', async () => {
  const shares = await bench.rows(`
    SELECT c.kind, avg((state = 'paid')::INT) FILTER (state IS NOT NULL) AS paid, avg((state IS NULL)::INT) AS gone
    FROM account a JOIN client c USING (client_id) GROUP BY ALL ORDER BY ALL`);
  const [gold, plain] = shares;
  expect(Math.abs(Number(gold?.['paid']) - 0.8)).toBeLessThan(0.04);
  expect(Number(gold?.['gone'])).toBe(0);
  expect(Math.abs(Number(plain?.['gone']) - 0.1)).toBeLessThan(0.04);
});

test('generateFitted draws grandchildren given their parents, and cuts them to what the key has room for', async () => {
  const rows = await bench.rows(`
    SELECT state, max(n)::INT AS most, min(n)::INT AS least FROM
      (SELECT account_id, state, count(month) AS n FROM account LEFT JOIN loan USING (account_id) GROUP BY ALL)
    GROUP BY ALL ORDER BY ALL`);
  expect(rows).toEqual([
    { state: 'late', most: 3, least: 1 },
    { state: 'open', most: 0, least: 0 },
    { state: 'paid', most: 0, least: 0 },
    { state: null, most: 0, least: 0 },
  ]);
});

test('generateFitted repeats in a child what the parent knows', async () => {
  for (const [child, parent, key, column] of [
    ['account', 'client', 'client_id', 'kind'],
    ['letter', 'account', 'account_id', 'kind'],
  ] as const) {
    const sql = `SELECT count(*)::INT FROM ${child} c JOIN ${parent} p USING (${key}) WHERE c.${column} <> p.${column}`;
    expect(await bench.value(sql)).toBe(0);
  }
});

test('generateFitted spreads values over their cells, as finely as the type', async () => {
  const sql = `SELECT avg((amount = 0)::INT) AS none, avg((amount > 0 AND amount < 100)::INT) AS low,
    count(DISTINCT amount)::DOUBLE / count(*) AS different, max(amount)::DOUBLE AS most FROM loan`;
  const [row] = await bench.rows(sql);
  expect(Math.abs(Number(row?.['none']) - 0.25)).toBeLessThan(0.06);
  expect(Math.abs(Number(row?.['low']) - 0.5)).toBeLessThan(0.06);
  expect(Number(row?.['different'])).toBeGreaterThan(0.6);
  expect(Number(row?.['most'])).toBeLessThanOrEqual(1_000);
  const early = await bench.value(`SELECT avg((joined < '2020-07-01')::INT) FROM client`);
  expect(Math.abs(Number(early) - 0.9)).toBeLessThan(0.02);
});

test('generateFitted numbers units like level 0, so that tables without a key can be joined', async () => {
  expect(await bench.value(orphans('stranger', 'client', [['client_id', 'client_id']]))).toBe(0);
});

test('generateFitted says which columns come from a model', () => {
  const levels = Object.fromEntries(
    files.flatMap(({ tables }) =>
      tables.map(({ name, level, columns }) => [
        name,
        [level, ...columns.filter((column) => column.level === 1).map((column) => column.name)],
      ]),
    ),
  );
  expect(levels).toEqual({
    client: [1, 'kind', 'joined'],
    account: [1, 'kind', 'state'],
    loan: [1, 'month', 'amount'],
    branch: [0],
    letter: [0],
    stranger: [0],
  });
});

/** A checksum of each table's rows in their order. */
async function sums(options: { seed: number; threads: number }): Promise<unknown[]> {
  const other = await mkdtemp(path.join(tmpdir(), 'fitted-'));
  const again = await openSimulation(await generateFitted(entries, [model], { dir: other, scale: 1, ...options }));
  const found: unknown[] = [];
  for (const { name } of entries.flatMap((entry) => entry.tables)) {
    found.push(
      await again.value(
        `SELECT md5(string_agg(t::VARCHAR, '|' ORDER BY rowid)) FROM (SELECT *, row_number() OVER () AS rowid FROM "${name}") t`,
      ),
    );
  }
  again.close();
  await rm(other, { recursive: true });
  return found;
}

test('generateFitted gives equal rows for equal models, seeds and scales, with any number of threads', async () => {
  const [one, two, other] = [
    await sums({ seed: 3, threads: 1 }),
    await sums({ seed: 3, threads: 2 }),
    await sums({ seed: 4, threads: 1 }),
  ];
  expect(one).toEqual(two);
  expect(one[0]).not.toEqual(other[0]);
});
