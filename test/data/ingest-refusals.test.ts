import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CatalogEntry } from '#policies/catalog/entry.ts';
import { unwrap, type Outcome } from '#policies/refusal.ts';
import { entryId } from '#policies/units.ts';
import { ingestEntry } from '#sandbox/data/ingest.ts';
import type { IngestOptions } from '#sandbox/data/options.ts';
import { currentSnapshot } from '#sandbox/data/snapshot.ts';
import { aColumn } from '../fixtures/columns.ts';
import { anEntry, aTable, csv, details, header, ingestText, now, query, rows, TestFolder } from './builders.ts';

let folder: TestFolder;
beforeEach(async () => {
  folder = await TestFolder.create();
});
afterEach(async () => folder[Symbol.asyncDispose]());

const canary = 'SECRET4711';

function expectSilent(outcome: Outcome<unknown>): void {
  const text = JSON.stringify(outcome);
  for (const word of [canary, '4711', 'Error', 'DuckDB', folder.path]) expect(text).not.toContain(word);
}

/** Refused, silent about values, and nothing left on the disk. */
async function expectRefused(outcome: Outcome<unknown>, ...parts: readonly string[]): Promise<void> {
  const found = details(outcome).join('\n');
  for (const part of parts) expect(found).toContain(part);
  expectSilent(outcome);
  expect(await folder.published()).toEqual([]);
}

test.each(['state_secret', 'work_secret'] as const)(
  'GD-02-2 AO-02-2 ingestEntry refuses an entry flagged %s before any file is opened',
  async (secret) => {
    const entry = anEntry({ secrets: ['personal_info', secret] });
    const outcome = await ingestEntry({ entry, files: { people: '/no/such/file' }, root: folder.root, now });
    expect(outcome).toMatchObject({ ok: false, refusals: [{ code: 'E_SECRET_TABLE' }] });
    expect(await folder.published()).toEqual([]);
  },
);

test.each<[string, string, string]>([
  ['a number', `1,Ann,${canary},2020-01-02,a,`, 'column amount: must be of type DECIMAL(10,2) without loss'],
  ['a lossy number', '1,Ann,1.234711,2020-01-02,a,', 'column amount: must be of type DECIMAL(10,2) without loss'],
  ['a whole number', `4711.5,Ann,1,2020-01-02,a,`, 'column id: must be of type INTEGER'],
  ['a date', `1,Ann,1,${canary},a,`, 'column day: must be of type DATE'],
  ['a date in the domain', '1,Ann,1,1947-11-01,a,', 'column day: must lie in the declared domain'],
  ['a code', `1,Ann,1,2020-01-02,${canary},`, 'column kind: must lie in the declared domain'],
  ['a number in the range', '1,Ann,471100,2020-01-02,a,', 'column amount: must lie in the declared domain'],
  ['a flag', `1,Ann,1,2020-01-02,a,${canary}`, 'column flag: must be of type BOOLEAN'],
  ['a value', `1,?,1,2020-01-02,a,`, 'column name: must have a value'],
  ['a key', `,${canary},1,2020-01-02,a,`, 'column id: must have a value'],
])('ingestEntry names line and column where it expects %s, not the value', async (_, line, words) => {
  const outcome = await ingestText(folder, csv([...rows.slice(1), line]));
  await expectRefused(outcome, `Cannot ingest people, line 4, ${words}`);
});

test('ingestEntry names the physical line where values before it hold line breaks', async () => {
  const outcome = await ingestText(folder, csv(['1,"An\nn\n",1,2020-01-02,a,', '', `2,Bob,${canary},2020-01-02,a,`]));
  await expectRefused(outcome, 'line 6, column amount');
});

test('ingestEntry names the line of a file without header and of a file in GBK', async () => {
  const columns = { people: header.split(',') };
  const bare = await ingestText(folder, `${rows[0]}\n2,${canary},x,2020-01-02,a,\n`, { columns });
  await expectRefused(bare, 'line 2, column amount');
  const text = Buffer.concat([
    Buffer.from(`${header}\n1,`),
    Buffer.from([0xd5, 0xc5]),
    Buffer.from(`,x,2020-01-02,a,\n`),
  ]);
  await expectRefused(await ingestText(folder, text, { encoding: 'gbk' }), 'line 2, column amount');
});

test('ingestEntry lists 20 places in file order and counts all', async () => {
  const bad = Array.from({ length: 30 }, (_, i) => `${i},${canary},x,2020-01-02,${canary},`);
  const outcome = await ingestText(folder, csv(bad));
  const found = details(outcome);
  expect(found).toHaveLength(21);
  expect(found[0]).toContain('line 2, column amount');
  expect(found[1]).toContain('line 2, column kind');
  expect(found[19]).toContain('line 11, column kind');
  expect(found[20]).toContain('got 60 bad places, of which 20 are listed');
  await expectRefused(outcome);
});

test('ingestEntry refuses a key that comes twice at its later lines', async () => {
  const outcome = await ingestText(folder, csv([...rows, `1,${canary},1,2020-01-02,a,`, `1,x,1,2020-01-02,a,`]));
  await expectRefused(
    outcome,
    'line 5, column id: the primary key must be unique',
    'line 6, column id',
    'got 2 bad places',
  );
});

function withVisits(): CatalogEntry {
  const key = aColumn({
    name: 'visitor',
    type: 'INTEGER',
    semantic: 'serial',
    grade: 'L1',
    rule: ['J'],
    nullable: true,
  });
  const foreignKeys = [{ columns: ['visitor'], table: 'people', references: ['id'] }];
  const visits = aTable({ name: 'visits', columns: [key], units: [], primaryKey: [], foreignKeys });
  return anEntry({ tables: [visits, aTable()] });
}

test('ingestEntry refuses a row that refers to none of the entry', async () => {
  const files = { people: await folder.file(csv()), visits: await folder.file('visitor\n1\n?\n4711\n') };
  const outcome = await ingestEntry({ entry: withVisits(), files, root: folder.root, now });
  await expectRefused(outcome, 'Cannot ingest visits, line 4, column visitor: must refer to a row of people; got none');
});

test('ingestEntry refuses a row that refers to none of another entry', async () => {
  const entry = withVisits();
  const only = { ...entry, id: entryId('visits'), tables: entry.tables.slice(0, 1) };
  unwrap(await ingestText(folder, csv()));
  const { data } = unwrap(await currentSnapshot(folder.root, entry.id));
  const request = { entry: only, files: { visits: await folder.file('visitor\n4711\n') }, root: folder.root, now };
  const outcome = await ingestEntry({ ...request, options: { referenced: { people: data } } });
  expect(details(outcome)[0]).toContain('line 2, column visitor: must refer to a row of people');
  expectSilent(outcome);
  const broken = await ingestEntry({
    ...request,
    options: { referenced: { people: join(folder.path, 'none.duckdb') } },
  });
  expect(details(broken)[0]).toContain('open the referenced table people');
  expectSilent(broken);
});

test('ingestEntry names the row of a Parquet file', async () => {
  const path = join(folder.path, 'people.parquet');
  await query(
    ':memory:',
    `COPY (SELECT i::INTEGER AS id, 'Ann' AS name, CASE WHEN i = 3 THEN '${canary}' ELSE '1' END AS amount, DATE '2020-01-02' AS day,
      'a' AS kind, true AS flag FROM range(1, 5) AS t(i)) TO '${path}' (FORMAT parquet)`,
  );
  const outcome = await ingestEntry({ entry: anEntry(), files: { people: path }, root: folder.root, now });
  await expectRefused(outcome, 'Cannot ingest people, row 3, column amount');
});

test.each<[string, string, IngestOptions, string]>([
  ['a column that is missing', `id,name,amount,day,kind,${canary}\n`, {}, 'none for flag'],
  ['a column that is not declared', `${header},extra col\n`, {}, 'got "extra col"'],
  ['two columns for one', `${header},ID\n`, {}, 'one source column must give id; got two'],
  ['no header', `1,${canary},1,2020-01-02,a,\n`, {}, 'begin with a header'],
  ['an empty file', '', {}, 'begin with a header'],
  ['too few fields', csv([canary]), {}, 'line 2: must have as many fields'],
  ['an open quote', csv([`1,"${canary},1,2020-01-02,a,`]), {}, 'line 2: a quoted value must end'],
  [
    'another encoding',
    csv(['1,\udc00,1,2020-01-02,a,']),
    { encoding: 'utf-16le' },
    'be utf-16le text; got other bytes',
  ],
  ['another number of columns than given', csv(), { columns: { people: ['id', 'name'] } }, 'have the 2 columns given'],
  [
    'an unknown format',
    csv(),
    { formats: { people: { day: '%Q' } } },
    'column day: its source must be a DATE in the format %Q',
  ],
  ['a format for a number', csv(), { formats: { people: { id: '%Y' } } }, 'column id: its source must be'],
  ['an option for no table', csv(), { rename: { nobody: {} } }, 'options must name its tables; got nobody'],
  ['an option for no column', csv(), { formats: { people: { nothing: '%Y' } } }, 'columns of people; got nothing'],
])('GD-16-1 SH-03-1 ingestEntry refuses %s', async (_, text, options, words) => {
  await expectRefused(await ingestText(folder, text, options), words);
});

test('ingestEntry refuses bytes that are not of the encoding', async () => {
  const bytes = Buffer.concat([
    Buffer.from(`${header}\n1,`),
    Buffer.from([0xff, 0xff]),
    Buffer.from(',1,2020-01-02,a,\n'),
  ]);
  await expectRefused(await ingestText(folder, bytes), 'line 2: must be UTF-8 text, or the option encoding be given');
  await expectRefused(await ingestText(folder, bytes, { encoding: 'gbk' }), 'be gbk text');
});

test.each<[string, string]>([
  ['fails on a row', 'CAST(name AS INTEGER)::VARCHAR'],
  ['is no expression', `name) FROM x; SELECT '${canary}' --`],
  ['reads a file', `(SELECT content FROM read_text('/etc/hostname'))`],
  ['raises an error of its own', `error('leak:' || name)`],
  ['names no source column', 'nothing'],
])('ingestEntry refuses a derivation that %s', async (_, expression) => {
  const options = { derive: { people: { kind: expression } }, ignoreExtra: true };
  await expectRefused(
    await ingestText(folder, csv([`1,${canary},1,2020-01-02,a,`]), options),
    'column kind: its derivation must',
  );
});

test('ingestEntry checks derived values like any other', async () => {
  const options = { derive: { people: { kind: 'name' } } };
  const outcome = await ingestText(folder, csv([`1,${canary},1,2020-01-02,a,`]), options);
  await expectRefused(outcome, 'line 2, column kind: must lie in the declared domain');
});

test('ingestEntry refuses a file that is not there, a folder, and a damaged Parquet file', async () => {
  const request = { entry: anEntry(), root: folder.root, now };
  for (const people of [join(folder.path, 'none'), folder.path]) {
    await expectRefused(await ingestEntry({ ...request, files: { people } }), 'be a file that can be read');
  }
  const broken = await folder.file(`PAR1${canary}`);
  await expectRefused(await ingestEntry({ ...request, files: { people: broken } }), 'read people as Parquet');
});

test('ingestEntry refuses an entry that is not sound', async () => {
  const table = aTable();
  const unsound: readonly CatalogEntry[] = [
    anEntry({ tables: [table, { ...table, name: 'PEOPLE' }] }),
    anEntry({ tables: [aTable({ primaryKey: ['nothing'] })] }),
    anEntry({ tables: [aTable({ columns: [...table.columns, ...table.columns] })] }),
    anEntry({ tables: [aTable({ name: 'a"b' })] }),
    { ...anEntry(), extra: 1 } as CatalogEntry,
  ];
  for (const entry of unsound) {
    const outcome = await ingestEntry({ entry, files: {}, root: folder.root, now });
    expect(outcome.ok ? undefined : outcome.refusals[0].code).toBe('E_ENTRY');
  }
});

test('ingestEntry refuses a table without file and a file without table', async () => {
  const request = { entry: anEntry(), root: folder.root, now };
  await expectRefused(await ingestEntry({ ...request, files: {} }), 'got none for people');
  await expectRefused(await ingestEntry({ ...request, files: { people: 'x', more: 'y' } }), 'got more');
});

test('ingestEntry leaves the published snapshot as it is when a later one is refused', async () => {
  unwrap(await ingestText(folder, csv()));
  const before = await folder.published();
  expectSilent(await ingestText(folder, csv([`1,Ann,${canary},2020-01-02,a,`])));
  expect(await folder.published()).toEqual(before);
});
