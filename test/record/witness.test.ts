/** The witness: what it cosigns, what it refuses, and that it remembers. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { openRecord } from '#gateway/record/store.ts';
import { openWitness } from '#gateway/record/witness.ts';
import { unwrap } from '#policies/refusal.ts';
import { printCheckpoint } from '#policies/record/checkpoint.ts';
import { printNote, signNote } from '#policies/record/note.ts';
import { consistencyProof } from '#policies/record/proof.ts';
import { aTree } from './builders.ts';
import { aBench, add, aHeldPermit, aRecord, clock } from './ledger.ts';

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

test('AO-27-1 openRecord refuses an old backup, and a history rewritten with the key of the log', () => {
  const dir = aDir();
  const bench = aBench(dir);
  const backup = join(dir, 'backup');
  {
    using record = aRecord(bench);
    unwrap(add(record, 'a', 1));
  }
  cpSync(bench.options.dir, backup, { recursive: true });
  {
    using record = aRecord(bench);
    unwrap(add(record, 'a', 2));
    aHeldPermit(record, 1, bench.trust);
  }
  const restored = openRecord({ ...bench.options, dir: backup });
  expect(codeOf(restored)).toBe('E_RECORD');
  using fork = unwrap(openRecord({ ...bench.options, dir: backup, witnesses: [] }));
  unwrap(add(fork, 'a', 3));
  unwrap(add(fork, 'a', 4));
  expect(codeOf(openRecord({ ...bench.options, dir: backup }))).toBe('E_RECORD');
});

test('permit refuses when a witness will not cosign', () => {
  const bench = aBench();
  using record = aRecord(bench);
  unwrap(add(record, 'a', 1));
  aHeldPermit(record, 0, bench.trust);
  using forked = aRecord({ ...bench, options: { ...bench.options, witnesses: [forgetful(bench)] } });
  unwrap(add(forked, 'a', 2));
  expect(codeOf(forked.permit(0))).toBe('E_RECORD');
});

/** Passes the door as a witness that saw nothing, then is the real one. */
function forgetful(bench: ReturnType<typeof aBench>) {
  let asked = 0;
  const { witness } = bench;
  return { key: witness.key, cosign: witness.cosign, latest: () => (asked++ === 0 ? undefined : witness.latest()) };
}

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
