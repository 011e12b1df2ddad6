/** A paid answer is served again, byte for byte; anything else is not served at all. */
import { readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { unwrap } from '#policies/refusal.ts';
import { Answers } from '#sandbox/ledger/answers.ts';
import type { Ledger } from '#sandbox/ledger/ledger.ts';
import { aFolder, aLedger, aLedgerFile, aReservation, named } from './builders.ts';

const canon = named('the query');
const answer = { z: [[1, 'a', null]], a: { b: 0.1, 10: 'x', 9: 'y' } };

function opened(ledger: Ledger, run: string): void {
  unwrap(ledger.reserve(aReservation(run, { canon })));
  unwrap(ledger.open(run));
}

function theFile(folder: string): string {
  const [name, ...more] = readdirSync(folder);
  expect(more).toEqual([]);
  return join(folder, name ?? '');
}

test('a crash between file and commit leaves no answer, and the next run one of its own', async () => {
  const [folder, path] = [aFolder(), aLedgerFile()];
  {
    using ledger = aLedger(path);
    opened(ledger, 'a');
    await new Answers(folder, ledger).put(canon, answer);
  }
  using ledger = aLedger(path);
  unwrap(ledger.recover());
  const answers = new Answers(folder, ledger);
  expect(unwrap(await answers.get(canon))).toBeUndefined();
  opened(ledger, 'b');
  unwrap(ledger.commit('b', await answers.put(canon, { ...answer, z: [] })));
  expect(unwrap(await answers.get(canon))).toEqual({ ...answer, z: [] });
});

test('get answers the same bytes each time', async () => {
  const folder = aFolder();
  using ledger = aLedger();
  const answers = new Answers(folder, ledger);
  opened(ledger, 'a');
  unwrap(ledger.commit('a', await answers.put(canon, answer)));
  for (let n = 0; n < 3; n += 1) {
    expect(JSON.stringify(unwrap(await answers.get(canon)))).toBe(JSON.stringify(answer));
  }
  expect(statSync(theFile(folder)).mode & 0o777).toBe(0o600);
});

test.each([
  ['a changed value', (text: string) => text.replace('0.1', '0.2')],
  [
    'another order of fields',
    (text: string) => JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(text) as object).toReversed())),
  ],
  ['a blank', (text: string) => `${text} `],
  ['an empty file', () => ''],
])('%s: a file that was changed is not served', async (_, change) => {
  const folder = aFolder();
  using ledger = aLedger();
  const answers = new Answers(folder, ledger);
  opened(ledger, 'a');
  unwrap(ledger.commit('a', await answers.put(canon, answer)));
  const file = theFile(folder);
  writeFileSync(file, change(readFileSync(file, 'utf8')));
  expect(unwrap(await answers.get(canon))).toBeUndefined();
});

test('an answer put under the name of another query, or in place of another answer, is not served', async () => {
  const folder = aFolder();
  using ledger = aLedger();
  const answers = new Answers(folder, ledger);
  opened(ledger, 'a');
  unwrap(ledger.commit('a', await answers.put(canon, answer)));
  const other = named('another query');
  const file = theFile(folder);
  renameSync(file, file.replace(canon, other));
  expect(unwrap(await answers.get(other))).toBeUndefined();
  const better = await answers.put(canon, 'better for somebody');
  renameSync(join(folder, `${canon}-${better}.json`), file);
  expect(unwrap(await answers.get(canon))).toBeUndefined();
});

test('of two runs of one query the first committed answers, whichever wrote its file last', async () => {
  const folder = aFolder();
  using ledger = aLedger();
  const answers = new Answers(folder, ledger);
  opened(ledger, 'a');
  opened(ledger, 'b');
  const [second, first] = [await answers.put(canon, 'second'), await answers.put(canon, 'first')];
  unwrap(ledger.commit('a', first));
  unwrap(ledger.commit('b', second));
  expect(unwrap(await answers.get(canon))).toBe('first');
  rmSync(join(folder, `${canon}-${first}.json`));
  expect(unwrap(await answers.get(canon))).toBe('second');
});

test('put refuses to keep what JSON cannot say', async () => {
  using ledger = aLedger();
  const answers = new Answers(aFolder(), ledger);
  await expect(answers.put(canon, undefined)).rejects.toThrow();
  await expect(answers.put(canon, { n: 1n })).rejects.toThrow();
});
