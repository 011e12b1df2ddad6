/** How an export stands as of a checkpoint: from the whole log, from an answer, and from whoever lies. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { askLog } from '#gateway/record/ask-log.ts';
import { verifyEd25519 } from '#gateway/record/keys.ts';
import { printStatus } from '#gateway/record/verdict.ts';
import { verifyBundle } from '#gateway/record/verify.ts';
import {
  readStatus,
  verifyStatusAnswer,
  type ExportStatus,
  type StatusAnswer,
  type StatusQuestion,
} from '#policies/record/export-status.ts';
import { toUtf8 } from '#policies/record/hash.ts';
import {
  printEntryBundle,
  printHashTile,
  printTilePath,
  tilesOf,
  tileWidth,
  type Tile,
} from '#policies/record/tiles.ts';
import { unwrap, type Outcome } from '#policies/refusal.ts';
import { aMemoryLog, aReleased, type MemoryLog } from './bundles.ts';
import { flip } from './builders.ts';

const subjects = ['export/exp-1'];

/** A log with a released export in it, and what a receiver asks with the bundle in hand. */
function aCase() {
  const log = aMemoryLog({ witnesses: 2, quorum: 2 });
  for (let i = 0; i < 3; i++) log.append({ type: 'run.ordered' });
  const { zip } = aReleased({ log });
  const { entry: release, checkpoint: seen, trust } = unwrap(verifyBundle(zip));
  const question: StatusQuestion = { release, seen, trust };
  return { log, zip, question };
}

function bytesOf(log: MemoryLog, { level, index, width }: Tile): Uint8Array {
  const { read } = log.tree();
  const first = index * tileWidth;
  return level === 'entries'
    ? printEntryBundle(log.leaves.slice(first, first + width).map(toUtf8))
    : printHashTile({ level, index, width }, read);
}

function whole(log: MemoryLog, question: StatusQuestion): Promise<Outcome<ExportStatus>> {
  const read = async (tile: Tile) => bytesOf(log, tile);
  return readStatus({ checkpoint: log.checkpoint(), read }, question, verifyEd25519);
}

/** What an honest installation answers of `seq`. */
function anAnswer(log: MemoryLog, { seen }: StatusQuestion, seq: number): StatusAnswer {
  const { leaf, index, proof, checkpoint } = log.permit(seq, {});
  return { checkpoint, consistency: log.consistency(seen.size), newest: { leaf, index, proof } };
}

function codeOf(answer: unknown, question: StatusQuestion): string {
  const outcome = verifyStatusAnswer(answer, question, verifyEd25519);
  return outcome.ok ? outcome.value.standing : outcome.refusals[0].code;
}

const histories = [
  { events: [], standing: 'stands' },
  { events: ['export.suspended'], standing: 'suspended' },
  { events: ['export.suspended', 'export.resumed'], standing: 'stands' },
  { events: ['export.suspended', 'export.recalled'], standing: 'recalled' },
  { events: ['export.expired'], standing: 'expired' },
  { events: ['export.noted'], standing: 'stands' },
] as const;

test.each(histories)(
  'SH-27-2 AO-27-4 as of a checkpoint after $events the export is said: $standing',
  async ({ events, standing }) => {
    const { log, question } = aCase();
    let newest = question.release.seq;
    for (const type of events) {
      log.append({ type: 'export.recalled', subjects: ['export/exp-10', ...subjects] });
      const seq = log.append({ type, subjects });
      if (type !== 'export.noted') newest = seq;
    }
    const status = unwrap(await whole(log, question));
    expect(status).toMatchObject({ standing, proof: 'whole_log', since: { seq: newest } });
    expect(status.checkpoint.size).toBe(log.leaves.length);
    const told = unwrap(verifyStatusAnswer(anAnswer(log, question, newest), question, verifyEd25519));
    expect(told).toMatchObject({ standing, proof: 'newest_event', since: { seq: newest } });
  },
);

test('readStatus says the same as a fold of the events, for any history of any length', async () => {
  const types = ['export.suspended', 'export.resumed', 'export.recalled', 'run.ordered', 'export.voted'];
  const effects = new Map([
    ['export.suspended', 'suspended'],
    ['export.resumed', 'stands'],
    ['export.recalled', 'recalled'],
  ]);
  const events = fc.array(fc.tuple(fc.constantFrom(...types), fc.boolean()), { maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(events, async (history) => {
      const { log, question } = aCase();
      let expected = 'stands';
      for (const [type, isOwn] of history) {
        log.append({ type, subjects: isOwn ? subjects : ['export/exp-2'] });
        if (isOwn) expected = effects.get(type) ?? expected;
      }
      expect(unwrap(await whole(log, question)).standing).toBe(expected);
    }),
    { numRuns: 25 },
  );
});

test('readStatus reads across bundles of 256 entries', async () => {
  const { log, question } = aCase();
  for (let i = 0; i < 300; i++) log.append({ type: 'run.ordered' });
  const seq = log.append({ type: 'export.recalled', subjects });
  expect(unwrap(await whole(log, question))).toMatchObject({ standing: 'recalled', since: { seq } });
});

test('AO-27-4 readStatus refuses a log that hides, changes or reorders entries, and one that forks before the bundle', async () => {
  const { log, question } = aCase();
  log.append({ type: 'export.recalled', subjects });
  const honest = [...log.leaves];
  const checkpoint = log.checkpoint();
  const forged = (leaves: readonly string[]) => {
    const read = async (tile: Tile) =>
      tile.level === 'entries' ? printEntryBundle(leaves.slice(0, tile.width).map(toUtf8)) : bytesOf(log, tile);
    return readStatus({ checkpoint, read }, question, verifyEd25519);
  };
  expect((await forged(honest)).ok).toBe(true);
  const last = honest.at(-1) ?? '';
  const lists = [
    honest.slice(0, -1),
    [...honest.slice(0, -1), last.replace('recalled', 'noted')],
    [...honest.slice(0, 2), last, ...honest.slice(3)],
  ];
  for (const leaves of lists) expect((await forged(leaves)).ok).toBe(false);
  const fork = aMemoryLog({ witnesses: 2, quorum: 2, keys: log });
  for (const _ of honest) fork.append({ role: 'vendor' });
  expect((await whole(fork, question)).ok).toBe(false);
});

test('readStatus and verifyStatusAnswer refuse an older log than the bundle’s, and too few cosignatures', async () => {
  const { log, question } = aCase();
  const later = { ...question, seen: { ...question.seen, size: question.seen.size + 1 } };
  expect((await whole(log, later)).ok).toBe(false);
  const seq = question.release.seq;
  expect(codeOf(anAnswer(log, question, seq), question)).toBe('stands');
  expect(codeOf(anAnswer(log, question, seq), later)).toBe('E_VERIFY');
  const few = { ...anAnswer(log, question, seq), checkpoint: log.checkpoint(log.leaves.length, 1) };
  expect(codeOf(few, question)).toBe('E_VERIFY');
  const read = async (tile: Tile) => bytesOf(log, tile);
  expect((await readStatus({ checkpoint: few.checkpoint, read }, question, verifyEd25519)).ok).toBe(false);
});

test('verifyStatusAnswer refuses an event of another export, one before the release, one that says nothing, and any changed character', () => {
  const { log, question } = aCase();
  const other = log.append({ type: 'export.released', subjects: ['export/exp-2'] });
  const beside = log.append({ type: 'export.released', subjects: ['export/exp-2', ...subjects] });
  const silent = log.append({ type: 'export.voted', subjects });
  const recalled = log.append({ type: 'export.recalled', subjects });
  for (const seq of [0, other, beside, silent]) expect(codeOf(anAnswer(log, question, seq), question)).toBe('E_VERIFY');
  const answer = anAnswer(log, question, recalled);
  expect(codeOf(answer, question)).toBe('recalled');
  for (let i = 0; i < answer.newest.leaf.length; i++) {
    const leaf = flip(answer.newest.leaf, i);
    expect(codeOf({ ...answer, newest: { ...answer.newest, leaf } }, question)).toBe('E_VERIFY');
  }
  for (let i = 0; i < answer.checkpoint.length; i += 3)
    expect(codeOf({ ...answer, checkpoint: flip(answer.checkpoint, i) }, question)).toBe('E_VERIFY');
  for (const at of answer.consistency.keys()) {
    const consistency = answer.consistency.with(at, flip(answer.consistency[at] ?? '', 3));
    expect(codeOf({ ...answer, consistency }, question)).toBe('E_VERIFY');
  }
  for (const junk of [undefined, null, 7, 'x', {}, { ...answer, newest: 7 }, { ...answer, consistency: [1] }])
    expect(codeOf(junk, question)).toBe('E_VERIFY');
});

test('askLog reads a folder of tiles and a saved answer; printStatus says as of when, by which entry, and how surely', async () => {
  const { log, question } = aCase();
  const seq = log.append({ type: 'export.recalled', subjects });
  const dir = mkdtempSync(join(tmpdir(), 'sluice-log-'));
  for (const tile of tilesOf(log.leaves.length)) {
    const file = join(dir, printTilePath(tile));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, bytesOf(log, tile));
  }
  writeFileSync(join(dir, 'checkpoint'), log.checkpoint());
  const status = unwrap(await askLog({ place: dir }, question));
  expect(status).toMatchObject({ standing: 'recalled', proof: 'whole_log' });
  const file = join(dir, 'answer.json');
  writeFileSync(file, JSON.stringify(anAnswer(log, question, seq)));
  const answered = unwrap(await askLog({ place: file }, question));
  expect(answered).toMatchObject({ standing: 'recalled', proof: 'newest_event' });
  expect(printStatus(status)).toContain(`As of checkpoint ${log.leaves.length} (2026-03-02T01:30:00.000Z): 已召回`);
  expect(printStatus(status)).toContain(`By entry ${seq}: export.recalled`);
  expect(printStatus(status)).toContain('nothing else happened');
  expect(printStatus(answered)).toContain('is the word of who answered');
  for (const place of [join(dir, 'nowhere'), join(dir, 'checkpoint'), join(dir, 'tile')])
    expect((await askLog({ place }, question)).ok).toBe(false);
});
