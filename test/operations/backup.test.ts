/** Backup of an open installation, and its return: it opens, goes on, and an old one is found out. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { people } from '#gateway/city/people.ts';
import { cityPeople } from '#gateway/city/set-up.ts';
import { unwrap } from '#policies/refusal.ts';
import { backUp, restore } from '#gateway/operations/backup.ts';
import { openCity, openInstallation, type Installation } from '#test/fixtures/installation.ts';

const folder = mkdtempSync(join(tmpdir(), 'sluice-backup-'));
const words = 'a passphrase for backups';
const file = join(folder, 'one.backup');
const sql = 'SELECT district_code, count(DISTINCT uscc) AS firms FROM ent_registration GROUP BY ALL';

let city: Installation;
beforeAll(async () => {
  city = await openCity();
});
afterAll(() => city[Symbol.asyncDispose]());

test('backUp of an open installation comes back and opens: the same record, the same answers', async () => {
  const before = city.office.record.read.size();
  const facts = await backUp(city.dir, file, words);
  expect(facts.entries).toBeGreaterThanOrEqual(before);
  expect(existsSync(join(city.dir, 'backup.staging'))).toBe(false);
  const back = join(folder, 'back');
  expect(await restore(file, back, words)).toEqual(facts);
  await using again = await openInstallation(back, cityPeople);
  expect(again.office.record.read.entries(0, before)).toEqual(city.office.record.read.entries(0, before));
  const asked = { sql };
  const [one, other] = await Promise.all(
    [city, again].map(({ as }) => as(people.vendor.person).call('/simulate/query', asked)),
  );
  expect(unwrap(other ?? { ok: true, value: {} })['table']).toEqual(unwrap(one ?? { ok: true, value: {} })['table']);
}, 60_000);

test('a backup tells nobody anything without its passphrase', async () => {
  const bytes = readFileSync(file);
  for (const text of ['ent_registration', 'PRIVATE', 'sqlite', 'record.db']) expect(bytes.includes(text)).toBe(false);
  const there = join(folder, 'not');
  await expect(restore(file, there, 'another passphrase')).rejects.toThrow('passphrase');
  expect(existsSync(there)).toBe(false);
  expect(existsSync(`${there}.restoring`)).toBe(false);
});

test('restore overwrites no installation, and keeps keys for their owner', async () => {
  const there = join(folder, 'taken');
  await restore(file, there, words);
  await expect(restore(file, there, words)).rejects.toThrow('must be empty');
  const modes = readdirSync(join(there, 'keys'));
  expect(modes.length).toBeGreaterThan(0);
  writeFileSync(join(folder, 'x.backup'), 'not one');
  await expect(restore(join(folder, 'x.backup'), join(folder, 'y'), words)).rejects.toThrow('sluice backup made');
});

test('an old backup whose witness has seen more is refused at the opening', async () => {
  const there = join(folder, 'old');
  await restore(file, there, words);
  unwrap(await city.as(people.operator.person).call('/review/registrations/vendor.haina/suspend', { reason: '演练' }));
  unwrap(await city.office.record.checkpoint());
  // The witness of the live installation is the one that stands outside; its memory is put beside the old record.
  writeFileSync(join(there, 'witness', 'state'), readFileSync(join(city.dir, 'witness', 'state')));
  await expect(openInstallation(there, cityPeople)).rejects.toThrow('Cannot');
});
