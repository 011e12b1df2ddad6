/**
 * The export bundle: one zip of the data, its certificate, the proof that the release stands in the log, the policy to check them by, and
 * a page that checks them. Equal input gives equal bytes, but for signatures by SM2, which are never the same twice.
 *
 * The order is: `describeExport` → commit the release event, whose payload names the digest as `certificate` → `permit` →
 * `buildBundle`. So the log names the certificate; the certificate cannot hold the proof, and need not.
 *
 * @see record.md §3
 */
import { readFileSync } from 'node:fs';
import { zipSync, type Zippable } from 'fflate';
import { unwrap } from '#policies/refusal.ts';
import { bundleNames, isFileName } from '#policies/record/bundle-names.ts';
import {
  makeStatement,
  signCertificate,
  statementDigest,
  type ExportPredicate,
  type FileDigest,
  type Statement,
} from '#policies/record/certificate.ts';
import type { Trust } from '#policies/record/checkpoint.ts';
import { digestHex, toUtf8 } from '#policies/record/hash.ts';
import { printKey } from '#policies/record/note.ts';
import type { Permit } from '#policies/record/permit.ts';
import { printPolicy } from '#policies/record/policy.ts';
import { printProof } from '#policies/record/proof-file.ts';
import { addSm2Signature, printSm2Policy } from '#policies/record/sm2-note.ts';
import type { Sha256 } from '#policies/units.ts';
import { printCrate } from './crate.ts';
import { printPem, type Signer, type Sm2Signers } from './keys.ts';
import { printReadme } from './readme.ts';
import { verifyBundle } from './verify.ts';

/** What goes out, before it is in the log. */
export interface ExportContents {
  /** The data by file name: letters, digits and . _ - only. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly predicate: ExportPredicate;
  /** By which log and witnesses the receiver should check. */
  readonly policy: Trust;
  /** Signs the certificate. */
  readonly signer: Signer;
  /** Sign certificate and checkpoint once more. */
  readonly sm2?: Sm2Signers | undefined;
}

/**
 * The statement that the certificate will sign, and the digest that the payload of the release event must name as `certificate`.
 *
 * @throws RangeError for no file, or a file name that is not plain or is one of the bundle's own
 */
export function describeExport(contents: ExportContents): Described {
  return describeSealed(digests(contents.files), contents);
}

export interface Described {
  readonly statement: Statement;
  readonly digest: Sha256;
}

/** The same for files of which only the hashes are known yet. */
export function describeSealed(files: readonly FileDigest[], contents: Omit<ExportContents, 'files'>): Described {
  const names = files.map(({ name }) => name);
  const bad = names.find((name) => !isFileName(name) || Object.values<string>(bundleNames).includes(name));
  if (bad !== undefined || names.length === 0)
    throw new RangeError(`Cannot bundle: must be plain file names; got ${bad}`);
  const enclosed = digests(enclosedFiles(files, contents));
  const statement = makeStatement(files, { ...contents.predicate, enclosed });
  return { statement, digest: statementDigest(statement) };
}

/**
 * The zip. It is verified before it is given: a permit of another event, log or certificate throws.
 *
 * @throws Error when the bundle does not verify under its own policy
 */
export function buildBundle(contents: ExportContents & { readonly permit: Permit }): Uint8Array {
  const { permit, signer, sm2 } = contents;
  const { statement } = describeExport(contents);
  const signers = [signer, ...(sm2 ? [sm2.certificate] : [])];
  const certificate = signCertificate(
    statement,
    ...signers.map(({ key, sign }) => ({ publicKey: key.publicKey, sign })),
  );
  const checkpoint = sm2 ? addSm2Signature(permit.checkpoint, sm2.log) : permit.checkpoint;
  const files = new Map([
    ...contents.files,
    ...enclosedFiles(digests(contents.files), contents),
    [bundleNames.certificate, toUtf8(certificate)] as const,
    [bundleNames.proof, toUtf8(printProof({ ...permit, checkpoint }))] as const,
  ]);
  const zip = zipFiles(files);
  unwrap(verifyBundle(zip));
  return zip;
}

/** Stored, in order of name, at a fixed time: the bytes depend on names and contents only. */
export function zipFiles(files: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const entries: Zippable = {};
  for (const name of [...files.keys()].sort()) entries[name] = files.get(name) ?? new Uint8Array();
  // Zip keeps local time without an offset; a local date prints the same bytes in every time zone.
  return zipSync(entries, { level: 0, mtime: new Date(1980, 0, 1, 12) });
}

/** The files of the bundle that the certificate covers beside the data. */
function enclosedFiles(
  files: readonly FileDigest[],
  { signer: { key }, sm2, policy, predicate }: Omit<ExportContents, 'files'>,
): ReadonlyMap<string, Uint8Array> {
  const second = sm2 ? printSm2Policy({ log: sm2.log.key, certificate: sm2.certificate.key }) : '';
  return new Map([
    [
      bundleNames.readme,
      toUtf8(
        printReadme(
          files.map(({ name }) => name),
          predicate,
        ),
      ),
    ],
    [bundleNames.policy, toUtf8(second + printPolicy({ ...policy, certificateKey: printKey(key) }))],
    [bundleNames.publicKey, toUtf8(printPem(key))],
    [bundleNames.page, page],
    [bundleNames.crate, toUtf8(printCrate(files, predicate))],
  ]);
}

/** The same for every bundle of this version. */
const page = new Uint8Array(readFileSync(new URL('./verify-page/verify.html', import.meta.url)));

function digests(files: ReadonlyMap<string, Uint8Array>) {
  return [...files].map(([name, bytes]) => ({ name, sha256: digestHex(bytes) }));
}
