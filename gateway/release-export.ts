/**
 * The last gate: a filed export becomes a bundle. The release, with the hashes of its files and the digest of its certificate, stands in
 * the record before the domain hands out a byte; so after a crash the bundle can always be built again, and equal.
 *
 * @see AO-22-2; record.md §3; architecture.md invariant 4
 */
import { writeFile, rename, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import type { DocOf } from '#policies/procedure/lives.ts';
import type { Permit } from '#policies/record/permit.ts';
import { printKey } from '#policies/record/note.ts';
import type { Trust } from '#policies/record/checkpoint.ts';
import { sha256, type Sha256 } from '#policies/units.ts';
import { act } from './act.ts';
import { predicateOf } from './certificate.ts';
import { loadDoc } from './load.ts';
import { systemActor, type Office } from './office.ts';
import { buildBundle, describeSealed } from './record/bundle.ts';

export function trustOf(office: Office): Trust {
  const { log, witness } = office.keys;
  return { origin: log.key.name, logKey: printKey(log.key), witnessKeys: [printKey(witness.key)], quorum: 1 };
}

/** Releases export `id`. Refuses E_NOT_FILED before its filing was accepted, and whatever the domain says then. */
export async function releaseExport(office: Office, id: string): Promise<Outcome<DocOf<'export'>>> {
  const found = loadDoc(office.record.read, 'export', id);
  if (!found) return refuse('E_NOT_FOUND', `Cannot release the export: there is no ${id}`);
  const sealed = await seal(office, found);
  if (!sealed.ok) return sealed;
  const files = sealed.value;
  const described = describeSealed(files, {
    predicate: predicateOf(office, found),
    policy: trustOf(office),
    signer: office.keys.certificate,
  });
  const released = act(office, {
    life: 'export',
    id,
    command: { type: 'release', files: [...files], certificate: described.digest },
    actor: systemActor,
  });
  if (!released.ok) return released;
  const bundle = await bundleOf(office, id);
  return bundle.ok ? accept(released.value.doc) : bundle;
}

type Sealed = readonly { readonly name: string; readonly sha256: Sha256 }[];

async function seal(office: Office, { product }: DocOf<'export'>): Promise<Outcome<Sealed>> {
  const files: { name: string; sha256: Sha256 }[] = [];
  for (const run of product.runs) {
    const sealed = await office.domain.seal({ run });
    if (!sealed.ok) return sealed;
    files.push(...sealed.value.files.map((file) => ({ name: file.name, sha256: sha256(file.sha256) })));
  }
  return accept(files);
}

/** The bundle of a released export: from disk, else built from the record and the domain. */
export async function bundleOf(office: Office, id: string): Promise<Outcome<Uint8Array>> {
  const doc = loadDoc(office.record.read, 'export', id);
  if (!doc || doc.state !== 'released')
    return refuse('E_NOT_FILED', `Cannot give the bundle: the export must be released; got ${doc?.state ?? 'none'}`);
  const path = join(office.bundles, `${id}.zip`);
  const kept = await readFile(path).catch(() => undefined);
  if (kept) return accept(kept);
  const permits = permitsOf(office, id);
  if (!permits.ok) return permits;
  const files = new Map<string, Uint8Array>();
  for (const run of doc.product.runs) {
    const given = await office.domain.release({ run, ...permits.value });
    if (!given.ok) return given;
    for (const { name, base64 } of given.value.files) files.set(name, Buffer.from(base64, 'base64'));
  }
  const bundle = buildBundle({
    files,
    predicate: predicateOf(office, doc),
    policy: trustOf(office),
    signer: office.keys.certificate,
    permit: permits.value.released,
  });
  await writeFile(`${path}.new`, bundle);
  await rename(`${path}.new`, path);
  return accept(bundle);
}

interface Permits {
  readonly submitted: Permit;
  readonly filed: Permit;
  readonly released: Permit;
}

function permitsOf({ record }: Office, id: string): Outcome<Permits> {
  const events = record.read.bySubject(`export/${id}`);
  const permitOf = (type: string): Outcome<Permit> => {
    const event = events.findLast((candidate) => candidate.type === type);
    return event
      ? record.permit(event.entry.seq)
      : refuse('E_NOT_FILED', `Cannot release: the record must hold ${type}`);
  };
  const submitted = permitOf('export.submitted');
  if (!submitted.ok) return submitted;
  const filed = permitOf('export.filed');
  if (!filed.ok) return filed;
  const released = permitOf('export.released');
  if (!released.ok) return released;
  return accept({ submitted: submitted.value, filed: filed.value, released: released.value });
}
