/**
 * The last gate: a filed export becomes a bundle. The release, with the hashes of its files and the digest of its certificate, stands in
 * the record before the domain hands out a byte; so after a crash the bundle can always be built again, and equal.
 *
 * @see AO-22-2; record.md §3; architecture.md invariant 4
 */
import { writeFile, rename, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import { requireNoStop } from '#policies/procedure/emergency-stop.ts';
import { heirOf } from '#policies/procedure/lineage.ts';
import type { DocOf } from '#policies/procedure/lives.ts';
import { isBefore } from '#policies/procedure/term.ts';
import type { ReportText } from '#policies/procedure/report/report.ts';
import type { Permit } from '#policies/record/permit.ts';
import { sha256, type PersonId, type Sha256 } from '#policies/units.ts';
import { act } from './act.ts';
import { predicateOf } from './certificate.ts';
import { auditBeside } from './check-export.ts';
import { loadDoc, lookupOf } from './load.ts';
import { systemActor, type Office } from './office.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { buildBundle, describeSealed } from './record/bundle.ts';
import type { RecordedEvent } from './record/reader.ts';
import { codeVersions, versions } from './versions.ts';

/** Between the look at the history and the release that rests on it, nothing else is released. */
const alone = oneAtATime();

/**
 * Releases export `id`. Refuses E_NOT_FILED before its filing was accepted, E_HISTORY where something released since its check would
 * say too much beside it, and whatever the domain says then.
 */
export function releaseExport(office: Office, id: string, askedBy: PersonId): Promise<Outcome<DocOf<'export'>>> {
  return alone(async () => {
    const found = loadDoc(office.record.read, 'export', id);
    if (!found) return refuse('E_NOT_FOUND', `Cannot release the export: there is no ${id}`);
    const sealed = await seal(office, found);
    if (!sealed.ok) return sealed;
    const released = await recordRelease(office, found, { files: sealed.value, askedBy });
    if (!released.ok) return released;
    const bundle = await build(office, released.value);
    return bundle.ok ? accept(released.value) : bundle;
  });
}

/** Certificate and event are made of one state of the record: what is released waits for its turn in `alone`. */
async function recordRelease(
  office: Office,
  doc: DocOf<'export'>,
  { files, askedBy }: { readonly files: Sealed; readonly askedBy: PersonId },
): Promise<Outcome<DocOf<'export'>>> {
  const { digest: certificate } = describeSealed(files, {
    predicate: predicateOf(office, doc, { before: office.record.read.size(), versions }),
    policy: office.trust,
    signer: office.keys.certificate,
    sm2: office.keys.sm2,
  });
  const command = { type: 'release', files: [...files], certificate, askedBy } as const;
  const released = await act(office, { life: 'export', id: doc.id, command, actor: systemActor });
  return released.ok ? accept(released.value.doc) : released;
}

type Sealed = readonly { readonly name: string; readonly sha256: Sha256 }[];

async function seal(office: Office, { id, product, state }: DocOf<'export'>): Promise<Outcome<Sealed>> {
  const filing = await filingOf(office, id);
  if (!filing.ok) return filing;
  const files: { name: string; sha256: Sha256 }[] = [];
  for (const run of product.runs) {
    const audited = state === 'filed' ? await auditBeside(office, run, product.runs) : accept([]);
    if (!audited.ok) return audited;
    const sealed = await office.domain.seal({ run, ...filing.value });
    if (!sealed.ok) return sealed;
    files.push(...sealed.value.files.map((file) => ({ name: file.name, sha256: sha256(file.sha256) })));
  }
  if (!product.report) return accept(files);
  const sealed = await office.domain.sealReport({ report: mutable(product.report), ...filing.value });
  if (!sealed.ok) return sealed;
  const { name, sha256: hash } = sealed.value.file;
  return accept([...files, { name, sha256: sha256(hash) }]);
}

function mutable({ text, constants }: ReportText) {
  return { text, constants: constants.map((constant) => ({ ...constant })) };
}

/** The bundle of a released export: from disk, else built from the record and the domain. */
export async function bundleOf(office: Office, id: string): Promise<Outcome<Uint8Array>> {
  const doc = requireGivable(office, id);
  if (!doc.ok) return doc;
  const kept = await keptBundle(office, id);
  const bundle = kept ? accept(kept) : await alone(() => build(office, doc.value));
  // It may have been suspended while the bundle was fetched.
  const still = requireGivable(office, id);
  return still.ok ? bundle : still;
}

/** Released, neither suspended nor over, and nothing is stopped. @see SH-27-2, AO-20-5, DC-19 */
function requireGivable({ record: { read }, clock }: Office, id: string): Outcome<DocOf<'export'>> {
  const doing = 'give the bundle';
  const doc = loadDoc(read, 'export', id);
  if (!doc || doc.state !== 'released')
    return refuse('E_NOT_FILED', `Cannot ${doing}: the export must be released; got ${doc?.state ?? 'none'}`);
  const lookup = lookupOf(read);
  const stopped = requireNoStop(doing, lookup, doc.product.scenario);
  if (!stopped.ok) return stopped;
  const term = heirOf(doc.agreement, lookup)?.clauses.term;
  if (term && isBefore(clock(), term.to)) return accept(doc);
  return refuse(
    'E_NO_RIGHTS',
    `Cannot ${doing}: the agreement must be in term; got an end at ${term?.to ?? 'no moment'}`,
  );
}

function keptBundle({ bundles }: Office, id: string): Promise<Uint8Array | undefined> {
  return readFile(join(bundles, `${id}.zip`)).catch(() => undefined);
}

/** As of the release event, however much later it is: what was approved or installed since changes nothing. */
async function build(office: Office, doc: DocOf<'export'>): Promise<Outcome<Uint8Array>> {
  const kept = await keptBundle(office, doc.id);
  if (kept) return accept(kept);
  const permits = await permitsOf(office, doc.id);
  if (!permits.ok) return permits;
  const { submitted, filed, released, event } = permits.value;
  const files = new Map<string, Uint8Array>();
  for (const run of doc.product.runs) {
    const given = await office.domain.release({ run, submitted, filed, released });
    if (!given.ok) return given;
    for (const { name, base64 } of given.value.files) files.set(name, Buffer.from(base64, 'base64'));
  }
  if (doc.product.report) {
    const report = mutable(doc.product.report);
    const given = await office.domain.releaseReport({ report, submitted, filed, released });
    if (!given.ok) return given;
    files.set(given.value.file.name, Buffer.from(given.value.file.base64, 'base64'));
  }
  const bundle = buildBundle({
    files,
    predicate: predicateOf(office, doc, { before: event.entry.seq, versions: codeVersions(event.entry.versions) }),
    policy: office.trust,
    signer: office.keys.certificate,
    sm2: office.keys.sm2,
    permit: released,
  });
  const path = join(office.bundles, `${doc.id}.zip`);
  await writeFile(`${path}.new`, bundle, { flush: true });
  await rename(`${path}.new`, path);
  return accept(bundle);
}

interface Filing {
  readonly submitted: Permit;
  readonly filed: Permit;
}

interface Permits extends Filing {
  readonly released: Permit;
  /** The release itself. */
  readonly event: RecordedEvent;
}

/** The newest event of this type about the export, and its proof. */
async function permitOf(
  { record }: Office,
  id: string,
  type: string,
): Promise<Outcome<{ readonly permit: Permit; readonly event: RecordedEvent }>> {
  const event = record.read.bySubject(`export/${id}`).findLast((candidate) => candidate.type === type);
  if (!event) return refuse('E_NOT_FILED', `Cannot release: the record must hold ${type}`);
  const permit = await record.permit(event.entry.seq);
  return permit.ok ? accept({ permit: permit.value, event }) : permit;
}

async function filingOf(office: Office, id: string): Promise<Outcome<Filing>> {
  const submitted = await permitOf(office, id, 'export.submitted');
  if (!submitted.ok) return submitted;
  const filed = await permitOf(office, id, 'export.filed');
  return filed.ok ? accept({ submitted: submitted.value.permit, filed: filed.value.permit }) : filed;
}

async function permitsOf(office: Office, id: string): Promise<Outcome<Permits>> {
  const filing = await filingOf(office, id);
  if (!filing.ok) return filing;
  const released = await permitOf(office, id, 'export.released');
  if (!released.ok) return released;
  const { permit, event } = released.value;
  return accept({ ...filing.value, released: permit, event });
}
