/** The tiles of the record, made from what it keeps when somebody asks: they are nowhere stored, so they cannot differ from it. */
import { fromBase64, toUtf8 } from '#policies/record/hash.ts';
import { isTileOf, printEntryBundle, printHashTile, tileWidth, type Tile } from '#policies/record/tiles.ts';
import { leafHash, nodeHash, type Hash, type ReadNode } from '#policies/record/tree.ts';
import type { Writer } from './writer.ts';

/** What tiles are made from. */
export type LogSource = Pick<Writer, 'read' | 'inclusion'>;

/** @returns undefined for a tile that the log has not reached yet */
export function tileBytes(source: LogSource, tile: Tile): Uint8Array | undefined {
  const { level, index, width } = tile;
  if (!isTileOf(source.read.size(), tile)) return undefined;
  if (level !== 'entries' && level > 0) return printHashTile({ level, index, width }, nodesOf(source));
  const first = index * tileWidth;
  const leaves = source.read.entries(first, first + width).map(({ leaf }) => toUtf8(leaf));
  if (level === 'entries') return printEntryBundle(leaves);
  return printHashTile({ level: 0, index: 0, width }, (_, i) => leafHash(leaves[i] ?? new Uint8Array()));
}

/**
 * The nodes above the leaves, as the record tells them: in the proof of a leaf, the sibling of its ancestor at that level.
 * At the right edge there is no such leaf yet, and the two halves are asked for.
 */
function nodesOf({ read, inclusion }: LogSource): ReadNode {
  return function node(level: number, index: number): Hash {
    const width = 2 ** level;
    const sibling = index % 2 === 0 ? index + 1 : index - 1;
    const size = (Math.max(index, sibling) + 1) * width;
    if (size > read.size()) return nodeHash(node(level - 1, index * 2), node(level - 1, index * 2 + 1));
    const hash = fromBase64(inclusion({ index: sibling * width, size })[level] ?? '');
    if (hash) return hash;
    throw new Error(`Cannot read the tree: node ${level}/${index} must be in a proof; got none`);
  };
}
