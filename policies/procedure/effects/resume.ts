/**
 * What was suspended comes back when nothing stands against it any more. No cause lifts what another still holds: all are asked anew.
 *
 * @see docs/decisions/048-revocation.md
 */
import type { Effects, Happened, Order } from '../consequences.ts';
import { requireProvidable } from '../providable.ts';

const events = [
  'agreement.reinstated',
  // What took its place is in force.
  'agreement.amended',
  'catalogEntry.published',
  'withdrawal.reopened',
  'sanction.lifted',
  'sanction.expired',
  'registration.reinstated',
];

/** @see module */
export const resumeEffects: Effects = Object.fromEntries(events.map((event) => [event, resume]));

function resume({ lookup, now }: Happened): readonly Order[] {
  const back = lookup
    .all('export')
    .filter((doc) => doc.state === 'suspended' && requireProvidable('resume export', doc, { lookup, now }).ok);
  return back.map(({ id }) => ({ life: 'export', id, command: { type: 'resume' } }));
}
