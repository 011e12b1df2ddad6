/** An entry's way into the catalog, every move by who must make it, through the API. */
import type { CatalogEntry } from '#policies/catalog/entry.ts';
import { accept, type Outcome } from '#policies/refusal.ts';
import type { Client } from '../client.ts';
import { people } from './people.ts';

/** Gives the client of a person. */
export type As = (person: string) => Client;

export async function publishEntry(as: As, entry: CatalogEntry, department: string): Promise<Outcome<void>> {
  const path = `/catalog/entries/${entry.id}`;
  const owner = as(department);
  const authority = as(people.authority.person);
  const moves: readonly (readonly [Client, string, unknown])[] = [
    [owner, '/catalog/entries', { entry }],
    [owner, `${path}/submit`, { evidence: '002-11:分类分级意见', riskAssessment: '低' }],
    [authority, `${path}/begin_level_review`, {}],
    [authority, `${path}/pass_level_review`, { reason: '符合分级' }],
    [authority, `${path}/approve`, { reason: '同意' }],
    [authority, `${path}/consent`, { consentId: `consent.${entry.id}` }],
    [as(people.agency.person), `${path}/publish`, {}],
  ];
  for (const [client, to, body] of moves) {
    const done = await client.call(to, body);
    if (!done.ok) return done;
  }
  return accept(undefined);
}

/** A batch of real data for it is announced by its department and let through by the agency: only then may the files go in. @see AO-09-1 */
export async function letThrough(as: As, entry: CatalogEntry, department: string): Promise<Outcome<unknown>> {
  const rows = entry.tables.reduce((sum, { volume }) => sum + volume, 0);
  const magnitude = Math.ceil(Math.log10(rows + 1));
  const batch = { entry: entry.id, batch: `${entry.id}-1`, schemaVersion: entry.version, path: 'city', magnitude };
  const announced = await as(department).call('/catalog/provisions', batch);
  if (!announced.ok) return announced;
  const path = `/catalog/provisions/${String(announced.value['id'])}/authorize`;
  return as(people.agency.person).call(path, { authorization: `准许-${entry.id}` });
}
