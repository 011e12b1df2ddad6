/**
 * Signed notes: text, an empty line, then one line per signature. The log signs its checkpoints so, and any tool
 * that speaks the format verifies them.
 *
 * @see C2SP signed-note (c2sp.org/signed-note)
 */
import { accept, refuse, type Outcome } from '../refusal.ts';
import { concat, digest, fromBase64, isSameBytes, toBase64, toHex, toUtf8 } from './hash.ts';

/** True when `signature` of `message` is by the holder of `publicKey`. The caller brings the cipher. */
export type Verify = (publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array) => boolean;
export type Sign = (message: Uint8Array) => Uint8Array;

/** Signature types by their identifier byte; only these two are read here. @see signed-note, “Signature types” */
export const algorithms = { ed25519: 0x01, cosignature: 0x04 } as const;
export type Algorithm = (typeof algorithms)[keyof typeof algorithms];

/** A key that may sign notes: printed as a `vkey`. */
export interface NoteKey {
  /** A schema-less URL by custom; no spaces, no plus. */
  readonly name: string;
  readonly algorithm: Algorithm;
  /** Ed25519, 32 bytes. */
  readonly publicKey: Uint8Array;
}

export interface NoteSignature {
  readonly name: string;
  /** First four bytes of what {@link keyId} hashes. */
  readonly id: Uint8Array;
  readonly signature: Uint8Array;
}

export interface Note {
  /** Ends in a newline. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

/** More than any quorum needs; the standard asks for at least 16. */
const maxSignatures = 100;

/** SHA-256(name ‖ "\n" ‖ algorithm ‖ public key), its first four bytes. */
export function keyId(key: NoteKey): Uint8Array {
  return digest(toUtf8(`${key.name}\n`), Uint8Array.of(key.algorithm), key.publicKey).subarray(0, 4);
}

/** `<name>+<key id>+<base64(algorithm ‖ public key)>`. */
export function printKey(key: NoteKey): string {
  return `${key.name}+${toHex(keyId(key))}+${toBase64(concat(Uint8Array.of(key.algorithm), key.publicKey))}`;
}

/** Accepts exactly what {@link printKey} prints; refuses E_VERIFY for another type, length or key id. */
export function parseKey(vkey: string): Outcome<NoteKey> {
  const [name = '', id = '', ...rest] = vkey.split('+');
  const material = fromBase64(rest.join('+'));
  const algorithm = Object.values(algorithms).find((known) => known === material?.[0]);
  if (!isKeyName(name) || !material || algorithm === undefined || material.length !== 33) {
    return refuse(
      'E_VERIFY',
      `Cannot read a key: must be name+id+base64 of an Ed25519 key; got ${JSON.stringify(vkey)}`,
    );
  }
  const key: NoteKey = { name, algorithm, publicKey: material.subarray(1) };
  if (toHex(keyId(key)) !== id) {
    return refuse('E_VERIFY', `Cannot read a key: must have the id ${toHex(keyId(key))}; got ${JSON.stringify(id)}`);
  }
  return accept(key);
}

/** @throws RangeError when the note could not be read back. */
export function printNote(note: Note): string {
  const printed = `${note.text}\n${note.signatures.map(printSignature).join('')}`;
  if (parseNote(printed).ok) return printed;
  throw new RangeError('Cannot write a note: must be text that ends in a newline, and one to 100 signatures');
}

/** One signature line, with its newline. */
export function printSignature(signature: NoteSignature): string {
  return `— ${signature.name} ${toBase64(concat(signature.id, signature.signature))}\n`;
}

/** Splits at the last empty line. Refuses E_VERIFY; it verifies no signature. */
export function parseNote(printed: string): Outcome<Note> {
  const cut = printed.lastIndexOf('\n\n');
  if (cut < 0 || !printed.endsWith('\n') || !isNoteText(printed)) return malformed('text, an empty line, signatures');
  const lines = printed.slice(cut + 2, -1).split('\n');
  if (printed.length === cut + 2 || lines.length > maxSignatures) return malformed(`1 to ${maxSignatures} signatures`);
  const signatures: NoteSignature[] = [];
  for (const line of lines) {
    const signature = parseSignature(line);
    if (!signature) return malformed('signature lines of a key name and base64');
    signatures.push(signature);
  }
  return accept({ text: printed.slice(0, cut + 1), signatures });
}

/** Signs `text` with an Ed25519 key of algorithm 0x01. */
export function signNote(text: string, key: NoteKey, sign: Sign): NoteSignature {
  return { name: key.name, id: keyId(key), signature: sign(toUtf8(text)) };
}

/** True when `signature` names `key`: only then must it verify. */
export function isSignedBy(signature: NoteSignature, key: NoteKey): boolean {
  return signature.name === key.name && isSameBytes(signature.id, keyId(key));
}

/** Checks the lines that name `key`: refuses E_VERIFY when there is none, or when one of them does not verify. */
export function requireSignature(note: Note, key: NoteKey, verify: Verify): Outcome<void> {
  const lines = note.signatures.filter((signature) => isSignedBy(signature, key));
  if (lines.length === 0)
    return refuse('E_VERIFY', `Cannot trust the note: must be signed by ${key.name}; got no such line`);
  const message = toUtf8(note.text);
  if (lines.every((line) => line.signature.length === 64 && verify(key.publicKey, message, line.signature))) {
    return accept(undefined);
  }
  return refuse('E_VERIFY', `Cannot trust the note: the signature of ${key.name} must verify; got another`);
}

function parseSignature(line: string): NoteSignature | undefined {
  const [dash, name = '', base64 = '', ...rest] = line.split(' ');
  const bytes = fromBase64(base64);
  if (dash !== '—' || !isKeyName(name) || rest.length > 0 || !bytes || bytes.length < 5) return undefined;
  return { name, id: bytes.subarray(0, 4), signature: bytes.subarray(4) };
}

/** Well-formed text without control characters other than the newline. */
function isNoteText(text: string): boolean {
  // oxlint-disable-next-line no-control-regex -- the standard names these characters
  return text.isWellFormed() && !/[\u0000-\u0009\u000b-\u001f]/.test(text);
}

function isKeyName(name: string): boolean {
  return name.length > 0 && isNoteText(name) && !/[\s\u0085+]/u.test(name);
}

function malformed(expected: string): Outcome<never> {
  return refuse('E_VERIFY', `Cannot read a note: must be ${expected}; got something else`);
}
