import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { unwrap } from '#policies/refusal.ts';
import { ingestEntry } from '#sandbox/data/ingest.ts';
import { anEntry, details, now, query, TestFolder } from './builders.ts';

let folder: TestFolder;
beforeAll(async () => {
  folder = await TestFolder.create();
});
afterAll(async () => folder[Symbol.asyncDispose]());

async function writePeople(count: number, bad: string): Promise<string> {
  const path = join(folder.path, `people-${count}.csv`);
  await query(
    ':memory:',
    `COPY (SELECT i AS id, 'person ' || i AS name, CASE WHEN i = ${count - 1} THEN '${bad}' ELSE CAST(CAST((i % 100000) / 100 AS DECIMAL(10, 2)) AS VARCHAR) END AS amount,
      DATE '2020-01-01' + CAST(i % 1000 AS INTEGER) AS day, CASE WHEN i % 3 = 0 THEN 'a' ELSE 'b' END AS kind, i % 2 = 0 AS flag
      FROM range(${count}) AS t(i)) TO '${path}' (HEADER, DELIMITER ';')`,
  );
  return path;
}

test('ingestEntry takes a million rows in seconds and little memory', async () => {
  const files = { people: await writePeople(1_000_000, '1') };
  const begin = performance.now();
  const manifest = unwrap(await ingestEntry({ entry: anEntry(), files, root: folder.root, now }));
  expect(manifest.tables).toMatchObject([{ rows: 1_000_000 }]);
  expect(performance.now() - begin).toBeLessThan(30_000);
});

test('ingestEntry finds the one bad line of many', async () => {
  const files = { people: await writePeople(300_000, 'SECRET4711') };
  const outcome = await ingestEntry({ entry: anEntry(), files, root: folder.root, now });
  expect(details(outcome)[0]).toContain('Cannot ingest people, line 300001, column amount');
  expect(JSON.stringify(outcome)).not.toContain('4711');
});
