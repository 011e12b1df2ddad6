/** The tree and its proofs: published vectors first, then the oracle. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { isSameBytes, toHex } from '#policies/record/hash.ts';
import { consistencyProof, inclusionProof, isConsistent, isIncluded } from '#policies/record/proof.ts';
import { leafHash } from '#policies/record/tree.ts';
import { aTree, oracleRoot } from './builders.ts';
import { consistencies, inclusions, leaves, roots } from './vectors.ts';

const tree = aTree(leaves);
const rootAt = (size: number) => roots[size - 1] ?? new Uint8Array();
const leafAt = (index: number) => leafHash(leaves[index] ?? new Uint8Array());

test('rootOf gives the published roots of 0 to 8 leaves', () => {
  expect(toHex(tree.root(0))).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  roots.forEach((root, i) => expect(toHex(tree.root(i + 1))).toBe(toHex(root)));
});

test('inclusionProof and isIncluded agree with the published proofs', () => {
  for (const { index, size, proof } of inclusions) {
    expect(inclusionProof({ index, size }, tree.read).map(toHex)).toEqual(proof.map(toHex));
    expect(isIncluded({ leaf: leafAt(index), index, size, root: rootAt(size), proof })).toBe(true);
  }
});

test('isIncluded refuses the published corruptions', () => {
  const junk = new Uint8Array(32).fill(9);
  for (const { index, size, proof } of inclusions.slice(1)) {
    const claim = { leaf: leafAt(index), index, size, root: rootAt(size), proof };
    const wrong = [
      { ...claim, index: index - 1 },
      { ...claim, index: index + 1 },
      { ...claim, index: index ^ 2 },
      { ...claim, size: size * 2 },
      { ...claim, size: Math.floor(size / 2) },
      { ...claim, leaf: junk },
      { ...claim, leaf: new Uint8Array() },
      { ...claim, root: junk },
      { ...claim, proof: [...proof, new Uint8Array()] },
      { ...claim, proof: [...proof, claim.root] },
      { ...claim, proof: [claim.root, ...proof] },
      { ...claim, proof: proof.slice(0, -1) },
      { ...claim, proof: [...proof.slice(0, 1), junk, ...proof.slice(1)] },
      ...proof.map((_, at) => ({ ...claim, proof: proof.map((hash, i) => (i === at ? flipBit(hash) : hash)) })),
    ];
    wrong.forEach((bad) => expect(isIncluded(bad)).toBe(false));
  }
});

test('consistencyProof and isConsistent agree with the published proofs', () => {
  for (const { first, second, proof } of consistencies) {
    expect(consistencyProof({ first, second }, tree.read).map(toHex)).toEqual(proof.map(toHex));
    const claim = { first, second, firstRoot: rootAt(first), secondRoot: rootAt(second), proof };
    expect(isConsistent(claim)).toBe(true);
  }
});

test('isConsistent refuses the published corruptions', () => {
  for (const { first, second, proof } of consistencies.slice(1)) {
    const claim = { first, second, firstRoot: rootAt(first), secondRoot: rootAt(second), proof };
    const wrong = [
      { ...claim, first: first - 1 },
      { ...claim, first: first + 1 },
      { ...claim, first: first ^ 2 },
      { ...claim, second: second * 2 },
      { ...claim, second: Math.floor(second / 2) },
      { ...claim, firstRoot: new Uint8Array() },
      { ...claim, secondRoot: new Uint8Array() },
      { ...claim, firstRoot: claim.secondRoot, secondRoot: claim.firstRoot },
      { ...claim, proof: [] },
      { ...claim, proof: [...proof, new Uint8Array()] },
      { ...claim, proof: [...proof, claim.firstRoot] },
      { ...claim, proof: [claim.secondRoot, ...proof] },
      { ...claim, proof: proof.slice(0, -1) },
      ...proof.map((_, at) => ({ ...claim, proof: proof.map((hash, i) => (i === at ? flipBit(hash) : hash)) })),
    ];
    wrong.forEach((bad) => expect(isConsistent(bad)).toBe(false));
  }
});

test('isConsistent of trivial sizes: equal trees need equal roots, nothing is consistent with all, time does not run back', () => {
  const [a = new Uint8Array(), b = new Uint8Array()] = roots;
  expect([isTrivial(0, 0, a, a), isTrivial(0, 1, a, b), isTrivial(1, 1, b, b)]).toEqual([true, true, true]);
  const others = [isTrivial(0, 0, a, b), isTrivial(1, 1, a, b), isTrivial(1, 0, a, b), isTrivial(2, 1, a, b)];
  expect([...others, isTrivial(1, 2, a, b)]).not.toContain(true);
  expect(isConsistent({ first: 0, second: 1, firstRoot: a, secondRoot: a, proof: [a] })).toBe(false);
});

const someLeaves = fc.array(fc.uint8Array({ maxLength: 8 }), { minLength: 1, maxLength: 70 });

test('property: root, inclusion and consistency equal the recursive oracle for every size', () => {
  fc.assert(
    fc.property(someLeaves, fc.nat(), fc.nat(), (data, a, b) => {
      const { read, root } = aTree(data);
      const size = (a % data.length) + 1;
      const first = b % (size + 1);
      const index = b % size;
      const secondRoot = root(size);
      expect(isSameBytes(secondRoot, oracleRoot(data.slice(0, size)))).toBe(true);
      const leaf = leafHash(data[index] ?? new Uint8Array());
      const proof = inclusionProof({ index, size }, read);
      expect(isIncluded({ leaf, index, size, root: secondRoot, proof })).toBe(true);
      expect(proof.length).toBeLessThanOrEqual(Math.ceil(Math.log2(size)));
      const claim = { first, second: size, firstRoot: root(first), secondRoot };
      expect(isConsistent({ ...claim, proof: consistencyProof({ first, second: size }, read) })).toBe(true);
    }),
    { numRuns: 150 },
  );
});

test('property: a tree with one leaf changed, dropped or reordered is not consistent with the old root', () => {
  fc.assert(
    fc.property(someLeaves, fc.nat(), fc.constantFrom('change', 'drop', 'swap'), (data, at, how) => {
      const honest = aTree(data);
      const forged = forge(data, at % data.length, how);
      const whole = [...forged, ...data];
      fc.pre(toHex(oracleRoot(whole.slice(0, data.length))) !== toHex(honest.root()));
      const fork = aTree(whole);
      const sizes = { first: data.length, second: data.length * 2 - (how === 'drop' ? 1 : 0) };
      const claim = { ...sizes, firstRoot: honest.root(), secondRoot: fork.root() };
      expect(isConsistent({ ...claim, proof: consistencyProof(sizes, fork.read) })).toBe(false);
    }),
    { numRuns: 150 },
  );
});

test('inclusionProof and consistencyProof throw outside the tree', () => {
  expect(() => inclusionProof({ index: 8, size: 8 }, tree.read)).toThrow(RangeError);
  expect(() => consistencyProof({ first: 9, second: 8 }, tree.read)).toThrow(RangeError);
});

function isTrivial(first: number, second: number, firstRoot: Uint8Array, secondRoot: Uint8Array): boolean {
  return isConsistent({ first, second, firstRoot, secondRoot, proof: [] });
}

function forge(data: readonly Uint8Array[], at: number, how: string): Uint8Array[] {
  const copy = [...data];
  const next = (at + 1) % data.length;
  if (how === 'drop') return copy.filter((_, i) => i !== at);
  if (how === 'change') return copy.map((leaf, i) => (i === at ? Uint8Array.of(...leaf, 1) : leaf));
  [copy[at], copy[next]] = [copy[next] ?? new Uint8Array(), copy[at] ?? new Uint8Array()];
  return copy;
}

function flipBit(hash: Uint8Array): Uint8Array {
  return Uint8Array.from(hash, (byte, i) => (i === 0 ? byte ^ 8 : byte));
}
