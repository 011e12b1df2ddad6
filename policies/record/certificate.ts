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
import { canonicalBytes, parseCanonical } from './canonical.ts';
import { contentHash } from './content-hash.ts';
import { openEnvelope, sealEnvelope, type EnvelopeKey, type EnvelopeSigner } from './dsse.ts';
import { fromUtf8 } from './hash.ts';
import { faultOf } from './statement-shape.ts';

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
  /** Of the first result. */
  readonly program: Sha256;
  /** Result by result, where there are several. Certificates before version 0.6 name the first only. */
  readonly programs?: readonly { readonly run: string; readonly sha256: Sha256 }[];
  /** Hash of the register of checks. */
  readonly policy: Sha256;
  /** Hash of the name and version of the risk profile: its parameters are few, and a hash of them could be guessed. */
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

/** The DSSE envelope, as canonical JSON: signed by the first, and by the others beside it. */
export function signCertificate(statement: Statement, ...signers: readonly EnvelopeSigner[]): string {
  return sealEnvelope(canonicalBytes(statement), signers);
}

/** Accepts exactly what {@link signCertificate} prints for these keys: one byte changed anywhere refuses E_VERIFY. */
export function verifyCertificate(envelope: string, ...keys: readonly EnvelopeKey[]): Outcome<Statement> {
  const body = openEnvelope(envelope, keys);
  return body.ok ? parseStatement(body.value) : body;
}

/** Nothing in it is unknown, nothing missing, and no file is named twice. */
function parseStatement(body: Uint8Array): Outcome<Statement> {
  const value = parseCanonical(fromUtf8(body) ?? '')?.value;
  const fault = faultOf(value);
  if (fault !== undefined)
    return fail(`must carry an export statement in canonical JSON; got something else at ${fault}`);
  const statement = value as Statement;
  const names = [...statement.subject, ...statement.predicate.enclosed].map(({ name }) => name);
  return new Set(names).size === names.length ? accept(statement) : fail('must name each file once; got one twice');
}

function byName(a: FileDigest, b: FileDigest): number {
  return a.name < b.name ? -1 : 1;
}

function fail(why: string): Outcome<never> {
  return refuse('E_VERIFY', `Cannot trust the certificate: ${why}`);
}
