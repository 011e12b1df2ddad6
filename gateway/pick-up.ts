/**
 * After a restart: what the system owed somebody when the last process ended. A move of a person stands in the record before the system
 * follows it up, so a crash between the two would otherwise leave the thing where nobody can move it.
 */
import type { Outcome } from '#policies/refusal.ts';
import type { LifeName } from '#policies/procedure/lives.ts';
import { checkExport, finishCheck } from './check-export.ts';
import { followUp } from './follow-up.ts';
import type { Office } from './office.ts';
import { performFit } from './perform-fit.ts';

/** Life and state in which only the system can move a thing, and what it does then. */
const owed: readonly {
  readonly life: LifeName;
  readonly state: string;
  readonly pay: (office: Office, id: string) => Promise<Outcome<unknown>>;
}[] = [
  {
    life: 'application',
    state: 'forwarded',
    pay: (office, id) => followUp(office, { life: 'application', id, type: 'forward' }),
  },
  {
    life: 'program',
    state: 'frozen',
    pay: (office, id) => followUp(office, { life: 'program', id, type: 'freeze' }),
  },
  { life: 'export', state: 'submitted', pay: checkExport },
  { life: 'export', state: 'auto_checking', pay: finishCheck },
];

/** A refusal here is the one that the person would have got; the thing stays where it is. */
export async function pickUp(office: Office): Promise<void> {
  for (const { life, state, pay } of owed) {
    for (const { id } of office.record.read.list(life, { state })) await pay(office, id);
  }
  // What was killed or purged stands in the record; the domain may not have heard of it. Purging twice changes nothing.
  for (const state of ['killed', 'purged'])
    for (const { id } of office.record.read.list('run', { state })) await office.domain.purge({ run: id });
  // Its answer comes at a tick; nobody waits for it here.
  for (const { id } of office.record.read.list('fit', { state: 'agreed' }))
    void performFit(office, id).catch(office.onError);
}
