/** Permits of the record by what they prove, and what a gateway that was taken over would write. */
import { join } from 'node:path';
import type { OpenOffice } from '#gateway/open-office.ts';
import { SluiceRecord } from '#gateway/record/store.ts';
import { openTables } from '#gateway/record/tables.ts';
import type { Draft } from '#gateway/record/write.ts';
import { sideOf } from '#policies/access/sides.ts';
import type { Actor } from '#policies/procedure/life.ts';
import type { Permit } from '#policies/record/permit.ts';
import { accept, unwrap } from '#policies/refusal.ts';
import { instant, personId } from '#policies/units.ts';

/** The permit of the newest event of this type about `subject`, e.g. `run/run-1`. */
export async function permitOf({ record }: OpenOffice, type: string, subject: string): Promise<Permit> {
  const event = record.read.bySubject(subject).findLast((candidate) => candidate.type === type);
  if (!event) throw new Error(`no ${type} of ${subject}`);
  return unwrap(await record.permit(event.entry.seq));
}

/** An event that somebody wants to stand in a log. */
export interface Forgery {
  readonly life: string;
  readonly id: string;
  readonly type: string;
  readonly data: unknown;
}

/** Writes an event that no life decided, past the law of the record. @returns its permit, signed and cosigned like any other */
export async function forge(office: OpenOffice, event: Forgery, actor: Actor): Promise<Permit> {
  return unwrap(await office.record.permit(writePast(office, { events: [event], docs: [] }, actor)));
}

let forged = 0;

/** The database keeps one side of each person and thing; who writes past it takes somebody new for each. */
function unknownTo({ events }: Draft, actor: Actor): Actor {
  const hasSide = actor.role !== 'system' && events.some(({ type }) => sideOf(type) !== undefined);
  return hasSide ? { ...actor, person: personId(`forged.${forged++}`) } : actor;
}

/** Writes what it is given, with the key of the log. @returns the number of the first event */
export function writePast({ keys, domainRoot }: OpenOffice, draft: Draft, actor: Actor): number {
  const file = join(domainRoot, '..', 'record', 'record.db');
  using record = new SluiceRecord(openTables({ kind: 'sqlite', file }), { log: keys.log, versions: {} });
  const now = instant('2026-06-01T00:00:00.000Z');
  return unwrap(record.commit({ actor: unknownTo(draft, actor), now }, () => accept(draft))).entries[0]?.seq ?? -1;
}
