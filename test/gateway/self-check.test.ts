/** The check of the whole record while the gateway works: what it finds stands in the record. */
import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openOffice } from '#gateway/open-office.ts';
import { untilNight } from '#gateway/self-check.ts';
import { noteDecision } from '#gateway/decisions/note.ts';
import { systemActor } from '#gateway/office.ts';
import { unwrap } from '#policies/refusal.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { codesOf } from './refused.ts';

test('record.md §1 rule 6: selfCheck compares while others write, says what it found, and the record holds it', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'check-'));
  await using office = await openOffice({ dir });
  const note = (n: number) =>
    office.record.commit(noteDecision, { life: 'word', id: `w${n}`, type: 'word.said', data: { n } }, by());
  const by = () => ({ actor: systemActor, now: office.clock() });
  for (let n = 0; n < 20; n++) unwrap(await note(n));
  const [checked] = await Promise.all([office.selfCheck(), ...Array.from({ length: 20 }, (_, n) => note(n + 20))]);
  expect(unwrap(checked).size).toBeGreaterThanOrEqual(20);
  const told = office.record.read.bySubject('record');
  expect(told.map(({ type, data }) => [type, data])).toMatchObject([
    ['record.checked', { sound: true, size: unwrap(checked).size, root: unwrap(checked).root }],
  ]);

  // Somebody takes the index of one event away, past the triggers.
  const db = new DatabaseSync(join(dir, 'record', 'record.db'));
  db.exec(`DROP TRIGGER subject_no_delete; DELETE FROM subject WHERE subject = 'word/w3'`);
  db.close();
  expect(codesOf(await office.selfCheck())).toEqual(['E_RECORD']);
  expect(office.record.read.bySubject('record').at(-1)?.data).toMatchObject({
    sound: false,
    found: expect.stringContaining('word/w3'),
  });
  rmSync(dir, { recursive: true });
});

test('noteDecision throws for an event of a life, whoever asks', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'note-'));
  await using office = await openOffice({ dir });
  const event = { life: 'run', id: 'run-1', type: 'run.finished', data: {} };
  const by = { actor: systemActor, now: office.clock() };
  await expect(office.record.commit(noteDecision, event, by)).rejects.toThrow('decided by its life');
  expect(office.record.read.size()).toBe(0);
  rmSync(dir, { recursive: true });
});

test('untilNight is the time until three in the morning in Asia/Shanghai', () => {
  expect(hours('2026-03-02T18:00:00Z')).toBe(1);
  expect(hours('2026-03-02T19:00:00Z')).toBe(24);
  expect(hours('2026-03-02T20:00:00Z')).toBe(23);
});

function hours(at: string): number {
  return untilNight(Date.parse(at)) / 3_600_000;
}
