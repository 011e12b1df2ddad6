/**
 * A checkpoint: the size and root of the log, signed by the log and cosigned by its witnesses. `openCheckpoint` is the one
 * place where it is decided whether to believe one.
 *
 * @see C2SP tlog-checkpoint (c2sp.org/tlog-checkpoint)
 */
import { accept, refuse, type Outcome } from '../refusal.ts';
import { fromBase64, isSameBytes, toBase64 } from './hash.ts';
import { verifyCosignatures, type PosixSeconds } from './cosignature.ts';
import { algorithms, parseKey, parseNote, requireSignature, type Note, type NoteKey, type Verify } from './note.ts';
import type { Hash } from './tree.ts';

export interface Checkpoint {
  /** Identity of the log, e.g. `sluice.example/record`. */
  readonly origin: string;
  readonly size: number;
  readonly root: Hash;
}

/** Whom to believe; every key is a `vkey`. */
export interface Trust {
  readonly origin: string;
  readonly logKey: string;
  readonly witnessKeys: readonly string[];
  /** How many different witnesses must have cosigned. */
  readonly quorum: number;
}

export interface OpenedCheckpoint extends Checkpoint {
  readonly cosigners: readonly { readonly name: string; readonly time: PosixSeconds }[];
}

/** The text that is signed: origin, size, root, each on a line. */
export function printCheckpoint(checkpoint: Checkpoint): string {
  return `${checkpoint.origin}\n${checkpoint.size}\n${toBase64(checkpoint.root)}\n`;
}

/** Reads the text of a checkpoint; extension lines are allowed and ignored. Refuses E_VERIFY. */
export function parseCheckpoint(text: string): Outcome<Checkpoint> {
  const [origin = '', size = '', rootText = '', ...rest] = text.split('\n');
  const root = fromBase64(rootText);
  const extensions = rest.slice(0, -1);
  if (origin === '' || !isDecimal(size) || root?.length !== 32 || rest.at(-1) !== '' || extensions.includes('')) {
    return refuse('E_VERIFY', 'Cannot read a checkpoint: must be origin, size and root; got something else');
  }
  return accept({ origin, size: Number(size), root });
}

/**
 * Accepts a printed checkpoint that `trust` believes: of its origin, signed by its log key, and cosigned by at least `quorum`
 * different witness keys. A line that names a trusted key and does not verify refuses the whole; unknown lines are ignored.
 * Refuses E_VERIFY.
 */
export function openCheckpoint(printed: string, trust: Trust, verify: Verify): Outcome<OpenedCheckpoint> {
  const keys = parseTrust(trust);
  if (!keys.ok) return keys;
  const note = parseNote(printed);
  if (!note.ok) return note;
  const checkpoint = parseCheckpoint(note.value.text);
  if (!checkpoint.ok) return checkpoint;
  if (checkpoint.value.origin !== trust.origin) {
    return refuse(
      'E_VERIFY',
      `Cannot trust the checkpoint: must be of ${trust.origin}; got ${checkpoint.value.origin}`,
    );
  }
  const signed = requireSignature(note.value, keys.value.log, verify);
  if (!signed.ok) return signed;
  const cosigners = requireQuorum(note.value, { witnesses: keys.value.witnesses, quorum: trust.quorum }, verify);
  return cosigners.ok ? accept({ ...checkpoint.value, cosigners: cosigners.value }) : cosigners;
}

interface Quorum {
  readonly witnesses: readonly NoteKey[];
  readonly quorum: number;
}

function requireQuorum(note: Note, rule: Quorum, verify: Verify): Outcome<OpenedCheckpoint['cosigners']> {
  const cosigners: { name: string; time: PosixSeconds }[] = [];
  for (const witness of rule.witnesses) {
    const time = verifyCosignatures(note, witness, verify);
    if (!time.ok) return time;
    if (time.value !== undefined) cosigners.push({ name: witness.name, time: time.value });
  }
  if (cosigners.length >= rule.quorum) return accept(cosigners);
  const got = `${cosigners.length} of ${rule.quorum}`;
  return refuse('E_VERIFY', `Cannot trust the checkpoint: must be cosigned by a quorum of witnesses; got ${got}`);
}

/** Keys of the right type, no witness twice: two names for one key are one witness. Refuses E_VERIFY. */
export function parseTrust(trust: Trust): Outcome<{ readonly log: NoteKey; readonly witnesses: readonly NoteKey[] }> {
  const log = parseKey(trust.logKey);
  if (!log.ok) return log;
  if (log.value.algorithm !== algorithms.ed25519) return badTrust('the log key must be of type 0x01');
  const witnesses: NoteKey[] = [];
  for (const vkey of trust.witnessKeys) {
    const key = parseKey(vkey);
    if (!key.ok) return key;
    if (key.value.algorithm !== algorithms.cosignature) return badTrust('a witness key must be of type 0x04');
    if ([log.value, ...witnesses].some((other) => isSameBytes(other.publicKey, key.value.publicKey))) {
      return badTrust('every key must be a different one');
    }
    witnesses.push(key.value);
  }
  if (!Number.isSafeInteger(trust.quorum) || trust.quorum < 0 || trust.quorum > witnesses.length) {
    return badTrust('the quorum must be from 0 to the number of witnesses');
  }
  return accept({ log: log.value, witnesses });
}

function badTrust(must: string): Outcome<never> {
  return refuse('E_VERIFY', `Cannot use the policy: ${must}; got another`);
}

function isDecimal(text: string): boolean {
  return /^(?:0|[1-9]\d*)$/.test(text) && Number.isSafeInteger(Number(text));
}
