/**
 * What a source department does with its data: real rows for a published entry go into the domain as a snapshot.
 *
 * @see AO-09-1
 */
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import { isPublished } from '#policies/procedure/catalog-entry-doc.ts';
import type { Actor } from '#policies/procedure/life.ts';
import { sha256, snapshotId } from '#policies/units.ts';
import { act } from './act.ts';
import { noteDecision } from './decisions/note.ts';
import { loadAll, loadDoc } from './load.ts';
import { systemActor, type Office } from './office.ts';

export interface Provision {
  readonly entry: string;
  /** Table name → path of its CSV or Parquet file, as the domain's host sees it. */
  readonly files: Readonly<Record<string, string>>;
  readonly options?: unknown;
  readonly actor: Actor;
}

export interface Provided {
  readonly entry: string;
  readonly snapshot: string;
}

/**
 * Only the department of a published entry provides its data, in a batch that it has announced and the agency has let through; the record
 * says which snapshot it became.
 */
export async function provide(
  office: Office,
  { entry: id, files, options, actor }: Provision,
): Promise<Outcome<Provided>> {
  const { record, domain, clock } = office;
  const doc = loadDoc(record.read, 'catalogEntry', id);
  if (!doc || !isPublished(doc))
    return refuse('E_NO_RIGHTS', `Cannot provide data: the entry must be published; got ${doc?.state ?? 'none'}`);
  if (actor.role !== 'source_department' || actor.org !== doc.entry.department) {
    return refuse('E_ROLE', `Cannot provide data: must be done by ${doc.entry.department}; got ${actor.org}`);
  }
  const batch = loadAll(record.read, 'provision').find(
    (one) => one.state === 'authorized' && one.entry === id && one.acts[0]?.by.org === actor.org,
  );
  if (!batch) {
    const remedy = 'Announce the batch, and have the data agency let it through.';
    return refuse('E_NO_RIGHTS', 'Cannot provide data: the agency must have let a batch through; got none', { remedy });
  }
  const ingested = await domain.ingest({ entry: doc.entry, files, ...(options !== undefined && { options }) });
  if (!ingested.ok) return ingested;
  const { snapshot } = ingested.value;
  const now = clock();
  const data = { ...ingested.value, at: now, by: actor };
  const subjects = [`catalogEntry/${id}`, id];
  const event = { life: 'snapshot', id: snapshot, type: 'snapshot.published', data, subjects };
  const written = await record.commit(noteDecision, event, { actor, now });
  if (!written.ok) return written;
  const command = {
    type: 'receive',
    snapshot: snapshotId(snapshot),
    checksum: sha256(ingested.value.contentHash),
  } as const;
  const received = await act(office, { life: 'provision', id: batch.id, command, actor: systemActor });
  return received.ok ? accept({ entry: id, snapshot }) : received;
}
