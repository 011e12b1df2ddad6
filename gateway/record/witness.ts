/**
 * A witness: an independent party with its own key and its own memory of the log. It cosigns a checkpoint only if that one
 * adds to the largest that it saw, so a log that forks, forgets or was restored from an old backup gets no cosignature.
 *
 * @see C2SP tlog-witness; tlog-cosignature
 */
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { accept, refuse, unwrap, type Outcome } from '#policies/refusal.ts';
import { openCheckpoint, parseCheckpoint, printCheckpoint, type Checkpoint } from '#policies/record/checkpoint.ts';
import { cosign } from '#policies/record/cosignature.ts';
import { parseNote, printKey, type NoteKey, type NoteSignature } from '#policies/record/note.ts';
import { isConsistent } from '#policies/record/proof.ts';
import type { Hash } from '#policies/record/tree.ts';
import { verifyEd25519, type Signer } from './keys.ts';

export interface Witness {
  readonly key: NoteKey;
  /** The largest checkpoint that it cosigned; undefined before the first. */
  latest(): Checkpoint | undefined;
  /**
   * Cosigns `checkpoint`, a note signed by the log, if `proof` shows that it adds to {@link latest}.
   * What it saw is on disk before the cosignature is given. Refuses E_RECORD.
   */
  cosign(checkpoint: string, proof: readonly Hash[]): Outcome<NoteSignature>;
}

/** What a witness is set up with. */
export interface WitnessOptions {
  /** Its state file, or `:memory:`. Whoever deletes the file makes it forget: keep it with another organization. */
  readonly file: string;
  readonly signer: Signer;
  /** The log that it watches. */
  readonly log: NoteKey;
  /** Milliseconds since 1970, from the witness's own clock. */
  readonly clock: () => number;
}

/** @throws Error when the state file is there and cannot be read: a witness that forgot must not sign. */
export function openWitness(options: WitnessOptions): Witness {
  const { file, signer, log, clock } = options;
  let seen = file === ':memory:' || !existsSync(file) ? undefined : unwrap(parseCheckpoint(readFileSync(file, 'utf8')));
  const trust = { origin: log.name, logKey: printKey(log), witnessKeys: [], quorum: 0 };
  return {
    key: signer.key,
    latest: () => seen,
    cosign(printed, proof) {
      const checkpoint = openCheckpoint(printed, trust, verifyEd25519);
      if (!checkpoint.ok) return refuse('E_RECORD', checkpoint.refusals[0].detail);
      const grown = requireGrowth(seen, checkpoint.value, proof);
      if (!grown.ok) return grown;
      const next = { origin: log.name, size: checkpoint.value.size, root: checkpoint.value.root };
      if (file !== ':memory:' && next.size !== seen?.size) replaceFile(file, printCheckpoint(next));
      seen = next;
      const { text } = unwrap(parseNote(printed));
      return accept(cosign({ text, time: Math.floor(clock() / 1000) }, signer.key, signer.sign));
    },
  };
}

function requireGrowth(seen: Checkpoint | undefined, next: Checkpoint, proof: readonly Hash[]): Outcome<void> {
  if (!seen) return accept(undefined);
  if (next.size < seen.size) {
    return refuse('E_RECORD', `Cannot cosign: must be of at least ${seen.size} entries; got ${next.size}`);
  }
  const claim = { first: seen.size, second: next.size, firstRoot: seen.root, secondRoot: next.root, proof };
  if (isConsistent(claim)) return accept(undefined);
  return refuse('E_RECORD', `Cannot cosign: must add to the ${seen.size} entries seen before; got another history`);
}

/** Old or new, never half: written aside, flushed, renamed. */
function replaceFile(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(`${file}.new`, text, { mode: 0o600, flush: true });
  renameSync(`${file}.new`, file);
  const dir = openSync(dirname(file), 'r');
  fsyncSync(dir);
  closeSync(dir);
}
