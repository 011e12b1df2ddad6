/**
 * A witness without a network: the request is carried to it, its answer carried back. The gateway leaves the request in a folder,
 * finds the answer there when it needs one, and until then has none. Such a witness belongs beside a quorum that can be reached.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { accept, refuse, unwrap, type Outcome } from '#policies/refusal.ts';
import { parseAddCheckpoint, printAddCheckpoint } from '#policies/record/add-checkpoint.ts';
import { parseCheckpoint } from '#policies/record/checkpoint.ts';
import { findCosignature } from '#policies/record/cosignature.ts';
import { keyId, parseNote, printSignature, type NoteKey, type NoteSignature } from '#policies/record/note.ts';
import { toHex } from '#policies/record/hash.ts';
import { verifyEd25519 } from './keys.ts';
import type { Witness } from './witness.ts';
import { openState, replaceFile } from './witness-state.ts';

export interface MailboxOptions {
  readonly key: NoteKey;
  /** Folder of the answers of all carried witnesses. */
  readonly folder: string;
  readonly origin: string;
}

/** Cosigns what an accepted answer is for, and refuses E_WITNESS for everything else. */
export function openMailboxWitness({ key, folder, origin }: MailboxOptions): Witness {
  const state = openState(stateFile(folder, key));
  return {
    key,
    latest: () => state.read().get(origin),
    cosign(checkpoint, proof) {
      const { text } = unwrap(parseNote(checkpoint));
      const file = answerFile(folder, { key, size: unwrap(parseCheckpoint(text)).size });
      const found = existsSync(file)
        ? findCosignature({ text, lines: readFileSync(file, 'utf8') }, key, verifyEd25519)
        : undefined;
      if (found) return accept(found);
      const old = state.read().get(origin)?.size ?? 0;
      replaceFile(requestFile(folder, key), printAddCheckpoint({ old, proof, checkpoint }));
      return refuse(
        'E_WITNESS',
        `Cannot get a cosignature: the request must be carried to ${key.name}; got no answer yet`,
      );
    },
  };
}

/**
 * Puts the answer of a witness where {@link openMailboxWitness} finds it.
 *
 * @param carried the request as it was carried to the witness, and what came back
 * @returns the cosignature; refuses E_VERIFY unless the answer is one of `key` to this request
 */
export function acceptAnswer(
  carried: { readonly request: string; readonly answer: string },
  { key, folder, origin }: MailboxOptions,
): Outcome<NoteSignature> {
  const request = parseAddCheckpoint(carried.request);
  if (!request.ok) return request;
  const note = parseNote(request.value.checkpoint);
  if (!note.ok) return note;
  const checkpoint = parseCheckpoint(note.value.text);
  if (!checkpoint.ok) return checkpoint;
  const signature = findCosignature({ text: note.value.text, lines: carried.answer }, key, verifyEd25519);
  if (!signature || checkpoint.value.origin !== origin)
    return refuse(
      'E_VERIFY',
      `Cannot accept the answer: must be a cosignature of ${key.name} on the request; got another`,
    );
  replaceFile(answerFile(folder, { key, size: checkpoint.value.size }), printSignature(signature));
  openState(stateFile(folder, key)).change((seen, write) => {
    if ((seen.get(origin)?.size ?? 0) <= checkpoint.value.size) write(checkpoint.value);
  });
  return accept(signature);
}

/** The newest request that lies ready to be carried; undefined where there is none. */
export function readRequest({ key, folder }: MailboxOptions): string | undefined {
  const file = requestFile(folder, key);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

function requestFile(folder: string, key: NoteKey): string {
  return join(folder, `${toHex(keyId(key))}.request`);
}

function stateFile(folder: string, key: NoteKey): string {
  return join(folder, `${toHex(keyId(key))}.state`);
}

function answerFile(folder: string, { key, size }: { readonly key: NoteKey; readonly size: number }): string {
  return join(folder, `${toHex(keyId(key))}.${size}.cosignature`);
}
