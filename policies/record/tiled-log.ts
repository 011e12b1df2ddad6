/**
 * Verifies a whole log from its files alone: every entry against its hash, every tile against the one above, the top against a
 * signed checkpoint, and the checkpoint against the one seen before. Who serves the files need not be trusted.
 *
 * @see C2SP tlog-tiles; record.md §1
 */
import { accept, refuse, type Outcome } from '../refusal.ts';
import type { Checkpoint } from './checkpoint.ts';
import { parseEntry } from './entry.ts';
import { fromUtf8, isSameBytes } from './hash.ts';
import { leafHash, nodeHash, rootOf, type Hash, type ReadNode } from './tree.ts';
import {
  nodesOfTiles,
  parseEntryBundle,
  parseHashTile,
  printTilePath,
  tileHeight,
  tilesOf,
  tileWidth,
  type Tile,
} from './tiles.ts';

/** Fetches the bytes of a tile; undefined where there are none. */
export type ReadTile = (tile: Tile) => Promise<Uint8Array | undefined>;

export interface LogClaim {
  /** Believed already: signature and cosignatures are somebody else's to check. */
  readonly checkpoint: Checkpoint;
  readonly read: ReadTile;
  /** `hashes`: the tree only; the entries are for auditors. */
  readonly depth: 'hashes' | 'entries';
  /** What this client saw before: the log must only have added to it. */
  readonly seen?: Checkpoint | undefined;
}

export interface VerifiedLog {
  readonly tiles: number;
  readonly entries: number;
  /** Any proof about the tree can be made from it. */
  readonly nodes: ReadNode;
}

/**
 * Accepts a log only if every byte of its tiles follows from its leaves and leads to the root of the checkpoint, every entry (where they
 * are read) is one with its own number, and the tree begins with the one seen before. Refuses E_VERIFY with the first place that differs.
 */
export async function verifyTiledLog(claim: LogClaim): Promise<Outcome<VerifiedLog>> {
  const { checkpoint, read, depth, seen } = claim;
  const hashes = new Map<string, readonly Hash[]>();
  const readHash = (level: number, index: number): Hash => {
    const hash = hashes.get(`${level}/${Math.floor(index / tileWidth)}`)?.[index % tileWidth];
    if (!hash) throw new Error(`Cannot read tile level ${level}: must have hash ${index}; got fewer`);
    return hash;
  };
  const nodes = nodesOfTiles(readHash);
  const tiles = tilesOf(checkpoint.size);
  for (const tile of tiles.filter(({ level }) => level !== 'entries')) {
    const parsed = parseHashTile((await read(tile)) ?? new Uint8Array(), tile.width);
    if (!parsed) return fail(`${printTilePath(tile)} must be ${tile.width} hashes; got something else`);
    hashes.set(`${tile.level}/${tile.index}`, parsed);
    const wrong = findWrongHash(tile, parsed, nodes);
    if (wrong !== undefined)
      return fail(`hash ${wrong} of ${printTilePath(tile)} must follow from the tile below; got another`);
  }
  if (!isSameBytes(rootOf(checkpoint.size, nodes), checkpoint.root))
    return fail(`the tiles must lead to the root of the checkpoint of ${checkpoint.size} entries; got another`);
  const grown = requireGrown(checkpoint, seen, nodes);
  if (!grown.ok) return grown;
  const bundles = depth === 'entries' ? tiles.filter(({ level }) => level === 'entries') : [];
  for (const tile of bundles) {
    const sound = requireBundle(tile, await read(tile), readHash);
    if (!sound.ok) return sound;
  }
  return accept({ tiles: hashes.size, entries: bundles.length > 0 ? checkpoint.size : 0, nodes });
}

/** Above the leaves, each hash is the root of a full tile. @returns its number in the tile */
function findWrongHash({ level, index }: Tile, hashes: readonly Hash[], nodes: ReadNode): number | undefined {
  if (level === 'entries' || level === 0) return undefined;
  const wrong = hashes.findIndex((hash, i) => !isSameBytes(hash, rootOfTileBelow(level, index * tileWidth + i, nodes)));
  return wrong < 0 ? undefined : wrong;
}

/** Not read but computed: from the two halves of the tile. */
function rootOfTileBelow(level: number, index: number, nodes: ReadNode): Hash {
  const height = level * tileHeight - 1;
  return nodeHash(nodes(height, index * 2), nodes(height, index * 2 + 1));
}

function requireGrown(checkpoint: Checkpoint, seen: Checkpoint | undefined, nodes: ReadNode): Outcome<void> {
  if (!seen) return accept(undefined);
  if (checkpoint.size < seen.size)
    return fail(`must have the ${seen.size} entries seen before; got ${checkpoint.size}`);
  if (isSameBytes(rootOf(seen.size, nodes), seen.root)) return accept(undefined);
  return fail(`must begin with the ${seen.size} entries seen before; got another history`);
}

function requireBundle(
  tile: Tile,
  bytes: Uint8Array | undefined,
  readHash: (l: number, i: number) => Hash,
): Outcome<void> {
  const leaves = parseEntryBundle(bytes ?? new Uint8Array(), tile.width);
  if (!leaves) return fail(`${printTilePath(tile)} must be ${tile.width} entries; got something else`);
  for (const [i, leaf] of leaves.entries()) {
    const seq = tile.index * tileWidth + i;
    if (!isSameBytes(leafHash(leaf), readHash(0, seq)))
      return fail(`entry ${seq} must have its hash in the tree; got another`);
    const entry = parseEntry(fromUtf8(leaf) ?? '');
    if (!entry.ok || entry.value.seq !== seq) return fail(`entry ${seq} must be one with its own number; got another`);
  }
  return accept(undefined);
}

function fail(why: string): Outcome<never> {
  return refuse('E_VERIFY', `Cannot trust the log: ${why}`);
}
