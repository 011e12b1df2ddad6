/**
 * Votes in a round that is still open: the log has their commitments, and nobody gets their payloads, whoever may read the log otherwise.
 * A person with an account at another desk would read there what the own desk does not show.
 *
 * @see docs/decisions/021-blind-votes.md
 */
import { isRoundOpen } from '#policies/procedure/export-view.ts';
import { loadDoc } from './load.ts';
import type { Reader, RecordedEvent } from './record/reader.ts';

/** Whether the payload of this event is not told yet. */
export function isSealed(read: Reader, { life, id, type }: Pick<RecordedEvent, 'life' | 'id' | 'type'>): boolean {
  if (life !== 'export' || type !== 'export.voted') return false;
  const doc = loadDoc(read, 'export', id);
  return doc === undefined || isRoundOpen(doc);
}
