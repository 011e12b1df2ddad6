/**
 * Verifies an export bundle offline: certificate, files, the proof that the release stands in the log, and that log and
 * certificate name each other. One byte changed in any file refuses.
 *
 * @see record.md §3
 */
import { unzipSync } from 'fflate';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import {
  fingerprint,
  releaseType,
  statementDigest,
  verifyCertificate,
  type Statement,
} from '#policies/record/certificate.ts';
import { parseTrust, type OpenedCheckpoint } from '#policies/record/checkpoint.ts';
import type { Entry } from '#policies/record/entry.ts';
import { digestHex, fromUtf8 } from '#policies/record/hash.ts';
import { isSignedBy, parseKey, parseNote, type NoteKey } from '#policies/record/note.ts';
import { verifyPermit, type Permit, type Permitted } from '#policies/record/permit.ts';
import { parsePolicy, type Policy } from '#policies/record/policy.ts';
import { parseProof } from '#policies/record/proof-file.ts';
import { bundleNames, isFileName } from './bundle-names.ts';
import { verifyEd25519 } from './keys.ts';

/** What was verified, and on whose word. */
export interface Verified {
  readonly statement: Statement;
  /** The release event. */
  readonly entry: Entry;
  /** The result holds as of this checkpoint; a later recall is not seen. */
  readonly checkpoint: OpenedCheckpoint;
  /** `self-asserted`: by the policy inside the bundle, so anybody could have made it; compare the fingerprints. */
  readonly keys: 'pinned' | 'self-asserted';
  /** SHA-256 of each public key, by its name. */
  readonly fingerprints: readonly { readonly use: string; readonly name: string; readonly sha256: string }[];
}

const maxFiles = 1_000;
const maxBytes = 2 ** 30;

/**
 * @param options.policy text of a policy that the receiver got elsewhere; without it the one inside is used
 * @returns what was verified; refuses E_VERIFY
 */
export function verifyBundle(zip: Uint8Array, options: { readonly policy?: string } = {}): Outcome<Verified> {
  const files = unzipFiles(zip);
  if (!files.ok) return files;
  const text = (name: string) => fromUtf8(files.value.get(name) ?? new Uint8Array()) ?? '';
  const own = parsePolicy(text(bundleNames.policy));
  if (!own.ok) return own;
  const pinned = options.policy === undefined ? own : parsePolicy(options.policy);
  if (!pinned.ok) return pinned;
  const certificateKey = requireCertificateKey(own.value, pinned.value);
  if (!certificateKey.ok) return certificateKey;
  const statement = verifyCertificate(text(bundleNames.certificate), certificateKey.value.publicKey, verifyEd25519);
  if (!statement.ok) return statement;
  const whole = requireFiles(files.value, statement.value);
  if (!whole.ok) return whole;
  const release = requireRelease(text(bundleNames.proof), {
    own: own.value,
    pinned: pinned.value,
    statement: statement.value,
  });
  if (!release.ok) return release;
  const { entry, checkpoint } = release.value;
  const keys = options.policy === undefined ? 'self-asserted' : 'pinned';
  const fingerprints = listKeys(pinned.value, certificateKey.value);
  return accept({ statement: statement.value, entry, checkpoint, keys, fingerprints });
}

/** A pinned policy may name the certificate key; else the log does, because the release event commits to the policy inside. */
function requireCertificateKey(own: Policy, pinned: Policy): Outcome<NoteKey> {
  if (own.certificateKey === undefined) return fail('the policy inside must name the certificate key; got none');
  if (pinned.certificateKey !== undefined && pinned.certificateKey !== own.certificateKey) {
    return fail('the certificate must be signed by the pinned key; got another key');
  }
  return parseKey(own.certificateKey);
}

/** Exactly the files that the certificate names, each as it names it, and certificate and proof. */
function requireFiles(files: ReadonlyMap<string, Uint8Array>, statement: Statement): Outcome<void> {
  const data = statement.subject.map((subject) => ({ name: subject.name, sha256: subject.digest.sha256 }));
  const declared = [...data, ...statement.predicate.enclosed];
  for (const { name, sha256 } of declared) {
    const bytes = files.get(name);
    if (!bytes) return fail(`${name} must be in the bundle; got no such file`);
    if (digestHex(bytes) !== sha256) return fail(`${name} must be the file that the certificate names; got another`);
  }
  const names = new Set<string>([...declared.map(({ name }) => name), bundleNames.certificate, bundleNames.proof]);
  const undeclared = [...files.keys()].find((name) => !names.has(name));
  if (undeclared !== undefined) return fail(`every file must be declared; got ${undeclared}`);
  const isCovered = [bundleNames.readme, bundleNames.policy, bundleNames.publicKey].every((name) => names.has(name));
  return isCovered ? accept(undefined) : fail('the certificate must cover README, policy and public key; got fewer');
}

interface Release {
  readonly own: Policy;
  readonly pinned: Policy;
  readonly statement: Statement;
}

/** The proof holds under both policies, and the event that it proves is the release of this certificate. */
function requireRelease(proof: string, release: Release): Outcome<Permitted> {
  const permit = parseProof(proof);
  if (!permit.ok) return permit;
  const inside = verifyPermit(permit.value, release.own, verifyEd25519);
  const outside = verifyPermit(permit.value, release.pinned, verifyEd25519);
  for (const checked of [inside, outside]) if (!checked.ok) return fail(checked.refusals[0].detail);
  if (!outside.ok) return outside;
  if (hasUnknownLine(permit.value, release.own))
    return fail('the checkpoint must have no line of an unknown key; got one');
  const { type } = outside.value.entry;
  if (type !== releaseType) return fail(`the proof must be of a release (${releaseType}); got ${type}`);
  const named = certificateNamedBy(outside.value.payload);
  if (named === statementDigest(release.statement)) return outside;
  return fail('the release in the log must name this certificate; got another');
}

function certificateNamedBy(payload: unknown): unknown {
  return typeof payload === 'object' && payload !== null && 'certificate' in payload ? payload.certificate : undefined;
}

/** The standard ignores such lines; in a bundle they would be bytes that nobody checks. */
function hasUnknownLine(permit: Permit, policy: Policy): boolean {
  const note = parseNote(permit.checkpoint);
  const keys = parseTrust(policy);
  if (!note.ok || !keys.ok) return true;
  const known = [keys.value.log, ...keys.value.witnesses];
  return !note.value.signatures.every((line) => known.some((key) => isSignedBy(line, key)));
}

function listKeys(policy: Policy, certificate: NoteKey): Verified['fingerprints'] {
  const keys = parseTrust(policy);
  if (!keys.ok) return [];
  const witnesses = keys.value.witnesses.map((key) => printFingerprint('witness', key));
  return [printFingerprint('log', keys.value.log), ...witnesses, printFingerprint('certificate', certificate)];
}

function printFingerprint(use: string, key: NoteKey): Verified['fingerprints'][number] {
  return { use, name: key.name, sha256: fingerprint(key.publicKey) };
}

/** Plain names, each once, within limits: nothing is unpacked before its name and size are known. */
function unzipFiles(zip: Uint8Array): Outcome<ReadonlyMap<string, Uint8Array>> {
  const names = new Set<string>();
  let bytes = 0;
  try {
    const files = unzipSync(zip, {
      filter({ name, size, originalSize }) {
        bytes += Math.max(size, originalSize);
        if (!isFileName(name) || names.has(name)) throw new Error('file names must be plain and each once');
        if (names.add(name).size > maxFiles || bytes > maxBytes) throw new Error('too many or too large files');
        return true;
      },
    });
    return accept(new Map(Object.entries(files)));
  } catch (error) {
    return fail(`must be a zip as we make it; got ${error instanceof Error ? error.message : 'something else'}`);
  }
}

function fail(why: string): Outcome<never> {
  return refuse('E_VERIFY', `Cannot trust the bundle: ${why}`);
}
