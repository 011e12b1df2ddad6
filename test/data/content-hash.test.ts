import { afterEach, beforeEach, expect, test } from 'vitest';
import { unwrap } from '#policies/refusal.ts';
import { ingestEntry } from '#sandbox/data/ingest.ts';
import { aColumn } from '../fixtures/columns.ts';
import { anEntry, aTable, csv, ingestText, now, rows, TestFolder } from './builders.ts';

let folder: TestFolder;
beforeEach(async () => {
  folder = await TestFolder.create();
});
afterEach(async () => folder[Symbol.asyncDispose]());

async function hashOf(text: string): Promise<string> {
  return unwrap(await ingestText(folder, text)).contentHash;
}

/** Of a table of two texts without key, so that rows may repeat. */
async function hashOfTexts(lines: readonly string[], second = 'b'): Promise<string> {
  const columns = ['a', second].map((name) =>
    aColumn({ name, type: 'VARCHAR', semantic: 'text', grade: 'L1', rule: ['X'], nullable: true }),
  );
  const entry = anEntry({ tables: [aTable({ columns, units: [], primaryKey: [] })] });
  const files = { people: await folder.file([`a,${second}`, ...lines].join('\n')) };
  return unwrap(await ingestEntry({ entry, files, root: folder.root, now })).contentHash;
}

test('contentHash is the same for other row order, delimiter, quotes, column order and spelling', async () => {
  const hash = await hashOf(csv());
  expect(await hashOf(csv(rows.toReversed()))).toBe(hash);
  expect(
    await hashOf(csv(['3,"Chen, Li",7.250,2021/2/3,a,', '1,"Ann",10.5,2020-01-02,a,1', '2,Bob,0.00,2020-12-31,b,?'])),
  ).toBe(hash);
  const turned =
    'name,id,amount,day,kind,flag\nAnn,1,10.5,2020-01-02,a,t\nBob,2,0,2020-12-31,b,\n"Chen, Li",3,7.25,2021-02-03,a,\n';
  expect(await hashOf(turned)).toBe(hash);
});

test('contentHash differs for one changed cell, one missing value, one row more', async () => {
  const texts = [
    csv(),
    csv().replace('Ann', 'Anne'),
    csv().replace('true', ''),
    csv([...rows, '4,Dee,1,2020-01-02,a,']),
  ];
  const hashes = await Promise.all(texts.map(async (text) => hashOf(text)));
  expect(new Set(hashes).size).toBe(texts.length);
});

test('contentHash counts repeated rows and tells where values end', async () => {
  const contents = [['x,y'], ['x,y', 'x,y'], ['xy,'], [',xy'], ['x,v1:y'], ['xv1:y,'], ['n,n'], [',']];
  const hashes: string[] = [];
  for (const lines of contents) hashes.push(await hashOfTexts(lines));
  hashes.push(await hashOfTexts(['x,y'], 'c'));
  expect(new Set(hashes).size).toBe(hashes.length);
});

test('contentHash is of the content, fileHash of the file', async () => {
  const first = unwrap(await ingestText(folder, csv()));
  const entry = anEntry({ version: 2 });
  const files = { people: await folder.file(csv()) };
  const second = unwrap(await ingestEntry({ entry, files, root: folder.root, now }));
  expect(second.contentHash).toBe(first.contentHash);
  expect(second.entryHash).not.toBe(first.entryHash);
  expect(second.snapshotId).not.toBe(first.snapshotId);
});
