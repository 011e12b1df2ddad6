/**
 * The export certificate: a signed statement about the exported files. What was made from what, by which rules, who approved,
 * for whom. The envelope is DSSE, the statement in-toto v1, so that tools that we did not write verify it.
 *
 * @see record.md §3; DSSE v1 protocol; in-toto Attestation Framework, Statement v1
 */
import type { Title } from '../catalog/entry.ts';
import type { TreatmentLabel } from '../disclosure/treat/label.ts';
import type { IsolationTier } from '../isolation.ts';
import type { ModelDeclaration } from '../program/model.ts';
import { accept, refuse, type Outcome } from '../refusal.ts';
import type { EntryId, Instant, OrgId, PersonId, Sha256, SnapshotId } from '../units.ts';
import { canonicalBytes, canonicalText, parseCanonical } from './canonical.ts';
import { contentHash } from './content-hash.ts';
import { concat, digest, fromBase64, fromUtf8, toBase64, toHex, toUtf8 } from './hash.ts';
import type { Sign, Verify } from './note.ts';

export const payloadType = 'application/vnd.in-toto+json';
export const statementType = 'https://in-toto.io/Statement/v1';
export const predicateType = 'https://sluice.example/export/v1';

/** Type of the log entry that a bundle must prove; its payload names the statement's digest as `certificate`. */
export const releaseType = 'export.released';

/** A file by its name and content. */
export interface FileDigest {
  readonly name: string;
  readonly sha256: Sha256;
}

/** How disclosure was controlled: never a secret parameter, never a count. */
export type Disclosure =
  | { readonly mode: 'exact'; readonly rules: readonly string[]; readonly models?: readonly ExactModel[] }
  | {
      /** `perturbed` where any table is. */
      readonly mode: TreatmentLabel['mode'];
      /** The counts are near the true ones, not equal to them. */
      readonly exact: false;
      readonly tables: readonly TreatedTable[];
      /** Of the exact tables and values beside the treated counts. */
      readonly rules: readonly string[];
      readonly models?: readonly ExactModel[];
    }
  | {
      readonly mode: 'private';
      readonly mechanism: string;
      /** The numbers are near the true ones, not equal to them. */
      readonly noisy: true;
      readonly answers: readonly PrivacyLoss[];
      /** Rounded and perturbed tables beside the noisy ones, where there are. */
      readonly tables?: readonly TreatedTable[];
      /** Of the exact tables beside the noisy ones, where there are. */
      readonly rules?: readonly string[];
      readonly models?: readonly ExactModel[];
    };

/** A table whose counts were rounded or perturbed: by which method, never how far. */
export type TreatedTable = TreatmentLabel & { readonly run: string };

/** A model without noise: rounded coefficients of all rows, which passed the checks for models. */
export interface ExactModel {
  readonly run: string;
  readonly kind: ModelDeclaration['family'];
  readonly checks: readonly string[];
}

/** What one noisy table tells of each unit of `space`: (ε, δ)-differential privacy, by ρ-zCDP. Larger than it is where rounded. */
export interface PrivacyLoss {
  readonly run: string;
  readonly space: string;
  readonly epsilon: number;
  readonly delta: number;
  readonly rho: number;
}

/** How far what ran was kept apart from the machine. @see programs.md decision 6 */
export interface Isolation {
  /** The weakest of all results. */
  readonly tier: IsolationTier;
  readonly versions: Readonly<Record<string, string>>;
  /** Result by result, where there are several or a risk was accepted for one. */
  readonly runs?: readonly {
    readonly run: string;
    readonly tier: IsolationTier;
    /** The entry of the record by which the custodian answers for this tier. */
    readonly acceptance?: string;
  }[];
}

/** What the certificate says about an export. Everything here is public to who holds the bundle. */
export interface ExportPredicate {
  readonly product: { readonly id: string; readonly form: string; readonly title: Title };
  readonly scenario: string;
  readonly agreement: string;
  readonly sources: readonly {
    readonly entry: EntryId;
    readonly snapshot: SnapshotId;
    /** Salted commitment to the snapshot, not its hash. */
    readonly commitment: Sha256;
  }[];
  readonly program: Sha256;
  readonly policy: Sha256;
  readonly profile: Sha256;
  readonly verdicts: readonly { readonly rule: string; readonly verdict: string }[];
  /** Salted commitments to the decision objects, which stay in the domain and can be opened to a regulator. @see disclosure.md §2.10 */
  readonly decisions?: readonly { readonly run: string; readonly sha256: Sha256 }[];
  readonly disclosure: Disclosure;
  readonly approvals: readonly {
    readonly act: string;
    readonly person: PersonId;
    readonly org: OrgId;
    readonly role: string;
    readonly at: Instant;
  }[];
  /** Number of the filing that the data agency accepted. */
  readonly filing: string;
  readonly isolation: Isolation;
  readonly sourceStatement: Title;
  readonly licence: string;
  readonly recipients: readonly string[];
}

/** The predicate as signed: with the other files of the bundle, so that none of them can be exchanged. */
export interface SignedPredicate extends ExportPredicate {
  readonly enclosed: readonly FileDigest[];
}

/** @see in-toto Statement v1 */
export interface Statement {
  readonly _type: typeof statementType;
  readonly subject: readonly { readonly name: string; readonly digest: { readonly sha256: Sha256 } }[];
  readonly predicateType: typeof predicateType;
  readonly predicate: SignedPredicate;
}

/** The statement about `files`, in order of their names. */
export function makeStatement(files: readonly FileDigest[], predicate: SignedPredicate): Statement {
  const subject = files.toSorted(byName).map(({ name, sha256 }) => ({ name, digest: { sha256 } }));
  const enclosed = predicate.enclosed.toSorted(byName);
  return { _type: statementType, subject, predicateType, predicate: { ...predicate, enclosed } };
}

/** What the release event must name in its payload as `certificate`: SHA-256 of the JCS form of the statement. */
export function statementDigest(statement: Statement): Sha256 {
  return contentHash(statement);
}

/** Pre-authentication encoding: "DSSEv1" SP LEN(type) SP type SP LEN(body) SP body. @see DSSE v1, “Signature Definition” */
export function preAuthEncoding(type: string, body: Uint8Array): Uint8Array {
  return concat(toUtf8(`DSSEv1 ${toUtf8(type).length} ${type} ${body.length} `), body);
}

/** Names a certificate key: SHA-256 of its 32 bytes. */
export function fingerprint(publicKey: Uint8Array): string {
  return toHex(digest(publicKey));
}

/** The DSSE envelope, as canonical JSON. */
export function signCertificate(statement: Statement, signer: { publicKey: Uint8Array; sign: Sign }): string {
  const body = canonicalBytes(statement);
  const sig = toBase64(signer.sign(preAuthEncoding(payloadType, body)));
  const signatures = [{ keyid: fingerprint(signer.publicKey), sig }];
  return canonicalText({ payload: toBase64(body), payloadType, signatures });
}

/** Accepts exactly what {@link signCertificate} prints for this key: one byte changed anywhere refuses E_VERIFY. */
export function verifyCertificate(envelope: string, publicKey: Uint8Array, verify: Verify): Outcome<Statement> {
  const parsed = parseEnvelope(envelope);
  const body = parsed && fromBase64(parsed.payload);
  if (!parsed || !body) return fail('must be a DSSE envelope in canonical JSON; got something else');
  const [signature] = parsed.signatures;
  if (signature?.keyid !== fingerprint(publicKey))
    return fail('must be signed by the key of the policy; got another key');
  const sig = fromBase64(signature.sig);
  if (!sig || !verify(publicKey, preAuthEncoding(payloadType, body), sig))
    return fail('the signature must verify; got another');
  const statement = parseCanonical(fromUtf8(body) ?? '')?.value;
  if (!isStatement(statement)) return fail('must carry an export statement in canonical JSON; got something else');
  return accept(statement);
}

interface Envelope {
  readonly payload: string;
  readonly payloadType: string;
  readonly signatures: readonly { readonly keyid: string; readonly sig: string }[];
}

/** One signature, no other members: there is nothing in the file that is not signed or checked. */
function parseEnvelope(text: string): Envelope | undefined {
  const value = parseCanonical(text)?.value;
  if (!isObject(value) || Object.keys(value).sort().join() !== 'payload,payloadType,signatures') return undefined;
  const [signature, ...more] = Array.isArray(value['signatures']) ? (value['signatures'] as unknown[]) : [];
  if (!isObject(signature) || more.length > 0 || Object.keys(signature).sort().join() !== 'keyid,sig') return undefined;
  const texts = [value['payload'], signature['keyid'], signature['sig']];
  if (value['payloadType'] !== payloadType || !texts.every((item) => typeof item === 'string')) return undefined;
  return value as unknown as Envelope;
}

/** Checks what the verifier relies on; the rest of the predicate is as its signer wrote it. */
function isStatement(value: unknown): value is Statement {
  if (!isObject(value) || value['_type'] !== statementType || value['predicateType'] !== predicateType) return false;
  const { subject, predicate } = value;
  if (!Array.isArray(subject) || !isObject(predicate) || !Array.isArray(predicate['enclosed'])) return false;
  const files = [...subject.map((item: unknown) => toFile(item)), ...(predicate['enclosed'] as unknown[])];
  return files.every(isFile) && new Set(files.map(({ name }) => name)).size === files.length;
}

function toFile(subject: unknown): unknown {
  if (!isObject(subject) || !isObject(subject['digest'])) return undefined;
  return { name: subject['name'], sha256: subject['digest']['sha256'] };
}

function isFile(value: unknown): value is FileDigest {
  if (!isObject(value) || typeof value['name'] !== 'string' || typeof value['sha256'] !== 'string') return false;
  return /^[0-9a-f]{64}$/.test(value['sha256']);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function byName(a: FileDigest, b: FileDigest): number {
  return a.name < b.name ? -1 : 1;
}

function fail(why: string): Outcome<never> {
  return refuse('E_VERIFY', `Cannot trust the certificate: ${why}`);
}
