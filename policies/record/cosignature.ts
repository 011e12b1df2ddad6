/**
 * A witness says: at this time this was the largest tree of this log that I saw, and it only added to the one before.
 *
 * @see C2SP tlog-cosignature (c2sp.org/tlog-cosignature), cosignature/v1, Ed25519
 */
import { accept, refuse, type Outcome } from '../refusal.ts';
import { concat, isSameBytes, toUtf8 } from './hash.ts';
import {
  isSignedBy,
  keyId,
  parseNote,
  type Note,
  type NoteKey,
  type NoteSignature,
  type Sign,
  type Verify,
} from './note.ts';

/** The moment of a cosignature in whole seconds since 1970-01-01T00:00:00Z. */
export type PosixSeconds = number;

/** Signs the text of a checkpoint with a key of algorithm 0x04. The bytes are timestamp (big-endian, 8) ‖ signature (64). */
export function cosign(
  checkpoint: { readonly text: string; readonly time: PosixSeconds },
  key: NoteKey,
  sign: Sign,
): NoteSignature {
  const signature = sign(cosignedMessage(checkpoint.text, checkpoint.time));
  return { name: key.name, id: keyId(key), signature: concat(bigEndian(checkpoint.time), signature) };
}

/**
 * Checks the lines that name the witness `key`.
 *
 * @returns the time of its newest cosignature, or undefined where it has none; refuses E_VERIFY when one does not verify
 */
export function verifyCosignatures(note: Note, key: NoteKey, verify: Verify): Outcome<PosixSeconds | undefined> {
  let newest: PosixSeconds | undefined;
  for (const line of note.signatures.filter((signature) => isSignedBy(signature, key))) {
    const time = cosignedAt(note.text, { key, signature: line.signature }, verify);
    if (time === undefined) {
      return refuse('E_VERIFY', `Cannot trust the checkpoint: the cosignature of ${key.name} must verify; got another`);
    }
    newest = Math.max(newest ?? 0, time);
  }
  return accept(newest);
}

/**
 * Finds in `lines`, signature lines as a witness answers them, a cosignature of `key` on the checkpoint `text`.
 * Lines of other keys are ignored.
 *
 * @returns the newest, or undefined where there is none that verifies, or one that does not
 */
export function findCosignature(
  answer: { readonly text: string; readonly lines: string },
  key: NoteKey,
  verify: Verify,
): NoteSignature | undefined {
  const note = parseNote(`${answer.text}\n${answer.lines}`);
  if (!note.ok) return undefined;
  const time = verifyCosignatures(note.value, key, verify);
  if (!time.ok || time.value === undefined) return undefined;
  const newest = bigEndian(time.value);
  return note.value.signatures.find(
    (line) => isSignedBy(line, key) && isSameBytes(line.signature.subarray(0, 8), newest),
  );
}

/** The signed message: a header line, a time line, then the checkpoint text. */
export function cosignedMessage(text: string, time: PosixSeconds): Uint8Array {
  return toUtf8(`cosignature/v1\ntime ${time}\n${text}`);
}

interface Line {
  readonly key: NoteKey;
  readonly signature: Uint8Array;
}

function cosignedAt(text: string, line: Line, verify: Verify): PosixSeconds | undefined {
  if (line.signature.length !== 72) return undefined;
  const time = fromBigEndian(line.signature.subarray(0, 8));
  if (!Number.isSafeInteger(time)) return undefined;
  return verify(line.key.publicKey, cosignedMessage(text, time), line.signature.subarray(8)) ? time : undefined;
}

function bigEndian(value: number): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(value));
  return bytes;
}

function fromBigEndian(bytes: Uint8Array): number {
  return Number(new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0));
}
