/** What somebody owes now: the open deadlines of one role, and of one organization where the document tells whose move it is. */
import { clocksOf, type Deadline, type Timing } from './deadlines.ts';
import type { Shelf } from './deadlines-due.ts';
import type { Actor } from './life.ts';
import { lives, type LifeName } from './lives.ts';
import { isBefore } from './term.ts';

/** A deadline and the document that it is of. */
export interface Owed extends Deadline {
  readonly life: LifeName;
  readonly id: string;
}

const names = Object.keys(lives) as readonly LifeName[];

/** Overdue ones first, then by their end; those that stand still last. */
export function owedBy(shelf: Shelf, timing: Timing, who: Pick<Actor, 'role' | 'org'>): readonly Owed[] {
  const found = names.flatMap((life) =>
    shelf.docsIn(life, statesOf(life)).flatMap((doc) =>
      clocksOf(lives[life], doc, timing)
        .filter(({ ended, duty: { role, org } }) => ended === undefined && role === who.role && isOwn(org, doc, who))
        .map((deadline) => ({ ...deadline, life, id: doc.id })),
    ),
  );
  return [...found].sort((one, other) => {
    if (one.due === undefined || other.due === undefined) return one.due === undefined ? 1 : -1;
    return isBefore(one.due, other.due) ? -1 : 1;
  });
}

function statesOf(life: LifeName): readonly string[] {
  return [...new Set((lives[life].clocks ?? []).flatMap(({ runs, stops = [] }) => [...runs, ...stops]))];
}

/** Of a duty without a name, a vendor owes only what is about itself. */
function isOwn(org: string | undefined, doc: object, who: Pick<Actor, 'role' | 'org'>): boolean {
  if (org !== undefined) return org === who.org;
  return who.role !== 'vendor' || ('vendor' in doc && doc.vendor === who.org);
}
