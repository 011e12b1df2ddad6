/** The witness: what it cosigns, what it refuses, and that it remembers. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { openRecord } from '#gateway/record/store.ts';
import { writerOf } from '#gateway/record/writer.ts';
import { openWitness } from '#gateway/record/witness.ts';
import { unwrap } from '#policies/refusal.ts';
import { printCheckpoint } from '#policies/record/checkpoint.ts';
import { printNote, signNote } from '#policies/record/note.ts';
import { consistencyProof } from '#policies/record/proof.ts';
import { aTree } from './builders.ts';
import { addTo, openCounters, tryCounters } from './counters.ts';
import { aBench, add, aHeldPermit, aRecord, clock, foldCounters } from './ledger.ts';

const dirs: string[] = [];
afterEach(() => dirs.splice(0).forEach((dir) => rmSync(dir, { recursive: true })));

const leaves = Array.from({ length: 9 }, (_, i) => Uint8Array.of(i));

test('openWitness cosigns a growing log and remembers it over a restart', () => {
  const { witness, sign, again } = aWitness();
  expect(witness.cosign(sign(leaves.slice(0, 3)), []).ok).toBe(true);
  const { read } = aTree(leaves);
  expect(witness.cosign(sign(leaves), consistencyProof({ first: 3, second: 9 }, read)).ok).toBe(true);
  expect(witness.cosign(sign(leaves), []).ok).toBe(true);
  expect(again().latest()).toEqual(witness.latest());
});

test('AO-27-1 openWitness refuses a fork, a smaller tree, a wrong proof and another log, also after a restart', () => {
  const { witness, sign, again } = aWitness();
  unwrap(witness.cosign(sign(leaves.slice(0, 5)), []));
  const forked = [...leaves.slice(0, 2), Uint8Array.of(99), ...leaves.slice(3)];
  const fork = aTree(forked);
  const stranger = aWitness();
  for (const asked of [witness, again()]) {
    expect(codeOf(asked.cosign(sign(forked), consistencyProof({ first: 5, second: 9 }, fork.read)))).toBe('E_RECORD');
    expect(codeOf(asked.cosign(sign(forked.slice(0, 5)), []))).toBe('E_RECORD');
    expect(codeOf(asked.cosign(sign(leaves.slice(0, 4)), []))).toBe('E_RECORD');
    expect(codeOf(asked.cosign(sign(leaves), []))).toBe('E_RECORD');
    expect(codeOf(asked.cosign(stranger.sign(leaves), []))).toBe('E_RECORD');
    expect(asked.latest()?.size).toBe(5);
  }
});

test('openWitness throws on a state that it cannot read: who forgot must not sign', () => {
  const { witness, sign, again, file } = aWitness();
  unwrap(witness.cosign(sign(leaves), []));
  writeFileSync(file, readFileSync(file, 'utf8').slice(0, 20));
  expect(again).toThrow();
});

test('AO-27-1 a record does not open from an old backup, nor with a history rewritten by the key of the log', async () => {
  const dir = aDir();
  const backup = { kind: 'sqlite', file: join(dir, 'backup', 'record.db') } as const;
  {
    await using writer = await openCounters(dir);
    unwrap(await addTo(writer, { id: 'a', by: 1 }));
  }
  cpSync(join(dir, 'record'), join(dir, 'backup'), { recursive: true });
  {
    await using writer = await openCounters(dir);
    unwrap(await addTo(writer, { id: 'a', by: 2 }));
    unwrap(await writer.permit(1));
  }
  expect(codeOf(await tryCounters(dir, backup))).toBe('E_RECORD');
  {
    using fork = unwrap(openRecord({ ...aBench(dir).options, store: backup }));
    unwrap(add(fork, 'a', 3));
    unwrap(add(fork, 'a', 4));
  }
  expect(codeOf(await tryCounters(dir, backup))).toBe('E_RECORD');
  await using honest = await openCounters(dir);
  expect(honest.read.size()).toBe(2);
});

test('permit refuses when a witness will not cosign', async () => {
  const bench = aBench();
  using record = aRecord(bench);
  unwrap(add(record, 'a', 1));
  aHeldPermit(record, 0, bench);
  using forked = aRecord(bench);
  unwrap(add(forked, 'a', 2));
  const writer = writerOf(forked, { decisions: [], fold: foldCounters }, { witnesses: [bench.witness] });
  expect(codeOf(await writer.permit(0))).toBe('E_RECORD');
});

function aWitness() {
  const bench = aBench();
  const file = join(aDir(), 'state');
  const again = () => openWitness({ file, signer: bench.keys.witness, log: bench.keys.log.key, clock });
  const { key, sign } = bench.keys.log;
  const signed = (data: readonly Uint8Array[]) => {
    const text = printCheckpoint({ origin: key.name, size: data.length, root: aTree(data).root() });
    return printNote({ text, signatures: [signNote(text, key, sign)] });
  };
  return { witness: again(), again, sign: signed, file };
}

function codeOf(outcome: { ok: true } | { ok: false; refusals: readonly [{ code: string }, ...unknown[]] }): string {
  return outcome.ok ? 'accepted' : outcome.refusals[0].code;
}

function aDir(): string {
  const dir = mkdtempSync(join(tmpdir(), 'witness-'));
  dirs.push(dir);
  return dir;
}
