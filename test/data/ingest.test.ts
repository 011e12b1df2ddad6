import { mkdir, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { unwrap } from '#policies/refusal.ts';
import { entryId, instant } from '#policies/units.ts';
import { ingestEntry } from '#sandbox/data/ingest.ts';
import { currentSnapshot, listSnapshots } from '#sandbox/data/snapshot.ts';
import { aColumn } from '../fixtures/columns.ts';
import { anEntry, aTable, csv, header, ingestText, now, query, readTable, rows, TestFolder } from './builders.ts';

let folder: TestFolder;
beforeEach(async () => {
  folder = await TestFolder.create();
});
afterEach(async () => folder[Symbol.asyncDispose]());

async function mode(path: string): Promise<number> {
  return (await stat(path)).mode & 0o777;
}

const all = 'SELECT * FROM people ORDER BY id';
const expected = [
  [1, 'Ann', '10.50', '2020-01-02', 'a', true],
  [2, 'Bob', '0.00', '2020-12-31', 'b', null],
  [3, 'Chen, Li', '7.25', '2021-02-03', 'a', null],
];

test('GD-16-1 SH-03-1 ingestEntry publishes every table with exactly the declared types', async () => {
  const manifest = unwrap(await ingestText(folder, csv()));
  expect(await readTable(folder.root, anEntry(), all)).toEqual(expected);
  const types = await readTable(folder.root, anEntry(), 'SELECT column_name, column_type FROM (DESCRIBE people)');
  expect(types).toEqual(aTable().columns.map((column) => [column.name, column.type]));
  expect(manifest.tables).toMatchObject([{ name: 'people', rows: 3 }]);
  expect(manifest.at).toBe(now);
  expect(manifest.duckdb).toMatch(/^v1\./);
});

test('GD-18-1 SH-16-2 ingestEntry closes the snapshot to all but its owner and makes it read-only', async () => {
  await ingestText(folder, csv());
  const { folder: path, data } = unwrap(await currentSnapshot(folder.root, anEntry().id));
  expect(await mode(path)).toBe(0o700);
  expect(await mode(data)).toBe(0o400);
  expect(await mode(join(path, 'manifest.json'))).toBe(0o400);
  for (const name of ['private.duckdb', 'private.json']) expect(await mode(join(path, name))).toBe(0o400);
  const names = (await folder.published()).map((name) => basename(name));
  const [id] = names.filter((name) => name.startsWith('s2026'));
  const published = ['people', 'current', id, 'data.duckdb', 'manifest.json', 'private.duckdb', 'private.json'];
  expect(new Set(names)).toEqual(new Set([...published, '.units', 'units-person.duckdb', 'units-person.key']));
});

test.each([',', ';', '\t', '|'])('ingestEntry sniffs the delimiter %j', async (delimiter) => {
  const text = csv(['1,Ann,10.50,2020-01-02,a,true', '2,Bob,0,2020-12-31,b,']).replaceAll(',', delimiter);
  const wide = text.replace('Ann', `"A${delimiter}nn"`);
  unwrap(await ingestText(folder, wide));
  const found = await readTable(folder.root, anEntry(), 'SELECT name FROM people ORDER BY id');
  expect(found).toEqual([[`A${delimiter}nn`], ['Bob']]);
});

test('ingestEntry takes the delimiter that is given, CR LF, a BOM and quotes everywhere', async () => {
  const quoted = [header, ...rows.slice(0, 2)].map((line) =>
    line
      .split(',')
      .map((v) => `"${v}"`)
      .join(';'),
  );
  unwrap(await ingestText(folder, `\ufeff${quoted.join('\r\n')}\r\n`, { delimiter: ';' }));
  expect(await readTable(folder.root, anEntry(), all)).toEqual(expected.slice(0, 2));
});

test('ingestEntry reads line breaks and doubled quotes inside a value', async () => {
  unwrap(await ingestText(folder, csv(['1,"Ann ""A"" Lee\nof Brno",1,2020-01-02,a,true'])));
  expect(await readTable(folder.root, anEntry(), 'SELECT name FROM people')).toEqual([['Ann "A" Lee\nof Brno']]);
});

test.each([
  ['with', `${header.toUpperCase()}\n`],
  ['without', ''],
  ['with a BOM but without', '\ufeff'],
])('ingestEntry takes the columns that are given, %s a header', async (_, first) => {
  const options = { columns: { people: header.split(',') } };
  unwrap(await ingestText(folder, `${first}${rows.join('\n')}\n`, options));
  expect(await readTable(folder.root, anEntry(), all)).toEqual(expected);
});

test('ingestEntry matches names without case, renames, and leaves extras out when told to', async () => {
  const text = 'NR,Name,AMOUNT,day,kind,flag,secret\n1,Ann,10.50,2020-01-02,a,true,x\n';
  unwrap(await ingestText(folder, text, { rename: { people: { nr: 'id' } }, ignoreExtra: true }));
  expect(await readTable(folder.root, anEntry(), all)).toEqual(expected.slice(0, 1));
});

test('ingestEntry takes ? and empty as missing, or the marks that are given', async () => {
  unwrap(
    await ingestText(folder, csv(['1,Ann,1,2020-01-02,a,?', '2,Bob,1,2020-01-02,a,', '3,"?x",1,2020-01-02,a, ?'])),
  );
  expect(await readTable(folder.root, anEntry(), 'SELECT name FROM people WHERE flag IS NULL')).toHaveLength(3);
  const later = await ingestText(folder, csv(['1,?,1,2020-01-02,a,NULL']), { missing: ['NULL'] });
  unwrap(later);
  expect(await readTable(folder.root, anEntry(), 'SELECT name, flag FROM people WHERE id = 1')).toContainEqual([
    '?',
    null,
  ]);
});

/** 张伟 and 李娜 in GBK, 𠮷 (outside GBK) in GB18030. */
const [zhang, li, yoshi] = [
  [0xd5, 0xc5, 0xce, 0xb0],
  [0xc0, 0xee, 0xc4, 0xc8],
  [0x95, 0x34, 0xb2, 0x35],
];

function gbk(names: readonly (readonly number[])[]): Uint8Array {
  const parts = names.map((name, i) => [
    Buffer.from(`${i + 1},`),
    Buffer.from(name),
    Buffer.from(',1,2020-01-02,a,\n'),
  ]);
  return Buffer.concat([Buffer.from(`${header}\n`), ...parts.flat()]);
}

test.each(['gbk', 'gb18030'] as const)('ingestEntry decodes %s', async (encoding) => {
  unwrap(await ingestText(folder, gbk([zhang ?? [], li ?? []]), { encoding }));
  expect(await readTable(folder.root, anEntry(), 'SELECT name FROM people ORDER BY id')).toEqual([['张伟'], ['李娜']]);
});

test('ingestEntry decodes the four-byte characters of GB18030 and UTF-16', async () => {
  unwrap(await ingestText(folder, gbk([yoshi ?? []]), { encoding: 'gb18030' }));
  expect(await readTable(folder.root, anEntry(), 'SELECT name FROM people')).toEqual([['𠮷']]);
  unwrap(await ingestText(folder, Buffer.from(`\ufeff${csv()}`, 'utf16le'), { encoding: 'utf-16le' }));
});

test('ingestEntry reads Parquet by its content, whatever the file is called', async () => {
  const path = join(folder.path, 'odd name.csv');
  await query(
    ':memory:',
    `COPY (SELECT 1::BIGINT AS id, 'Ann' AS name, 10.5::DOUBLE AS amount, TIMESTAMP '2020-01-02' AS day, 'a' AS kind, '?' AS flag)
     TO '${path}' (FORMAT parquet)`,
  );
  unwrap(await ingestEntry({ entry: anEntry(), files: { people: path }, root: folder.root, now }));
  expect(await readTable(folder.root, anEntry(), all)).toEqual([[1, 'Ann', '10.50', '2020-01-02', 'a', null]]);
});

test('ingestEntry reads just the file that is named, however odd its name', async () => {
  const odd = join(folder.path, `it's [a]*?"; DROP TABLE x; --`);
  await mkdir(odd);
  const path = join(odd, 'p[1]*.csv');
  await writeFile(path, csv());
  await writeFile(join(odd, 'p1.csv'), csv(['9,Zoe,1,2020-01-02,a,']));
  const root = join(folder.path, `it's [a]*"; DROP TABLE x; --`);
  unwrap(await ingestEntry({ entry: anEntry(), files: { people: path }, root, now }));
  expect(await readTable(root, anEntry(), all)).toEqual(expected);
});

test('AO-07-4 SH-21-1 ingestEntry derives columns from source columns that need no place in the catalog', async () => {
  const text = 'id,name,amount,born,kind,flag\n1,Ann,1,200201,x,\n2,Bob,1,205203,x,\n';
  const month = 'CAST(born[3:4] AS INTEGER)';
  const day = `make_date(2020, ${month} % 50, CAST(born[5:6] AS INTEGER)) -- women have the month plus 50`;
  const kind = `CASE WHEN ${month} > 50 THEN 'a' ELSE 'b' END`;
  unwrap(await ingestText(folder, text, { derive: { people: { day, kind } } }));
  const found = await readTable(folder.root, anEntry(), 'SELECT day, kind FROM people ORDER BY id');
  expect(found).toEqual([
    ['2020-02-01', 'b'],
    ['2020-02-03', 'a'],
  ]);
});

test('ingestEntry reads dates in the format that is given', async () => {
  const options = { formats: { people: { day: '%y%m%d' } } };
  unwrap(await ingestText(folder, csv(['1,Ann,1,200102,a,']), options));
  expect(await readTable(folder.root, anEntry(), 'SELECT day FROM people')).toEqual([['2020-01-02']]);
});

test('ingestEntry takes a table of one column, where an empty line is a missing value', async () => {
  const column = aColumn({ name: 'note', type: 'VARCHAR', semantic: 'text', grade: 'L1', rule: ['X'], nullable: true });
  const entry = anEntry({ tables: [aTable({ columns: [column], units: [], primaryKey: [] })] });
  const files = { people: await folder.file('note\nx\n\ny\n') };
  unwrap(await ingestEntry({ entry, files, root: folder.root, now }));
  expect(await readTable(folder.root, entry, 'SELECT count(*), count(note) FROM people')).toEqual([['3', '2']]);
});

test('ingestEntry takes tables and columns named by words of SQL and of JavaScript', async () => {
  const column = aColumn({ name: 'select', type: 'INTEGER', semantic: 'count', grade: 'L1', rule: ['A'] });
  const table = aTable({ name: 'constructor', columns: [column], units: [], primaryKey: [] });
  const entry = anEntry({ id: entryId('words'), tables: [table] });
  const files = { constructor: await folder.file('select\n1\n') } as unknown as Readonly<Record<string, string>>;
  unwrap(await ingestEntry({ entry, files, root: folder.root, now }));
  expect(await readTable(folder.root, entry, 'SELECT "select" FROM "constructor"')).toEqual([[1]]);
});

test('ingestEntry accepts references that hold, in the entry and in another one', async () => {
  const other = anEntry({ id: entryId('others') });
  const files = { people: await folder.file(csv()) };
  unwrap(await ingestEntry({ entry: other, files, root: folder.root, now }));
  const { data } = unwrap(await currentSnapshot(folder.root, other.id));
  const key = aColumn({ name: 'id', type: 'INTEGER', semantic: 'serial', grade: 'L1', rule: ['J'], nullable: true });
  const foreignKeys = [{ columns: ['id'], table: 'people', references: ['id'] }];
  const visits = aTable({ name: 'visits', columns: [key], units: [], primaryKey: [], foreignKeys });
  const entry = anEntry({ id: entryId('visits'), tables: [visits] });
  const visitFiles = { visits: await folder.file('id\n1\n1\n?\n') };
  const request = { entry, files: visitFiles, root: folder.root, now };
  unwrap(await ingestEntry({ ...request, options: { referenced: { people: data } } }));
  unwrap(await ingestEntry({ ...request, now: instant('2026-03-03T01:30:00.000Z') }));
});

test('ingestEntry names the newest snapshot current and keeps the older ones', async () => {
  const first = unwrap(await ingestText(folder, csv()));
  const files = { people: await folder.file(csv(rows.slice(0, 2))) };
  const later = instant('2026-04-02T01:30:00.000Z');
  const second = unwrap(await ingestEntry({ entry: anEntry(), files, root: folder.root, now: later }));
  expect(unwrap(await currentSnapshot(folder.root, anEntry().id)).manifest).toEqual(second);
  expect((await listSnapshots(folder.root)).map((found) => found.snapshotId)).toEqual([
    first.snapshotId,
    second.snapshotId,
  ]);
});

test('ingestEntry of the same content at the same instant gives the snapshot that is there', async () => {
  const first = unwrap(await ingestText(folder, csv()));
  expect(unwrap(await ingestText(folder, csv()))).toEqual(first);
  expect(await listSnapshots(folder.root)).toHaveLength(1);
});

test('ingestEntry stores equal content in equal order', async () => {
  unwrap(await ingestText(folder, csv(rows.toReversed())));
  expect(await readTable(folder.root, anEntry(), 'SELECT id FROM people')).toEqual([[1], [2], [3]]);
});
