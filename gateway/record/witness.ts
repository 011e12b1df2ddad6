/**
 * A witness: an independent party with its own key and its own memory of the log. It cosigns a checkpoint only if that one
 * adds to the largest that it saw, so a log that forks, forgets or was restored from an old backup gets no cosignature.
 *
 * @see C2SP tlog-witness; tlog-cosignature
 */
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import { judgeCheckpoint, type AddCheckpoint, type Judgement } from '#policies/record/add-checkpoint.ts';
import type { Checkpoint } from '#policies/record/checkpoint.ts';
import { cosign } from '#policies/record/cosignature.ts';
import type { NoteKey, NoteSignature } from '#policies/record/note.ts';
import type { Hash } from '#policies/record/tree.ts';
import { verifyEd25519, type Signer } from './keys.ts';
import { openState } from './witness-state.ts';

/** A witness as the record asks it; it may sit elsewhere, so every answer is to be awaited. */
export interface Witness {
  readonly key: NoteKey;
  /** The largest tree that it is known to have cosigned; undefined before the first. The root is absent where only a size was told. */
  latest(): Known | undefined | Promise<Known | undefined>;
  /**
   * Cosigns `checkpoint`, a note signed by the log, if `proof` shows that it adds to {@link latest}.
   * Refuses E_RECORD where the witness says that it does not, E_WITNESS where no answer is to be had now.
   */
  cosign(checkpoint: string, proof: readonly Hash[]): Outcome<NoteSignature> | Promise<Outcome<NoteSignature>>;
  /** True while it is left alone, after it did not answer. */
  isResting?(): boolean;
}

export interface Known {
  readonly size: number;
  readonly root?: Hash;
}

/** A witness in this process: it answers at once, and what it saw is on disk before it does. */
export interface LocalWitness extends Witness {
  latest(): Checkpoint | undefined;
  cosign(checkpoint: string, proof: readonly Hash[]): Outcome<NoteSignature>;
}

/** What a cosigner is set up with. */
export interface CosignerOptions {
  /** Its state file, or `:memory:`. Whoever deletes the file makes it forget: keep it with another organization. */
  readonly file: string;
  readonly signer: Signer;
  /** The logs that it watches: the name of a key is the origin of its log. */
  readonly logs: readonly NoteKey[];
  /** Milliseconds since 1970, from the witness's own clock. */
  readonly clock: () => number;
}

export type Answer =
  { readonly status: 200; readonly signature: NoteSignature } | Exclude<Judgement, { readonly status: 200 }>;

/** The witness itself, however it is asked. */
export interface Cosigner {
  readonly key: NoteKey;
  latest(origin: string): Checkpoint | undefined;
  /** Decides and remembers in one step; what it saw is on disk before the cosignature is given. */
  add(request: AddCheckpoint): Answer;
}

/** @throws Error, also later, when the state file is there and cannot be read: a witness that forgot must not sign */
export function openCosigner({ file, signer, logs, clock }: CosignerOptions): Cosigner {
  const state = openState(file);
  return {
    key: signer.key,
    latest: (origin) => state.read().get(origin),
    add: (request) =>
      state.change((seen, write): Answer => {
        const judged = judgeCheckpoint(request, { logs, latest: (origin) => seen.get(origin) }, verifyEd25519);
        if (judged.status !== 200) return judged;
        const { checkpoint, text } = judged;
        if (checkpoint.size !== seen.get(checkpoint.origin)?.size) write(checkpoint);
        const time = Math.floor(clock() / 1000);
        return { status: 200, signature: cosign({ text, time }, signer.key, signer.sign) };
      }),
  };
}

/** What a witness of one log is set up with. */
export interface WitnessOptions extends Omit<CosignerOptions, 'logs'> {
  readonly log: NoteKey;
}

/** A witness of one log in this process. @throws Error as {@link openCosigner} */
export function openWitness({ log, ...options }: WitnessOptions): LocalWitness {
  const cosigner = openCosigner({ ...options, logs: [log] });
  const latest = () => cosigner.latest(log.name);
  return {
    key: cosigner.key,
    latest,
    cosign(checkpoint, proof) {
      const answer = cosigner.add({ old: latest()?.size ?? 0, proof, checkpoint });
      return answer.status === 200 ? accept(answer.signature) : refuse('E_RECORD', `Cannot cosign: ${answer.why}`);
    },
  };
}
