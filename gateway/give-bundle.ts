/** What has left is given to whoever may have it; who took it, and when, is written down before. @see requirements GD-18-6, SH-18-2 */
import { createHash } from 'node:crypto';
import type { Actor } from '#policies/procedure/life.ts';
import type { Outcome } from '#policies/refusal.ts';
import { noteDecision } from './decisions/note.ts';
import type { Office } from './office.ts';
import { subjectOf } from './record/reader.ts';
import { bundleOf } from './release-export.ts';

/** Refuses as `bundleOf` does, and gives nothing that could not be written down. */
export async function giveBundle(office: Office, id: string, actor: Actor): Promise<Outcome<Uint8Array>> {
  const bundle = await bundleOf(office, id);
  if (!bundle.ok) return bundle;
  const { record, clock } = office;
  const now = clock();
  const data = { sha256: createHash('sha256').update(bundle.value).digest('hex'), at: now, by: actor };
  const event = { life: 'bundle', id, type: 'bundle.given', data, subjects: [subjectOf('export', id)] };
  const noted = await record.commit(noteDecision, event, { actor, now });
  return noted.ok ? bundle : noted;
}
