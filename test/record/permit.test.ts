/** The permit: what the domain believes, and every character that it does not. */
import { expect, test } from 'vitest';
import { verifyPermit, type Permit } from '#policies/record/permit.ts';
import { anEntry, aPermit, flip, payload, verifyEd25519 } from './builders.ts';
import { maxLeafBytes, parseEntry, printEntry } from '#policies/record/entry.ts';

const honest = aPermit();

function stepOf(permit: unknown, trust = honest.trust): string {
  const outcome = verifyPermit(permit as Permit, trust, verifyEd25519);
  if (outcome.ok) return 'accepted';
  expect(outcome.refusals[0].code).toBe('E_PERMIT');
  return /at step (\w+)/.exec(outcome.refusals[0].detail)?.[1] ?? 'none';
}

test('verifyPermit accepts an honest permit at every index of every small tree', () => {
  for (let size = 1; size <= 9; size++) {
    for (let index = 0; index < size; index++) {
      const { permit, trust } = aPermit({ index, size });
      const outcome = verifyPermit(permit, trust, verifyEd25519);
      expect(outcome.ok && outcome.value.entry.seq).toBe(index);
      expect(outcome.ok && outcome.value.payload).toEqual(payload);
    }
  }
});

test('AO-27-1 verifyPermit refuses any changed character of leaf, salt, proof or checkpoint', () => {
  const { permit } = honest;
  for (let i = 0; i < permit.leaf.length; i++) {
    expect(stepOf({ ...permit, leaf: flip(permit.leaf, i) })).not.toBe('accepted');
  }
  for (let i = 0; i < permit.salt.length; i++) {
    expect(stepOf({ ...permit, salt: flip(permit.salt, i) })).toBe('payload');
  }
  for (let i = 0; i < permit.checkpoint.length; i++) {
    expect(stepOf({ ...permit, checkpoint: flip(permit.checkpoint, i) })).toBe('checkpoint');
  }
  permit.proof.forEach((hash, at) => {
    for (let i = 0; i < hash.length; i++) {
      expect(stepOf({ ...permit, proof: permit.proof.with(at, flip(hash, i)) })).toBe('inclusion');
    }
  });
});

test('verifyPermit refuses another payload, index, size or number of hashes', () => {
  const { permit } = honest;
  expect(stepOf({ ...permit, payload: { ...payload, program: 'b'.repeat(64) } })).toBe('payload');
  expect(stepOf({ ...permit, payload: { ...payload, extra: 1 } })).toBe('payload');
  expect(stepOf({ ...permit, payload: undefined })).toBe('payload');
  expect(stepOf({ ...permit, index: 1 })).toBe('leaf');
  expect(stepOf({ ...permit, size: 4 })).toBe('inclusion');
  expect(stepOf({ ...permit, proof: permit.proof.slice(1) })).toBe('inclusion');
  expect(stepOf({ ...permit, proof: [...permit.proof, permit.proof[0]] })).toBe('inclusion');
});

test('verifyPermit says how the payload is allowed to be spelled: any key order, one value', () => {
  const reordered = { inputs: payload.inputs, program: payload.program };
  expect(stepOf({ ...honest.permit, payload: reordered })).toBe('accepted');
});

test('verifyPermit refuses another log, another witness and a quorum not reached', () => {
  const other = aPermit();
  const { permit, trust } = honest;
  expect(stepOf(permit, { ...trust, logKey: other.trust.logKey })).toBe('checkpoint');
  expect(stepOf(permit, { ...trust, witnessKeys: other.trust.witnessKeys })).toBe('checkpoint');
  expect(stepOf(permit, { ...trust, origin: 'elsewhere.example' })).toBe('checkpoint');
  expect(stepOf(permit, { ...trust, quorum: 2 })).toBe('checkpoint');
  expect(stepOf(permit, { ...trust, witnessKeys: [], quorum: 0 })).toBe('accepted');
  const three = aPermit({ witnesses: 3, quorum: 2 });
  expect(stepOf(three.permit, three.trust)).toBe('accepted');
  const lines = three.permit.checkpoint.split('\n');
  const one = [...lines.slice(0, 6), ''].join('\n');
  expect(stepOf({ ...three.permit, checkpoint: one }, three.trust)).toBe('checkpoint');
});

test('verifyPermit refuses anything that is not a permit', () => {
  const cyclic: Record<string, unknown> = {};
  cyclic['self'] = cyclic;
  for (const junk of [undefined, null, 7, 'permit', [], {}, { ...honest.permit, proof: [1] }]) {
    expect(stepOf(junk)).toBe('form');
  }
  expect(stepOf({ ...honest.permit, payload: cyclic })).toBe('payload');
  expect(stepOf({ ...honest.permit, payload: NaN })).toBe('payload');
});

test('parseEntry accepts only the canonical leaf', () => {
  const leaf = printEntry(anEntry());
  expect(parseEntry(leaf).ok).toBe(true);
  expect(parseEntry(` ${leaf}`).ok).toBe(false);
  expect(parseEntry(JSON.stringify(JSON.parse(leaf), null, 1)).ok).toBe(false);
  expect(parseEntry(leaf.replace('"v":1', '"v":2')).ok).toBe(false);
  expect(parseEntry(leaf.replace('"v":1', '"u":1,"v":1')).ok).toBe(false);
});

test('printEntry refuses a leaf longer than a log tile can carry', () => {
  const subjects = ['x'.repeat(maxLeafBytes)];
  expect(() => printEntry(anEntry({ subjects }))).toThrow(RangeError);
});
