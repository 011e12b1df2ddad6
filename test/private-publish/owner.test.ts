/** The owner sees how many rows the private lane leaves out; whoever asks the domain for the ingest does not. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { unwrap } from '#policies/refusal.ts';
import { entryId } from '#policies/units.ts';
import { createDomain, openDomain } from '#sandbox/door.ts';
import { anEntry, aTable, csv } from '../data/builders.ts';

const run = promisify(execFile);
const owner = fileURLToPath(new URL('../../sandbox/private/owner.ts', import.meta.url));

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'sluice-owner-'));
});
afterEach(async () => rm(root, { recursive: true, force: true }));

test('the owner reads of rows over the cap, and the answer to an ingest has no word of them', async () => {
  const table = aTable({ primaryKey: [], rowsPerUnit: { max: 2, onExcess: 'truncate' } });
  const file = join(root, 'people.csv');
  await writeFile(file, csv(Array.from({ length: 9 }, (_, i) => `${i < 7 ? 1 : i},Ann,1,2020-01-02,a,`)));
  createDomain(root, { origin: 'test', logKey: '', witnessKeys: [], quorum: 1 });
  await using domain = openDomain(root);
  const answer = unwrap(await domain.ingest({ entry: anEntry({ tables: [table] }), files: { people: file } }));
  expect(Object.keys(answer).sort((a, b) => a.localeCompare(b))).toEqual([
    'contentHash',
    'entry',
    'entryHash',
    'snapshot',
  ]);
  const { stdout } = await run(process.execPath, [owner, root, 'people']);
  expect(stdout).toBe(
    '  people: the private lane reads 4 rows of 3 units; left out: 0 without a unit, 5 beyond the cap per unit\n',
  );
});

test('the owner is told where nothing was published', async () => {
  const none = run(process.execPath, [owner, root, entryId('people')]);
  await expect(none).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('E_UNKNOWN_SNAPSHOT') as string,
  });
});
