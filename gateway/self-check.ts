/**
 * The record compared with itself and with its witnesses, each night and whenever it is asked for, while everything goes on. What came of it
 * stands in the record.
 *
 * @see record.md §1 rule 6
 */
import type { Outcome } from '#policies/refusal.ts';
import { noteDecision } from './decisions/note.ts';
import { systemActor, type Office } from './office.ts';
import type { Audited } from './record/audit.ts';

/** @throws Error where the check cannot be made, or what came of it cannot be written */
export async function selfCheck({ record, clock }: Pick<Office, 'record' | 'clock'>): Promise<Outcome<Audited>> {
  const checked = await record.check();
  const now = clock();
  const found = checked.ok ? checked.value : { found: checked.refusals[0].detail };
  const data = { sound: checked.ok, ...found, at: now, by: systemActor };
  const event = { life: 'record', id: 'record', type: 'record.checked', data };
  await record.commit(noteDecision, event, { actor: systemActor, now });
  return checked;
}

const hour = 3_600_000;
/** Three in the morning in Asia/Shanghai, which is always eight hours ahead. */
const night = 3 * hour - 8 * hour;

/** Milliseconds from `now`, milliseconds since 1970, until the next night's check. */
export function untilNight(now: number): number {
  return 24 * hour - ((now - night) % (24 * hour));
}

/** Runs `work` each night. @returns a function that ends it */
export function everyNight(work: () => Promise<unknown>, onError: (error: unknown) => void): () => void {
  let timer: NodeJS.Timeout;
  const wait = () => {
    timer = setTimeout(() => {
      wait();
      work().catch(onError);
    }, untilNight(Date.now())).unref();
  };
  wait();
  return () => clearTimeout(timer);
}
