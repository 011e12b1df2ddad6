/**
 * Proofs about the tree: that a leaf is in it, and that a larger tree only added to a smaller one.
 * Made by the recursive definitions of RFC 6962, verified by the iterative algorithms of RFC 9162, so that each checks the other.
 */
import { isSameBytes } from './hash.ts';
import { nodeHash, rangeHash, splitOf, type Hash, type LeafRange, type ReadNode } from './tree.ts';

/**
 * PATH(index, D[size]): the siblings from the leaf up to below the root.
 *
 * @throws RangeError unless 0 ≤ index < size
 * @see RFC 6962 §2.1.1
 */
export function inclusionProof(at: { readonly index: number; readonly size: number }, read: ReadNode): readonly Hash[] {
  if (!(at.index >= 0 && at.index < at.size)) {
    throw new RangeError(`Cannot prove inclusion: must be a leaf below ${at.size}; got ${at.index}`);
  }
  return path(at.index, { start: 0, end: at.size }, read);
}

function path(leaf: number, range: LeafRange, read: ReadNode): Hash[] {
  if (range.end - range.start === 1) return [];
  const middle = range.start + splitOf(range.end - range.start);
  const left = { start: range.start, end: middle };
  const right = { start: middle, end: range.end };
  return leaf < middle
    ? [...path(leaf, left, read), rangeHash(right, read)]
    : [...path(leaf, right, read), rangeHash(left, read)];
}

/**
 * PROOF(first, D[second]); empty where `first` is 0 or equals `second`.
 *
 * @throws RangeError unless 0 ≤ first ≤ second
 * @see RFC 6962 §2.1.2
 */
export function consistencyProof(
  sizes: { readonly first: number; readonly second: number },
  read: ReadNode,
): readonly Hash[] {
  const { first, second } = sizes;
  if (!(first >= 0 && first <= second)) {
    throw new RangeError(`Cannot prove consistency: must be a size from 0 to ${second}; got ${first}`);
  }
  return first === 0 ? [] : subproof(first, { range: { start: 0, end: second }, known: true }, read);
}

/** SUBPROOF(m, D[n], b); `first` is counted from the start of the whole tree, `known` is b. */
function subproof(first: number, of: { readonly range: LeafRange; readonly known: boolean }, read: ReadNode): Hash[] {
  const { range, known } = of;
  if (first === range.end) return known ? [] : [rangeHash(range, read)];
  const middle = range.start + splitOf(range.end - range.start);
  const left = { start: range.start, end: middle };
  const right = { start: middle, end: range.end };
  return first <= middle
    ? [...subproof(first, { range: left, known }, read), rangeHash(right, read)]
    : [...subproof(first, { range: right, known: false }, read), rangeHash(left, read)];
}

/** What an inclusion proof claims. */
export interface InclusionClaim {
  readonly leaf: Hash;
  readonly index: number;
  readonly size: number;
  readonly root: Hash;
  readonly proof: readonly Hash[];
}

/** True for every proof that {@link inclusionProof} makes; false where leaf, index, size, root or proof differ. @see RFC 9162 §2.1.3.2 */
export function isIncluded(claim: InclusionClaim): boolean {
  if (!isSize(claim.index) || !isSize(claim.size) || claim.index >= claim.size) return false;
  if (!isHash(claim.leaf) || !claim.proof.every(isHash)) return false;
  let fn = claim.index;
  let sn = claim.size - 1;
  let hash = claim.leaf;
  for (const sibling of claim.proof) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      hash = nodeHash(sibling, hash);
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [half(fn), half(sn)];
    } else {
      hash = nodeHash(hash, sibling);
    }
    [fn, sn] = [half(fn), half(sn)];
  }
  return sn === 0 && isSameBytes(hash, claim.root);
}

/** What a consistency proof claims. */
export interface ConsistencyClaim {
  readonly first: number;
  readonly second: number;
  readonly firstRoot: Hash;
  readonly secondRoot: Hash;
  readonly proof: readonly Hash[];
}

/**
 * True for every proof that {@link consistencyProof} makes. A tree of no leaves is consistent with every tree.
 *
 * @see RFC 9162 §2.1.4.2
 */
export function isConsistent(claim: ConsistencyClaim): boolean {
  const { first, second, firstRoot, secondRoot, proof } = claim;
  if (!isSize(first) || !isSize(second) || first > second || !proof.every(isHash)) return false;
  if (first === second) return proof.length === 0 && isSameBytes(firstRoot, secondRoot);
  if (first === 0) return proof.length === 0;
  const [start, ...rest] = isPowerOfTwo(first) ? [firstRoot, ...proof] : proof;
  return start !== undefined && isHash(start) && climb(claim, start, rest);
}

function climb(claim: ConsistencyClaim, start: Hash, rest: readonly Hash[]): boolean {
  let fn = claim.first - 1;
  let sn = claim.second - 1;
  while (fn % 2 === 1) [fn, sn] = [half(fn), half(sn)];
  let [fr, sr] = [start, start];
  for (const hash of rest) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      [fr, sr] = [nodeHash(hash, fr), nodeHash(hash, sr)];
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [half(fn), half(sn)];
    } else {
      sr = nodeHash(sr, hash);
    }
    [fn, sn] = [half(fn), half(sn)];
  }
  return sn === 0 && isSameBytes(fr, claim.firstRoot) && isSameBytes(sr, claim.secondRoot);
}

function isHash(hash: Hash): boolean {
  return hash.length === 32;
}

function isSize(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

function isPowerOfTwo(value: number): boolean {
  return value === 1 || (value % 2 === 0 && isPowerOfTwo(value / 2));
}

function half(value: number): number {
  return Math.floor(value / 2);
}
