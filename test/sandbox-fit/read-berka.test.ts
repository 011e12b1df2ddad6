/** The accounts of Berka as a fit reads them, against queries over the snapshot itself. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { unwrap } from '#policies/refusal.ts';
import { instant } from '#policies/units.ts';
import { ingestEntry } from '#sandbox/data/ingest.ts';
import { currentSnapshot, type Snapshot } from '#sandbox/data/snapshot.ts';
import type { EncodedSets } from '#sandbox/fit/read.ts';
import { query } from '../data/builders.ts';
import {
  berkaHoldersEntry,
  berkaHoldersFiles,
  berkaHoldersOptions,
  berkaHoldersRows,
} from '../fixtures/berka-holders.ts';
import { sharedData, whereShared } from '../fixtures/shared-data.ts';
import { planOf, readAll } from './world.ts';

const shared = sharedData();
if (shared === undefined) console.warn(`read-berka: ${whereShared}`);

const plan = planOf(
  {
    entries: ['berka_holders'],
    epsilon: 1,
    holdout: 0,
    tables: [
      {
        table: 'account',
        summaries: [
          {
            name: 'owner_birth',
            child: 'holder',
            column: 'birth_date',
            pick: 'lowest',
            where: { column: 'role', value: 'OWNER' },
          },
        ],
      },
      { table: 'loan', context: ['district_id', 'owner_birth'] },
    ],
  },
  [berkaHoldersEntry],
);

let folder: string | undefined;
let snapshot: Snapshot;
let sets: Readonly<Record<string, EncodedSets>> = {};

beforeAll(async () => {
  if (shared === undefined) return;
  folder = await mkdtemp(join(tmpdir(), 'sluice-holders-'));
  const root = join(folder, 'snapshots');
  await mkdir(root);
  const files = await berkaHoldersFiles(shared, folder);
  const now = instant('2026-03-02T01:30:00.000Z');
  unwrap(await ingestEntry({ entry: berkaHoldersEntry, files, root, now, options: berkaHoldersOptions }));
  snapshot = unwrap(await currentSnapshot(root, berkaHoldersEntry.id));
  const attach = [{ name: berkaHoldersEntry.id, path: snapshot.private ?? '' }];
  sets = await readAll(attach, { plan, temp: join(folder, 'temp') });
}, 60_000);

afterAll(() => folder && rm(folder, { recursive: true, force: true }));

test.skipIf(shared === undefined)('readEncoded gives every row of Berka, for all have a parent', () => {
  const rows = Object.fromEntries(Object.entries(sets).map(([table, { train }]) => [table, train.rows]));
  expect(rows).toEqual(berkaHoldersRows);
});

test.skipIf(shared === undefined)(
  'readEncoded joins loans with the district of the account and the birth of its owner',
  async () => {
    const model = plan.tables.find(({ model: of }) => of.table === 'loan')?.model;
    const at = ['account.district_id', 'account.owner_birth', 'status'].map(
      (name) => model?.attributes.findIndex((of) => of.name === name) ?? -1,
    );
    const loans = sets.loan?.train;
    const found = Array.from({ length: loans?.rows ?? 0 }, (_, row) =>
      at.map((place) => loans?.cells[place]?.[row]).join(),
    );
    const expected = await query(
      snapshot.data,
      `SELECT a.district_id - 1, year(h.birth_date) - 1900, ascii(l.status) - 65
     FROM loan l JOIN account a USING (account_id) JOIN holder h USING (account_id) WHERE h.role = 'OWNER'`,
    );
    expect(found.toSorted()).toEqual(expected.map((row) => row.map(String).join()).toSorted());
  },
);
