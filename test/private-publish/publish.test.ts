/** What a private file holds and what it never holds; what of an entry is refused, and that nothing is left then. */
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { unwrap } from '#policies/refusal.ts';
import { idSpace } from '#policies/units.ts';
import { readPrivateManifest, verifyPrivate } from '#sandbox/private/manifest.ts';
import { hashFile } from '#sandbox/data/fingerprint.ts';
import { details } from '../data/builders.ts';
import { aColumn } from '../fixtures/columns.ts';
import { anEntry, ask, aTable, publishRows } from './builders.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-private-'));
});
afterEach(async () => rm(folder, { recursive: true, force: true }));

const visits = [
  `'b', 'x', 10.26, 1.5, 'CANARY-ONE'`,
  `'a', 'y', 2000, -1, 'CANARY-TWO'`,
  `'a', NULL, NULL, NULL, 'CANARY-SIX'`,
  `NULL, 'only-nobody', 1, 1, 'CANARY-TEN'`,
];

test('publishPrivate stores unit, rank, steps and codes beside the declared columns, clustered by unit and rank', async () => {
  const published = await publishRows(folder, { visit: visits });
  const types = await ask(published, 'SELECT column_name, column_type FROM (DESCRIBE visit)');
  expect(types).toEqual([
    ['who', 'VARCHAR'],
    ['kind', 'VARCHAR'],
    ['paid', 'DECIMAL(10,2)'],
    ['level', 'DOUBLE'],
    ['__u', 'UINTEGER'],
    ['__rk', 'UINTEGER'],
    ['paid__q', 'BIGINT'],
    ['kind__d', 'UINTEGER'],
  ]);
  const rows = await ask(published, 'SELECT who, kind, paid__q, kind__d FROM visit ORDER BY who, kind');
  expect(rows).toEqual([
    ['a', 'y', '2000', 1],
    ['a', null, null, null],
    ['b', 'x', '21', 0],
  ]);
  expect(await ask(published, 'SELECT code, value FROM visit__kind__dict')).toEqual([
    [0, 'x'],
    [1, 'y'],
  ]);
  const stored = await ask(published, 'SELECT __u, __rk FROM visit');
  expect(stored).toEqual([...stored].sort((a, b) => Number(a[0]) - Number(b[0]) || Number(a[1]) - Number(b[1])));
});

test('publishPrivate counts dropped rows in the manifest, and the manifest verifies', async () => {
  const entry = anEntry([aTable({ rowsPerUnit: { max: 1, onExcess: 'truncate' } })]);
  const published = await publishRows(folder, { visit: visits }, { entry });
  const manifest = unwrap(published.outcome);
  expect(manifest?.tables).toEqual([{ name: 'visit', rows: 2, units: 2, withoutUnit: 1, overCap: 1 }]);
  expect(unwrap(await readPrivateManifest(published.file))).toEqual(manifest);
  const sourceHash = manifest?.sourceHash ?? (await hashFile(published.file));
  expect((await verifyPrivate(published.file, { entry, sourceHash })).ok).toBe(true);
  const other = await verifyPrivate(published.file, { entry: anEntry(), sourceHash });
  expect(other).toMatchObject({ ok: false, refusals: [{ code: 'E_VERIFY' }] });
});

test('publishPrivate makes both files read-only and leaves nothing else', async () => {
  const { file, outcome } = await publishRows(folder, { visit: visits });
  unwrap(outcome);
  for (const path of [file, file.replace('.duckdb', '.json'), join(folder, 'units', 'units-person.key')])
    expect((await stat(path)).mode & 0o777).toBe(0o400);
  expect((await stat(join(folder, 'units'))).mode & 0o777).toBe(0o700);
  expect((await stat(join(folder, 'units', 'units-person.duckdb'))).mode & 0o777).toBe(0o600);
  expect((await readdir(folder)).filter((name) => !/^(source|private)-.*(duckdb|json)$/.test(name))).toEqual(['units']);
  expect((await readdir(join(folder, 'units'))).sort()).toEqual(['units-person.duckdb', 'units-person.key']);
});

test('publishPrivate leaves no byte of a column of rule X, nor of rows without a unit (DC-02)', async () => {
  const many = Array.from({ length: 3000 }, (_, i) => `'u${i % 50}', 'k${i % 7}', ${i % 900}, ${i}, 'CANARY-${i}'`);
  const published = await publishRows(folder, { visit: [...many, ...visits] });
  unwrap(published.outcome);
  const bytes = await readFile(published.file, 'latin1');
  expect(bytes).not.toContain('CANARY');
  expect(bytes).not.toContain('full_name');
  expect(bytes).not.toContain('only-nobody');
  expect(bytes).toContain('kind__d');
  const columns = await ask(published, `SELECT count(*) FROM (DESCRIBE visit) WHERE column_name = 'full_name'`);
  expect(columns).toEqual([['0']]);
});

test('publishPrivate refuses more rows of a unit than may be, says of nobody which, and leaves the folder as it was', async () => {
  const entry = anEntry([aTable({ rowsPerUnit: { max: 1, onExcess: 'reject' } })]);
  const { outcome, file } = await publishRows(folder, { visit: visits }, { entry });
  expect(details(outcome)).toEqual(['Cannot ingest visit: a unit must have at most 1 rows; got more']);
  expect(await readdir(folder)).toEqual([expect.stringMatching(/^source-/)]);
  expect(file).toContain(folder);
  expect((await publishRows(folder, { visit: visits.slice(0, 2) }, { entry })).outcome.ok).toBe(true);
});

const determined = aTable({
  columns: aTable().columns.map((column) => (column.name === 'kind' ? { ...column, determinedByUnit: true } : column)),
});

test.each([
  ['two values', [`'a', 'x', 1, 1, ''`, `'b', 'x', 1, 1, ''`, `'a', 'y', 1, 1, ''`], false],
  ['a value and none', [`'a', 'x', 1, 1, ''`, `'a', NULL, 1, 1, ''`], false],
  [
    'one value per unit',
    [`'a', 'x', 1, 1, ''`, `'a', 'x', 2, 1, ''`, `'b', 'y', 1, 1, ''`, `NULL, 'z', 1, 1, ''`],
    true,
  ],
  ['no value at all', [`'a', NULL, 1, 1, ''`, `'a', NULL, 2, 1, ''`], true],
])('publishPrivate holds a column to what its unit determines: %s', async (_, visit, holds) => {
  const { outcome } = await publishRows(folder, { visit }, { entry: anEntry([determined]) });
  expect(outcome.ok).toBe(holds);
  if (!holds) {
    expect(details(outcome)).toEqual([
      'Cannot ingest visit, column kind: all rows of a unit must have one value; got several in a unit',
    ]);
    expect(await readdir(folder)).toHaveLength(1);
  }
  const simulated = await publishRows(folder, { visit }, { entry: anEntry([determined]), simulated: true });
  expect(simulated.outcome.ok).toBe(true);
});

test('publishPrivate makes nothing of public data and of data about no unit', async () => {
  const open = anEntry([aTable()], { attribute: 'unconditional', basis: 'statute' });
  const bare = anEntry([aTable({ units: [] })]);
  for (const entry of [open, bare]) {
    expect((await publishRows(folder, { visit: visits }, { entry })).outcome).toEqual({ ok: true, value: undefined });
  }
  expect((await readdir(folder)).every((name) => name.startsWith('source-'))).toBe(true);
});

test('publishPrivate leaves a table without units out of a file that has others', async () => {
  const rain = aTable({
    name: 'rain',
    columns: [aColumn({ name: 'mm', type: 'INTEGER', semantic: 'measure', rule: ['P'], grade: 'L1', tag: 'plain' })],
    units: [],
  });
  const published = await publishRows(folder, { visit: visits, rain: ['1'] }, { entry: anEntry([aTable(), rain]) });
  const names = await ask(published, 'SELECT table_name FROM duckdb_tables() ORDER BY 1');
  expect(names).toEqual([['visit'], ['visit__kind__dict']]);
});

test('publishPrivate publishes a table without rows', async () => {
  const published = await publishRows(folder, { visit: [] });
  expect(unwrap(published.outcome)?.tables).toEqual([{ name: 'visit', rows: 0, units: 0, withoutUnit: 0, overCap: 0 }]);
  expect(await ask(published, 'SELECT count(*) FROM visit__kind__dict')).toEqual([['0']]);
});

const key = (name: string) => aColumn({ name, type: 'INTEGER', semantic: 'serial', rule: ['J'], nullable: true });

test('publishPrivate follows two keys to the unit, and drops rows whose way leads nowhere', async () => {
  const toOrder = { column: 'order_id', table: 'orders', references: 'id' };
  const toPerson = { column: 'person', table: 'people', references: 'nr' };
  const space = idSpace('person');
  const people = aTable({ name: 'people', columns: [key('nr')], units: [{ space, column: 'nr' }], primaryKey: ['nr'] });
  const orders = aTable({
    name: 'orders',
    columns: [key('id'), key('person')],
    units: [{ space, column: 'nr', via: [toPerson] }],
    primaryKey: ['id'],
    foreignKeys: [{ columns: ['person'], table: 'people', references: ['nr'] }],
  });
  const lines = aTable({
    name: 'lines',
    columns: [key('line'), key('order_id')],
    units: [{ space, column: 'nr', via: [toOrder, toPerson] }],
    foreignKeys: [{ columns: ['order_id'], table: 'orders', references: ['id'] }],
  });
  const rows = {
    people: ['1', '2', '3'],
    orders: ['10, 1', '11, 2', '12, 1', '13, NULL', '14, 99'],
    lines: ['1, 10', '2, 10', '3, 11', '4, 12', '5, 13', '6, 14', '7, NULL', '8, 77'],
  };
  const published = await publishRows(folder, rows, { entry: anEntry([people, orders, lines]) });
  expect(unwrap(published.outcome)?.tables).toEqual([
    { name: 'people', rows: 3, units: 3, withoutUnit: 0, overCap: 0 },
    { name: 'orders', rows: 3, units: 2, withoutUnit: 2, overCap: 0 },
    { name: 'lines', rows: 4, units: 2, withoutUnit: 4, overCap: 0 },
  ]);
  const joined = 'SELECT line, nr FROM lines JOIN people USING (__u) ORDER BY line';
  expect(await ask(published, joined)).toEqual([
    [1, 1],
    [2, 1],
    [3, 2],
    [4, 1],
  ]);
});
