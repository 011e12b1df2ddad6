/**
 * Verifies the files of an export bundle: certificate, hashes, the log's signature, the witnesses, the proof that the release stands in the
 * log, and that log and certificate name each other. One byte changed in any file refuses. `sluice verify` and the page in the bundle are
 * this function.
 *
 * @see record.md §3; docs/decisions/044-verification-by-anybody.md
 */
import { accept, refuse, type Outcome } from '../refusal.ts';
import { bundleNames } from './bundle-names.ts';
import { releaseType, statementDigest, verifyCertificate, type Statement } from './certificate.ts';
import { openCheckpoint, parseTrust, type OpenedCheckpoint, type Trust } from './checkpoint.ts';
import { fingerprint } from './dsse.ts';
import type { Entry } from './entry.ts';
import { digestHex, fromUtf8 } from './hash.ts';
import { isSignedBy, parseNote, type Verify } from './note.ts';
import { verifyPermit, type Permit, type Permitted } from './permit.ts';
import { parseProof } from './proof-file.ts';
import { isSignedBySm2, requireSm2Signature } from './sm2-note.ts';
import { readKeyPolicies, type KeyPolicies, type KeyPolicy } from './key-policy.ts';

/** Checks signatures: what cryptography the caller has. */
export interface Verifiers {
  readonly ed25519: Verify;
  readonly sm2: Verify;
}

/** What is looked at, in this order. */
export const steps = ['policy', 'certificate', 'files', 'log', 'witnesses', 'inclusion', 'release'] as const;
export type Step = (typeof steps)[number];

/** What was verified, and on whose word. */
export interface Verified {
  readonly statement: Statement;
  /** The release event. */
  readonly entry: Entry;
  /** The result holds as of this checkpoint; a later recall is not seen. */
  readonly checkpoint: OpenedCheckpoint;
  /** By which keys: the pinned policy, else the one inside. */
  readonly trust: Trust;
  /** `self-asserted`: by the policy inside the bundle, so anybody could have made it; compare the fingerprints. */
  readonly keys: 'pinned' | 'self-asserted';
  /** SHA-256 of each public key, by its name. */
  readonly fingerprints: readonly { readonly use: string; readonly name: string; readonly sha256: string }[];
}

export interface BundleFiles {
  /** By name, without folders. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** Text of a policy that the receiver got elsewhere; without it the one inside is used. */
  readonly policy?: string;
}

/** How far the examination came: where the outcome refuses, `step` is what does not hold; otherwise it is the last. */
export interface Examined {
  readonly step: Step;
  readonly outcome: Outcome<Verified>;
}

/** For every set of files of which one byte differs from what was released, refuses E_VERIFY. It never throws. */
export function examineBundle(bundle: BundleFiles, verifiers: Verifiers): Examined {
  const { files } = bundle;
  const text = (name: string) => fromUtf8(files.get(name) ?? new Uint8Array()) ?? '';
  const policies = readKeyPolicies(text(bundleNames.policy), bundle.policy);
  if (!policies.ok) return { step: 'policy', outcome: policies };
  const { own, pinned, certificate } = policies.value;
  const sm2 = own.sm2.certificate;
  const statement = verifyCertificate(
    text(bundleNames.certificate),
    { publicKey: certificate.publicKey, verify: verifiers.ed25519 },
    ...(sm2 ? [{ publicKey: sm2.publicKey, verify: verifiers.sm2 }] : []),
  );
  if (!statement.ok) return { step: 'certificate', outcome: statement };
  const whole = requireFiles(files, statement.value);
  if (!whole.ok) return { step: 'files', outcome: whole };
  const permit = parseProof(text(bundleNames.proof));
  if (!permit.ok) return { step: 'log', outcome: permit };
  const signed = requireLog(permit.value, policies.value, verifiers);
  if (!signed.ok) return { step: 'log', outcome: signed };
  const checkpoint = requireWitnesses(permit.value, policies.value, verifiers);
  if (!checkpoint.ok) return { step: 'witnesses', outcome: checkpoint };
  const permitted = verifyPermit(permit.value, pinned.trust, verifiers.ed25519);
  if (!permitted.ok) return { step: 'inclusion', outcome: fail(permitted.refusals[0].detail) };
  const release = requireRelease(permitted.value, statement.value);
  if (!release.ok) return { step: 'release', outcome: release };
  const verified: Verified = {
    statement: statement.value,
    entry: permitted.value.entry,
    checkpoint: checkpoint.value,
    trust: pinned.trust,
    keys: bundle.policy === undefined ? 'self-asserted' : 'pinned',
    fingerprints: listKeys(pinned, policies.value),
  };
  return { step: 'release', outcome: accept(verified) };
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

/** Signed by the log of both policies, by SM2 too where the policy inside says so, and by nobody unknown. */
function requireLog(permit: Permit, { own, pinned }: KeyPolicies, verifiers: Verifiers): Outcome<void> {
  for (const { trust } of [own, pinned]) {
    const opened = openCheckpoint(permit.checkpoint, { ...trust, witnessKeys: [], quorum: 0 }, verifiers.ed25519);
    if (!opened.ok) return opened;
  }
  const note = parseNote(permit.checkpoint);
  const keys = parseTrust(own.trust);
  if (!note.ok) return note;
  if (!keys.ok) return keys;
  const { log: sm2 } = own.sm2;
  const known = [keys.value.log, ...keys.value.witnesses];
  // The standard ignores unknown lines; in a bundle they would be bytes that nobody checks.
  const isKnown = note.value.signatures.every(
    (line) => known.some((key) => isSignedBy(line, key)) || (sm2 !== undefined && isSignedBySm2(line, sm2)),
  );
  if (!isKnown) return fail('the checkpoint must have no line of an unknown key; got one');
  return sm2 ? requireSm2Signature(note.value, sm2, verifiers.sm2) : accept(undefined);
}

/** Cosigned as both policies ask. */
function requireWitnesses(
  permit: Permit,
  { own, pinned }: KeyPolicies,
  { ed25519 }: Verifiers,
): Outcome<OpenedCheckpoint> {
  const inside = openCheckpoint(permit.checkpoint, own.trust, ed25519);
  return inside.ok ? openCheckpoint(permit.checkpoint, pinned.trust, ed25519) : inside;
}

/** The event that the proof is about is the release of this certificate. */
function requireRelease({ entry, payload }: Permitted, statement: Statement): Outcome<void> {
  if (entry.type !== releaseType) return fail(`the proof must be of a release (${releaseType}); got ${entry.type}`);
  if (certificateNamedBy(payload) === statementDigest(statement)) return accept(undefined);
  return fail('the release in the log must name this certificate; got another');
}

function certificateNamedBy(payload: unknown): unknown {
  return typeof payload === 'object' && payload !== null && 'certificate' in payload ? payload.certificate : undefined;
}

function listKeys({ trust }: KeyPolicy, { own, certificate }: KeyPolicies): Verified['fingerprints'] {
  const keys = parseTrust(trust);
  if (!keys.ok) return [];
  const named = [
    { use: 'log', key: keys.value.log },
    ...keys.value.witnesses.map((key) => ({ use: 'witness', key })),
    { use: 'certificate', key: certificate },
    ...(own.sm2.log ? [{ use: 'log SM2', key: own.sm2.log }] : []),
    ...(own.sm2.certificate ? [{ use: 'certificate SM2', key: own.sm2.certificate }] : []),
  ];
  return named.map(({ use, key }) => ({ use, name: key.name, sha256: fingerprint(key.publicKey) }));
}

function fail(why: string): Outcome<never> {
  return refuse('E_VERIFY', `Cannot trust the bundle: ${why}`);
}
