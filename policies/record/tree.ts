/**
 * The Merkle tree of the log. Only complete subtrees are kept: node (level, index) covers the leaves
 * [index · 2^level, (index + 1) · 2^level), so that a node once written never changes.
 *
 * @see RFC 6962 §2.1
 */
import { digest } from './hash.ts';

export type Hash = Uint8Array;

/** Reads a complete node. It throws where there is none: the store is then not the one that the tree grew in. */
export type ReadNode = (level: number, index: number) => Hash;

export interface TreeNode {
  readonly level: number;
  readonly index: number;
  readonly hash: Hash;
}

const leafPrefix = Uint8Array.of(0);
const nodePrefix = Uint8Array.of(1);

/** MTH({d}) = SHA-256(0x00 ‖ d). */
export function leafHash(leaf: Uint8Array): Hash {
  return digest(leafPrefix, leaf);
}

/** SHA-256(0x01 ‖ left ‖ right). */
export function nodeHash(left: Hash, right: Hash): Hash {
  return digest(nodePrefix, left, right);
}

/**
 * The complete nodes that leaf number `size` adds: the leaf itself, then each subtree that it completes, upwards.
 * For every size, at most log2(size + 1) + 1 nodes.
 */
export function appendLeaf(size: number, leaf: Hash, read: ReadNode): readonly TreeNode[] {
  const added: TreeNode[] = [{ level: 0, index: size, hash: leaf }];
  let index = size;
  let hash = leaf;
  for (let level = 0; index % 2 === 1; level++) {
    hash = nodeHash(read(level, index - 1), hash);
    index = (index - 1) / 2;
    added.push({ level: level + 1, index, hash });
  }
  return added;
}

/** MTH(D[n]) of the first `size` leaves; of no leaves it is the SHA-256 of nothing. */
export function rootOf(size: number, read: ReadNode): Hash {
  return size === 0 ? digest(new Uint8Array()) : rangeHash({ start: 0, end: size }, read);
}

/** A run of leaves that starts where a subtree of its size may start. */
export interface LeafRange {
  readonly start: number;
  readonly end: number;
}

/** MTH(D[start:end]), cut as RFC 6962 cuts it: at the largest power of two below its length. */
export function rangeHash(range: LeafRange, read: ReadNode): Hash {
  const length = range.end - range.start;
  if (length === 1) return read(0, range.start);
  const split = splitOf(length);
  if (split * 2 === length) return read(levelOf(length), range.start / length);
  const middle = range.start + split;
  return nodeHash(
    rangeHash({ start: range.start, end: middle }, read),
    rangeHash({ start: middle, end: range.end }, read),
  );
}

/** The largest power of two smaller than `length`, for a length from 2. */
export function splitOf(length: number): number {
  let split = 1;
  while (split * 2 < length) split *= 2;
  return split;
}

function levelOf(width: number): number {
  let level = 0;
  for (let rest = width; rest > 1; rest /= 2) level++;
  return level;
}
