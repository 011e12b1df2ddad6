/**
 * An entry of the log: who did what when, about what, and a commitment to the payload. The leaf says nothing secret;
 * the payload lies beside the log and can be erased, the commitment stays.
 *
 * @see record.md §1 rules 1–3 and 7
 */
import { accept, refuse, type Outcome } from '../refusal.ts';
import { instant, sha256, type Instant, type OrgId, type PersonId, type Sha256 } from '../units.ts';
import { canonicalBytes, canonicalText, parseCanonical } from './canonical.ts';
import { concat, digestHex, fromHex, toUtf8 } from './hash.ts';

/** The largest leaf that a log tile can carry. @see C2SP tlog-tiles, “Log entries” */
export const maxLeafBytes = 65_535;

export interface Entry {
  /** Version of this form. */
  readonly v: 1;
  /** Number of the leaf, from 0. */
  readonly seq: number;
  /** What happened, e.g. `run.ordered`. */
  readonly type: string;
  readonly at: Instant;
  readonly actor: PersonId;
  readonly org: OrgId;
  readonly role: string;
  /** Identifiers of the things it is about: never a data value. */
  readonly subjects: readonly string[];
  readonly commitment: Sha256;
  /** Versions of code, policy, profile and calendar by which it was decided. */
  readonly versions: Readonly<Record<string, string>>;
}

const fields = ['actor', 'at', 'commitment', 'org', 'role', 'seq', 'subjects', 'type', 'v', 'versions'];

/**
 * The leaf of an entry: its JCS form.
 *
 * @throws RangeError when it is longer than a leaf may be: big things go in by hash
 */
export function printEntry(entry: Entry): string {
  const leaf = canonicalText(entry);
  const length = toUtf8(leaf).length;
  if (length <= maxLeafBytes) return leaf;
  throw new RangeError(`Cannot write an entry: must be at most ${maxLeafBytes} bytes; got ${length}`);
}

/** Accepts exactly what {@link printEntry} prints. Refuses E_VERIFY. */
export function parseEntry(leaf: string): Outcome<Entry> {
  const parsed = toUtf8(leaf).length <= maxLeafBytes ? parseCanonical(leaf) : undefined;
  if (parsed && isEntry(parsed.value)) return accept(parsed.value);
  return refuse('E_VERIFY', 'Cannot read a log leaf: must be a canonical entry; got something else');
}

/** sha256(salt ‖ JCS(payload)). The salt is 32 random bytes, so that a small payload cannot be guessed. @see record.md §1 rule 2 */
export function commit(salt: Uint8Array, payload: unknown): Sha256 {
  return digestHex(concat(salt, canonicalBytes(payload)));
}

/** Accepts the one payload and salt (hexadecimal, 32 bytes) that the entry was committed to. Refuses E_VERIFY. */
export function requireCommitment(
  entry: Entry,
  opening: { readonly salt: string; readonly payload: unknown },
): Outcome<void> {
  const salt = fromHex(opening.salt);
  if (salt?.length === 32 && isCommitted(entry.commitment, salt, opening.payload)) return accept(undefined);
  return refuse('E_VERIFY', `Cannot open entry ${entry.seq}: the payload must be the one committed to; got another`);
}

/** What JSON cannot say was never committed to. */
function isCommitted(commitment: Sha256, salt: Uint8Array, payload: unknown): boolean {
  try {
    return commit(salt, payload) === commitment;
  } catch {
    return false;
  }
}

function isEntry(value: unknown): value is Entry {
  if (!isRecord(value) || Object.keys(value).sort().join() !== fields.join()) return false;
  const { v, seq, type, at, actor, org, role, subjects, commitment, versions } = value;
  return (
    v === 1 &&
    Number.isSafeInteger(seq) &&
    [type, actor, org, role].every((text) => typeof text === 'string' && text !== '') &&
    isMade(instant, at) &&
    isMade(sha256, commitment) &&
    Array.isArray(subjects) &&
    subjects.every((subject) => typeof subject === 'string') &&
    isRecord(versions) &&
    Object.values(versions).every((version) => typeof version === 'string')
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isMade(make: (text: string) => unknown, value: unknown): boolean {
  try {
    return typeof value === 'string' && make(value) === value;
  } catch {
    return false;
  }
}
