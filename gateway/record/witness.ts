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

/**
 * One witness process per state file: the file is read each time, but nothing locks it.
 *
 * @throws Error, also later, when the state file is there and cannot be read: a witness that forgot must not sign
 */
export function openWitness(options: WitnessOptions): Witness {
  const { signer, log, clock } = options;
  const state = openState(options.file);
  const trust = { origin: log.name, logKey: printKey(log), witnessKeys: [], quorum: 0 };
  state.read();
  return {
    key: signer.key,
    latest: () => state.read(),
    cosign(printed, proof) {
      const checkpoint = openCheckpoint(printed, trust, verifyEd25519);
      if (!checkpoint.ok) return refuse('E_RECORD', checkpoint.refusals[0].detail);
      const { origin, size, root } = checkpoint.value;
      const seen = state.read();
      const grown = requireGrowth(seen, checkpoint.value, proof);
      if (!grown.ok) return grown;
      if (size !== seen?.size) state.write({ origin, size, root });
      const { text } = unwrap(parseNote(printed));
      return accept(cosign({ text, time: Math.floor(clock() / 1000) }, signer.key, signer.sign));
    },
  };
}

interface State {
  read(): Checkpoint | undefined;
  write(checkpoint: Checkpoint): void;
}

function openState(file: string): State {
  if (file !== ':memory:') {
    return {
      read: () => (existsSync(file) ? unwrap(parseCheckpoint(readFileSync(file, 'utf8'))) : undefined),
      write: (checkpoint) => replaceFile(file, printCheckpoint(checkpoint)),
    };
  }
  let seen: Checkpoint | undefined;
  return { read: () => seen, write: (checkpoint) => void (seen = checkpoint) };
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
