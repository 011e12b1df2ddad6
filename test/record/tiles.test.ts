/** Tiles: their names and contents as the standard has them, and that a client who has only them believes nothing else. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { unwrap, type Outcome } from '#policies/refusal.ts';
import { concat, digest } from '#policies/record/hash.ts';
import { verifyTiledLog, type LogClaim } from '#policies/record/tiled-log.ts';
import {
  isTileOf,
  parseEntryBundle,
  parseTilePath,
  printEntryBundle,
  printTilePath,
  tilesOf,
  tileWidth,
} from '#policies/record/tiles.ts';
import { leafHash, rootOf } from '#policies/record/tree.ts';
import { oracleRoot } from './builders.ts';
import { aTiledLog, logOf, readerOf, type TiledLog } from './tiled.ts';

/** Two full tiles and a partial one at the bottom, one partial tile above. */
const log = aTiledLog(600);

test('AO-27-1 verifyTiledLog refuses one flipped bit anywhere in any file', async () => {
  const files = [...log.files.keys()];
  const place = fc.record({ file: fc.constantFrom(...files), at: fc.nat(), bit: fc.nat(7) });
  await fc.assert(
    fc.asyncProperty(place, async ({ file, at, bit }) => {
      const bytes = Uint8Array.from(log.files.get(file) ?? []);
      bytes[at % bytes.length] = (bytes[at % bytes.length] ?? 0) ^ (1 << bit);
      expect(codeOf(await verify(log, { files: new Map([...log.files, [file, bytes]]) }))).toBe('E_VERIFY');
    }),
    { numRuns: 60 },
  );
}, 60_000);

test('AO-27-1 verifyTiledLog refuses a log whose entries were dropped, exchanged, doubled or rewritten, tiles and all', async () => {
  const seqs = fc.tuple(fc.nat(599), fc.nat(599)).filter(([a, b]) => a !== b);
  await fc.assert(
    fc.asyncProperty(seqs, fc.constantFrom('drop', 'exchange', 'double', 'rewrite'), async ([a, b], how) => {
      const { files } = logOf(tampered(log.leaves, { a, b, how }), log.log);
      expect(codeOf(await verify(log, { files }))).toBe('E_VERIFY');
      expect(codeOf(await verify(log, { files, depth: 'hashes' }))).toBe('E_VERIFY');
    }),
    { numRuns: 12 },
  );
}, 60_000);

test('AO-27-1 verifyTiledLog refuses a forked history and a restored backup against what the client saw before', async () => {
  const fork = aTiledLog(600, (seq) => (seq === 431 ? 'another' : `run-${seq}`), log.log);
  const backup = logOf(log.leaves.slice(0, 300), log.log);
  expect((await verify(fork)).ok).toBe(true);
  expect(codeOf(await verify(log, { files: fork.files }))).toBe('E_VERIFY');
  expect(codeOf(await verify(fork, { seen: log.checkpoint }))).toBe('E_VERIFY');
  for (const size of [432, 512, 599]) {
    const seen = { ...log.checkpoint, size, root: log.tree.root(size) };
    expect((await verify(log, { seen })).ok).toBe(true);
    expect(codeOf(await verify(fork, { seen }))).toBe('E_VERIFY');
  }
  const before = { ...log.checkpoint, size: 431, root: log.tree.root(431) };
  expect((await verify(fork, { seen: before })).ok).toBe(true);
  expect((await verify(backup)).ok).toBe(true);
  expect(codeOf(await verify(backup, { seen: log.checkpoint }))).toBe('E_VERIFY');
});

test('AO-30-1 verifyTiledLog refuses a missing file, and says which', async () => {
  for (const missing of log.files.keys()) {
    const refused = await verify(log, { files: new Map([...log.files].filter(([path]) => path !== missing)) });
    expect(refused.ok ? '' : refused.refusals[0].detail).toContain(missing);
  }
});

test('DC-13 verifyTiledLog accepts every size of log, and its nodes are those of the tree', async () => {
  for (const size of [0, 1, 2, 255, 256, 257, 511, 512, 600]) {
    const of = logOf(log.leaves.slice(0, size), log.log);
    const { entries, nodes } = unwrap(await verify(of));
    expect(entries).toBe(size);
    expect(rootOf(size, nodes)).toEqual(Uint8Array.from(oracleRoot(of.leaves)));
  }
});

test('verifyTiledLog refuses an entry that is none, or bears another number, though the tree is right', async () => {
  const foreign = logOf([new TextEncoder().encode('{}')], log.log);
  const moved = logOf([...log.leaves.slice(1, 2), ...log.leaves.slice(1, 3)], log.log);
  for (const of of [foreign, moved]) {
    expect(codeOf(await verify(of))).toBe('E_VERIFY');
    expect((await verify(of, { depth: 'hashes' })).ok).toBe(true);
  }
});

test('verifyTiledLog refuses a hash of an upper tile that does not follow from below', async () => {
  const path = 'tile/1/000.p/2';
  const wrong = Uint8Array.from(log.files.get(path) ?? []);
  wrong.set(digest(Uint8Array.of(1)), 32);
  const refused = await verify(log, { files: new Map([...log.files, [path, wrong]]), depth: 'hashes' });
  expect(refused.ok ? '' : refused.refusals[0].detail).toContain('hash 1 of tile/1/000.p/2');
});

test('printTilePath has the paths of the standard', () => {
  expect(printTilePath({ level: 0, index: 1_234_067, width: 256 })).toBe('tile/0/x001/x234/067');
  expect(printTilePath({ level: 'entries', index: 5, width: 112 })).toBe('tile/entries/005.p/112');
  expect(printTilePath({ level: 1, index: 1000, width: 1 })).toBe('tile/1/x001/000.p/1');
});

test('parseTilePath reads what printTilePath prints, and nothing else', () => {
  const level = fc.oneof(fc.constant('entries' as const), fc.nat(63));
  const tile = fc.record({ level, index: fc.nat(), width: fc.integer({ min: 1, max: 256 }) });
  fc.assert(
    fc.property(tile, (tile) => {
      expect(parseTilePath(printTilePath(tile))).toEqual(tile);
    }),
  );
  const bad = ['tile/0/0', 'tile/00/000', 'tile/64/000', 'tile/0/000.p/0', 'tile/0/000.p/256', 'tile/0/000.p/007'];
  const worse = ['tile/0/x000/001', 'tile/0/001/000', 'tile/-1/000', 'tile/0/000/', '/tile/0/000', 'tile/data/000', ''];
  for (const path of [...bad, ...worse]) expect(parseTilePath(path), path).toBeUndefined();
});

test('tilesOf lists the tiles of the standard’s example, and of a grown tree only what is new', () => {
  expect(count(0, true).length).toBe(273);
  expect(count(0, false)).toEqual([{ level: 0, index: 273, width: 112 }]);
  expect(count('entries', true).length).toBe(273);
  expect(count(1, true).length).toBe(1);
  expect(count(1, false)).toEqual([{ level: 1, index: 1, width: 17 }]);
  expect(count(2, false)).toEqual([{ level: 2, index: 0, width: 1 }]);
  expect(tilesOf(256).filter(({ level }) => level === 1)).toEqual([{ level: 1, index: 0, width: 1 }]);
  expect(tilesOf(0)).toEqual([]);
  const all = new Set(tilesOf(70_000).map(printTilePath));
  const kept = tilesOf(69_000).filter(({ width }) => width === tileWidth);
  expect(new Set([...kept, ...tilesOf(70_000, 69_000)].map(printTilePath))).toEqual(all);
  expect(tilesOf(70_000).every((tile) => isTileOf(70_000, tile))).toBe(true);
  expect(isTileOf(70_000, { level: 0, index: 273, width: 113 })).toBe(false);
  expect(isTileOf(70_000, { level: 1, index: 1, width: 18 })).toBe(false);
});

test('parseEntryBundle reads what printEntryBundle prints, and refuses another number of entries', () => {
  const leaves = fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 20 });
  fc.assert(
    fc.property(leaves, (leaves) => {
      const bytes = printEntryBundle(leaves);
      expect(parseEntryBundle(bytes, leaves.length)).toEqual(leaves);
      expect(parseEntryBundle(bytes, leaves.length + 1)).toBeUndefined();
      expect(parseEntryBundle(concat(bytes, Uint8Array.of(0)), leaves.length)).toBeUndefined();
    }),
  );
  expect(() => printEntryBundle([new Uint8Array(65_536)])).toThrow(RangeError);
});

/** Of the example of the standard, a tree of 70,000 leaves. */
function count(level: number | 'entries', isFull: boolean) {
  return tilesOf(70_000).filter((tile) => tile.level === level && (tile.width === tileWidth) === isFull);
}

interface How {
  readonly a: number;
  readonly b: number;
  readonly how: string;
}

function tampered(leaves: readonly Uint8Array[], { a, b, how }: How): readonly Uint8Array[] {
  const [one = new Uint8Array(), two = new Uint8Array()] = [leaves[a], leaves[b]];
  if (how === 'drop') return leaves.toSpliced(a, 1);
  if (how === 'double') return leaves.toSpliced(a, 0, one);
  if (how === 'exchange') return leaves.with(a, two).with(b, one);
  return leaves.with(a, concat(one.subarray(0, -1), Uint8Array.of(32, 125)));
}

function verify(of: TiledLog, more: Partial<LogClaim> & { files?: ReadonlyMap<string, Uint8Array> } = {}) {
  const { files = of.files, ...rest } = more;
  return verifyTiledLog({ checkpoint: of.checkpoint, read: readerOf(files), depth: 'entries', ...rest });
}

function codeOf(outcome: Outcome<unknown>): string {
  return outcome.ok ? 'accepted' : outcome.refusals[0].code;
}

test('the hash of a bundle’s entry is that of its leaf', () => {
  const [leaf = new Uint8Array()] = log.leaves;
  expect(log.files.get('tile/0/000')?.subarray(0, 32)).toEqual(leafHash(leaf));
});
