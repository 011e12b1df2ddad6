/** The counts of days that are over, as events: one for each key and day, about the product, the key and every export that answered. */
import { dateOf } from '#policies/calendar.ts';
import { dayAt } from '#policies/procedure/working-days.ts';
import { instant } from '#policies/units.ts';
import { noteDecision } from '../decisions/note.ts';
import { loadDoc } from '../load.ts';
import { systemActor, type Office } from '../office.ts';
import { subjectOf } from '../record/reader.ts';
import type { Counted } from './meter.ts';

export const counted = 'calls.counted';

/** What such an event says. */
export interface CallsCounted {
  readonly product: string;
  readonly key: string;
  readonly recipient: string;
  readonly vendor: string;
  /** Of Asia/Shanghai, as `2026-11-22`. */
  readonly day: string;
  readonly came: Counted['came'];
}

/** A call that began before midnight has ended by then. */
const lateMs = 10 * 60_000;

/** Each day of each key once, also when the process ended between the event and the end of its counting. */
export async function recordCalls(office: Office): Promise<void> {
  const { record, clock, meter } = office;
  const today = dayAt(instant(new Date(Date.parse(clock()) - lateMs).toISOString()));
  for (const calls of meter.before(today)) {
    // Gateways that share a record count each for itself.
    const id = `${calls.key}.${dateOf(calls.day)}.${office.name}`;
    const known = record.read.bySubject(subjectOf('calls', id)).length > 0;
    const noted =
      known || (await record.commit(noteDecision, eventOf(office, id, calls), { actor: systemActor, now: clock() })).ok;
    if (noted) meter.forget(calls);
  }
}

function eventOf({ record: { read }, clock }: Office, id: string, { day, key, product, came }: Counted) {
  const { recipient = '', vendor = '' } = loadDoc(read, 'apiKey', key) ?? {};
  const said: CallsCounted = { product, key, recipient, vendor, day: dateOf(day), came };
  const exports = Object.keys(came).filter((what) => what.startsWith('export/'));
  const subjects = [subjectOf('product', product), subjectOf('apiKey', key), ...exports];
  return { life: 'calls', id, type: counted, data: { ...said, at: clock(), by: systemActor }, subjects };
}
