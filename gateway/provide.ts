/**
 * What a source department does with its data: real rows for a published entry go into the domain as a snapshot.
 *
 * @see AO-09-1
 */
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import { isPublished } from '#policies/procedure/catalog-entry-doc.ts';
import type { Actor } from '#policies/procedure/life.ts';
import { noteDecision } from './decisions/note.ts';
import { loadDoc } from './load.ts';
import type { Office } from './office.ts';

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

/** Only the department of a published entry provides its data; the record says which snapshot it became. */
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
  const ingested = await domain.ingest({ entry: doc.entry, files, ...(options !== undefined && { options }) });
  if (!ingested.ok) return ingested;
  const { snapshot } = ingested.value;
  const now = clock();
  const data = { ...ingested.value, at: now, by: actor };
  const subjects = [`catalogEntry/${id}`, id];
  const event = { life: 'snapshot', id: snapshot, type: 'snapshot.published', data, subjects };
  const written = await record.commit(noteDecision, event, { actor, now });
  return written.ok ? accept({ entry: id, snapshot }) : written;
}
