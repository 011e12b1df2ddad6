/**
 * The tree as files: tiles of 256 hashes and bundles of 256 entries, which once full never change. Whoever has them needs nothing
 * else of the log to check any proof, or all of it.
 *
 * @see C2SP tlog-tiles (c2sp.org/tlog-tiles)
 */
import { maxLeafBytes } from './entry.ts';
import { concat } from './hash.ts';
import { nodeHash, type Hash, type ReadNode } from './tree.ts';

/** Hashes in a full tile, entries in a full bundle. */
export const tileWidth = 256;
/** Levels of the tree from one level of tiles to the next. */
export const tileHeight = 8;

export interface Tile {
  /** `entries`: the leaves themselves; 0: their hashes; above, each hash is the root of a full tile of the level below. */
  readonly level: number | 'entries';
  /** Number of the tile within its level. */
  readonly index: number;
  /** From 1 to 256; less than 256 at the right edge of the tree. */
  readonly width: number;
}

/** `tile/<L>/<N>[.p/<W>]`, without a slash before. */
export function printTilePath({ level, index, width }: Tile): string {
  const digits = String(index);
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').match(/\d{3}/g) ?? [];
  const number = groups.map((group, i) => (i < groups.length - 1 ? `x${group}` : group)).join('/');
  return `tile/${level}/${number}${width < tileWidth ? `.p/${width}` : ''}`;
}

/** @returns undefined unless `path` is what {@link printTilePath} prints for a tile */
export function parseTilePath(path: string): Tile | undefined {
  const match = /^tile\/(entries|\d{1,2})\/((?:x\d{3}\/)*\d{3})(?:\.p\/(\d{1,3}))?$/.exec(path);
  if (!match) return undefined;
  const [, level = '', number = '', width] = match;
  const tile: Tile = {
    level: level === 'entries' ? level : Number(level),
    index: Number(number.replace(/[x/]/g, '')),
    width: width === undefined ? tileWidth : Number(width),
  };
  const isOne = (tile.level === 'entries' || tile.level < 64) && tile.width >= 1 && Number.isSafeInteger(tile.index);
  return isOne && printTilePath(tile) === path ? tile : undefined;
}

/**
 * All tiles of a tree of `size` leaves, from the leaves upwards; the last of each level may be partial.
 *
 * @param from the size of a tree whose tiles are there already: those that were full in it are left out
 */
export function tilesOf(size: number, from = 0): readonly Tile[] {
  const tiles = [...tilesAt('entries', size, from)];
  let [width, before] = [size, from];
  for (let level = 0; width > 0; level++) {
    tiles.push(...tilesAt(level, width, before));
    width = Math.floor(width / tileWidth);
    before = Math.floor(before / tileWidth);
  }
  return tiles;
}

function* tilesAt(level: Tile['level'], width: number, from: number): Generator<Tile> {
  for (let index = Math.floor(from / tileWidth); index * tileWidth < width; index++)
    yield { level, index, width: Math.min(tileWidth, width - index * tileWidth) };
}

/** True when a tree of `size` leaves has the tile, or grew beyond it. */
export function isTileOf(size: number, { level, index, width }: Tile): boolean {
  const hashes = level === 'entries' ? size : Math.floor(size / tileWidth ** level);
  return index * tileWidth + width <= hashes;
}

/** The bytes of a hash tile: MTH(D[(n · 256 + i) · 256^l : (n · 256 + i + 1) · 256^l]) for i below its width. */
export function printHashTile(tile: Tile & { readonly level: number }, read: ReadNode): Uint8Array {
  const first = tile.index * tileWidth;
  return concat(...Array.from({ length: tile.width }, (_, i) => read(tile.level * tileHeight, first + i)));
}

/** @returns undefined unless `bytes` are `width` hashes */
export function parseHashTile(bytes: Uint8Array, width: number): readonly Hash[] | undefined {
  if (bytes.length !== width * 32) return undefined;
  return Array.from({ length: width }, (_, i) => bytes.slice(i * 32, (i + 1) * 32));
}

/** Each entry with its length before it, two bytes, big-endian. @throws RangeError for an entry that is too long */
export function printEntryBundle(leaves: readonly Uint8Array[]): Uint8Array {
  return concat(
    ...leaves.flatMap((leaf) => {
      if (leaf.length > maxLeafBytes)
        throw new RangeError(`Cannot write a bundle: must be at most ${maxLeafBytes} bytes`);
      return [Uint8Array.of(leaf.length >> 8, leaf.length & 0xff), leaf];
    }),
  );
}

/** @returns undefined unless `bytes` are `width` entries and nothing more */
export function parseEntryBundle(bytes: Uint8Array, width: number): readonly Uint8Array[] | undefined {
  const leaves: Uint8Array[] = [];
  let at = 0;
  while (at + 2 <= bytes.length && leaves.length < width) {
    const end = at + 2 + (((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0));
    if (end > bytes.length) return undefined;
    leaves.push(bytes.slice(at + 2, end));
    at = end;
  }
  return at === bytes.length && leaves.length === width ? leaves : undefined;
}

/** The nodes of a tree of which only the hashes of its tiles are at hand. */
export function nodesOfTiles(readHash: (level: number, index: number) => Hash): ReadNode {
  return function read(level: number, index: number): Hash {
    if (level % tileHeight === 0) return readHash(level / tileHeight, index);
    return nodeHash(read(level - 1, index * 2), read(level - 1, index * 2 + 1));
  };
}
