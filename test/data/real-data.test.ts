import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { unwrap } from '#policies/refusal.ts';
import { ingestEntry } from '#sandbox/data/ingest.ts';
import { currentSnapshot, verifySnapshot } from '#sandbox/data/snapshot.ts';
import { adultEntry, adultFiles, adultOptions, adultRows } from '../fixtures/adult.ts';
import {
  berkaDistrictEntry,
  berkaDistrictFiles,
  berkaDistrictOptions,
  berkaDistrictRows,
} from '../fixtures/berka-district.ts';
import { berkaEntry, berkaFiles, berkaOptions, berkaRows } from '../fixtures/berka.ts';
import { sharedData, whereShared } from '../fixtures/shared-data.ts';
import { details, now, readTable, TestFolder } from './builders.ts';

const shared = sharedData() ?? '';
let folder: TestFolder;
beforeAll(async () => {
  folder = await TestFolder.create();
});
afterAll(async () => folder[Symbol.asyncDispose]());

describe.skipIf(shared === '')(`with real data (${whereShared})`, () => {
  test('ingestEntry publishes Adult', async () => {
    const files = adultFiles(shared);
    const manifest = unwrap(
      await ingestEntry({ entry: adultEntry, files, root: folder.root, now, options: adultOptions }),
    );
    expect(manifest.tables).toMatchObject([{ name: 'adult', rows: adultRows }]);
    const sql = "SELECT count(*), avg(age) FROM adult WHERE education = 'Doctorate' AND hours_per_week > 40";
    expect(Number((await readTable(folder.root, adultEntry, sql))[0]?.[0])).toBeGreaterThan(0);
  });

  test('ingestEntry publishes Berka, with its references to the districts of another entry', async () => {
    const root = folder.root;
    const districts = unwrap(
      await ingestEntry({
        entry: berkaDistrictEntry,
        files: berkaDistrictFiles(shared),
        root,
        now,
        options: berkaDistrictOptions,
      }),
    );
    expect(districts.tables).toMatchObject([{ name: 'district', rows: berkaDistrictRows }]);
    const { data } = unwrap(await currentSnapshot(root, berkaDistrictEntry.id));
    const options = { ...berkaOptions, referenced: { district: data } };
    const manifest = unwrap(await ingestEntry({ entry: berkaEntry, files: berkaFiles(shared), root, now, options }));
    expect(Object.fromEntries(manifest.tables.map((table) => [table.name, table.rows]))).toEqual(berkaRows);
    unwrap(await verifySnapshot(unwrap(await currentSnapshot(root, berkaEntry.id)).folder));
    const client = 'SELECT CAST(birth_date AS VARCHAR), sex FROM client WHERE client_id IN (1, 2) ORDER BY client_id';
    expect(await readTable(root, berkaEntry, client)).toEqual([
      ['1970-12-13', 'F'],
      ['1945-02-04', 'M'],
    ]);
    const purposes = 'SELECT count(*) FROM standing_order WHERE purpose IS NULL';
    expect(Number((await readTable(root, berkaEntry, purposes))[0]?.[0])).toBeGreaterThan(1_000);
  });

  test('ingestEntry finds a Berka file handed in for another table', async () => {
    const files = { ...berkaFiles(shared), loan: berkaFiles(shared)['disp'] ?? '' };
    const outcome = await ingestEntry({ entry: berkaEntry, files, root: folder.root, now, options: berkaOptions });
    expect(details(outcome)[0]).toBe(
      'Cannot ingest loan: its file must have every declared column; got none for loan_id, granted_on, amount, duration, payments, status',
    );
  });
});

test.skipIf(shared !== '')(`skipped: real data ${whereShared}`, () => {});
