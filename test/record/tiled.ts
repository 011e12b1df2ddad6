/** A tiled log for tests: entries, their tree, a signed checkpoint, and the files that a static server would have. */
import { makeKeys } from '#gateway/record/keys.ts';
import type { Cosigner } from '#gateway/record/witness.ts';
import { printCheckpoint } from '#policies/record/checkpoint.ts';
import { printEntry } from '#policies/record/entry.ts';
import { toUtf8 } from '#policies/record/hash.ts';
import { printNote, printSignature, signNote } from '#policies/record/note.ts';
import { consistencyProof } from '#policies/record/proof.ts';
import {
  printEntryBundle,
  printHashTile,
  printTilePath,
  tilesOf,
  tileWidth,
  type Tile,
} from '#policies/record/tiles.ts';
import type { Signer } from '#gateway/record/keys.ts';
import { anEntry, aTree } from './builders.ts';
import { origin } from './ledger.ts';

export interface TiledLog {
  readonly leaves: readonly Uint8Array[];
  readonly tree: ReturnType<typeof aTree>;
  readonly log: Signer;
  readonly checkpoint: { readonly origin: string; readonly size: number; readonly root: Uint8Array };
  /** By path, e.g. `tile/0/000`. */
  readonly files: Map<string, Uint8Array>;
}

/** @param note what entry `seq` is about, so that two histories differ */
export function aTiledLog(size: number, note = (seq: number) => `run-${seq}`, log = makeKeys(origin).log): TiledLog {
  const leaves = Array.from({ length: size }, (_, seq) => toUtf8(printEntry(anEntry({ seq, subjects: [note(seq)] }))));
  return logOf(leaves, log);
}

export function logOf(leaves: readonly Uint8Array[], log: Signer): TiledLog {
  const tree = aTree(leaves);
  const checkpoint = { origin: log.key.name, size: leaves.length, root: tree.root() };
  const bytes = ({ level, index, width }: Tile) =>
    level === 'entries'
      ? printEntryBundle(leaves.slice(index * tileWidth, index * tileWidth + width))
      : printHashTile({ level, index, width }, tree.read);
  const files = new Map(tilesOf(leaves.length).map((tile) => [printTilePath(tile), bytes(tile)]));
  return { leaves, tree, log, checkpoint, files };
}

/** Reads from files as a client does. */
export function readerOf(files: ReadonlyMap<string, Uint8Array>) {
  return async (tile: Tile) => files.get(printTilePath(tile));
}

/** The checkpoint of the first `size` entries, signed by the log. */
export function signedAt({ tree, log, leaves }: TiledLog, size = leaves.length): string {
  const text = printCheckpoint({ origin: log.key.name, size, root: tree.root(size) });
  return printNote({ text, signatures: [signNote(text, log.key, log.sign)] });
}

/** What the log asks of a witness that saw `old` entries. */
export function requestAt(of: TiledLog, old: number, size = of.leaves.length) {
  const proof = old <= size ? consistencyProof({ first: old, second: size }, of.tree.read) : [];
  return { old, proof, checkpoint: signedAt(of, size) };
}

/** The checkpoint with the cosignature that the witness gives. @throws Error when it gives none */
export function cosignedAt(of: TiledLog, witness: Cosigner, old = 0): string {
  const answer = witness.add(requestAt(of, old));
  if (answer.status !== 200) throw new Error(answer.why);
  return signedAt(of) + printSignature(answer.signature);
}
