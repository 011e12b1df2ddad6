/**
 * A second signature for those who verify SM2 with SM3: one more line under a signed note, one more key in the policy file. Tools that do
 * not know the type skip both.
 *
 * @see GB/T 32918.2; GB/T 35276 (the default user id); C2SP signed-note, “Signature types”, 0xff
 */
import { accept, refuse, type Outcome } from '../refusal.ts';
import { concat, digest, fromBase64, isSameBytes, toBase64, toHex, toUtf8 } from './hash.ts';
import { parseNote, printSignature, type Note, type NoteSignature, type Sign, type Verify } from './note.ts';

/** Both sides hash it with the key. Tools that leave it empty make signatures that nobody else accepts. @see GB/T 35276 §10 */
export const sm2UserId = '1234567812345678';

/** A type that has no number is 0xff and a name that nobody else uses. */
const algorithm = concat(Uint8Array.of(0xff), toUtf8('sluice.example/sm2-sm3'));

/** A public key that may sign notes by SM2. */
export interface Sm2Key {
  readonly name: string;
  /** 04 ‖ x ‖ y: 65 bytes. */
  readonly publicKey: Uint8Array;
}

/** Who signs by SM2: the raw r ‖ s, 64 bytes. */
export interface Sm2Signing {
  readonly key: Sm2Key;
  readonly sign: Sign;
}

/** The SM2 keys of one installation, where it has any. */
export interface Sm2Keys {
  readonly log?: Sm2Key;
  readonly certificate?: Sm2Key;
}

/** A printed note with the line of `signer` under it. @throws Error when `printed` is not a note */
export function addSm2Signature(printed: string, { key, sign }: Sm2Signing): string {
  const note = parseNote(printed);
  if (!note.ok) throw new Error(note.refusals[0].detail);
  const line = { name: key.name, id: keyId(key), signature: sign(toUtf8(note.value.text)) };
  return printed + printSignature(line);
}

/** True when `signature` names `key`: only then must it verify. */
export function isSignedBySm2(signature: NoteSignature, key: Sm2Key): boolean {
  return signature.name === key.name && isSameBytes(signature.id, keyId(key));
}

/** Checks the one line that names `key`: refuses E_VERIFY where there is none or another number, or where it does not verify. */
export function requireSm2Signature(note: Note, key: Sm2Key, verify: Verify): Outcome<void> {
  const [line, ...more] = note.signatures.filter((signature) => isSignedBySm2(signature, key));
  if (!line || more.length > 0)
    return refuse('E_VERIFY', `Cannot trust the note: must be signed once by ${key.name}; got ${more.length}`);
  if (verify(key.publicKey, toUtf8(note.text), line.signature)) return accept(undefined);
  return refuse('E_VERIFY', `Cannot trust the note: the SM2 signature of ${key.name} must verify; got another`);
}

/** Lines of a policy file: comments, so that others skip them. */
export function printSm2Policy({ log, certificate }: Sm2Keys): string {
  return printUse('log', log) + printUse('certificate', certificate);
}

function printUse(use: keyof Sm2Keys, key: Sm2Key | undefined): string {
  return key ? `# sm2-${use} ${printSm2Key(key)}\n` : '';
}

/** Reads what {@link printSm2Policy} prints out of a policy file. Refuses E_VERIFY for a key named twice or malformed. */
export function parseSm2Policy(text: string): Outcome<Sm2Keys> {
  const keys: { log?: Sm2Key; certificate?: Sm2Key } = {};
  for (const [, use, vkey = ''] of text.matchAll(/^# sm2-(log|certificate) (\S*)$/gm)) {
    const key = parseSm2Key(vkey);
    const name = use === 'log' ? 'log' : 'certificate';
    if (!key.ok) return key;
    if (keys[name]) return refuse('E_VERIFY', `Cannot use the policy: must name one SM2 key as ${name}; got two`);
    keys[name] = key.value;
  }
  return accept(keys);
}

/** `<name>+<key id>+<base64(algorithm ‖ public key)>`. */
export function printSm2Key(key: Sm2Key): string {
  return `${key.name}+${toHex(keyId(key))}+${toBase64(concat(algorithm, key.publicKey))}`;
}

/** Accepts exactly what {@link printSm2Key} prints. Refuses E_VERIFY. */
export function parseSm2Key(vkey: string): Outcome<Sm2Key> {
  const [name = '', , ...rest] = vkey.split('+');
  const material = fromBase64(rest.join('+'));
  const key = { name, publicKey: material?.subarray(algorithm.length) ?? new Uint8Array() };
  if (key.publicKey.length === 65 && printSm2Key(key) === vkey) return accept(key);
  return refuse('E_VERIFY', `Cannot read a key: must be name+id+base64 of an SM2 key; got ${JSON.stringify(vkey)}`);
}

function keyId(key: Sm2Key): Uint8Array {
  return digest(toUtf8(`${key.name}\n`), algorithm, key.publicKey).subarray(0, 4);
}
