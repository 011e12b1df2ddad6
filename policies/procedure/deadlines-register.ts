/** The duty register: what was not done in time, by whom, until when, and what became of it. Report R21 is made of it. */
import type { Title } from '../catalog/entry.ts';
import type { Instant, OrgId } from '../units.ts';
import type { DocOf } from './lives.ts';
import type { Lookup } from './lookup.ts';
import type { Role } from './roles.ts';
import { isBefore } from './term.ts';
import { dayAt, workingDaysBetween, type WorkCalendar } from './working-days.ts';

/** One line of the register. */
export interface DutyRow {
  readonly id: string;
  /** The thing that waited: life and id. */
  readonly life: string;
  readonly subject: string;
  readonly clock: string;
  readonly title: Title;
  readonly owedBy: Role;
  readonly org?: OrgId;
  readonly escalatedTo: Role;
  readonly due: Instant;
  /** Working days allowed. */
  readonly days: number;
  /** Working days over it, until it was discharged or until now. */
  readonly late: number;
  readonly state: DocOf<'duty'>['state'];
  /** What the body said. */
  readonly reason?: string;
  readonly until?: Instant;
  readonly basis: 'text' | 'default';
  readonly article: string;
}

/** Which lines: by body, state, and the time at which they fell due (from included, to excluded). */
export interface DutyFilter {
  readonly role?: Role | undefined;
  readonly org?: string | undefined;
  readonly state?: string | undefined;
  readonly from?: Instant | undefined;
  readonly to?: Instant | undefined;
}

/**
 * The register, oldest first. A duty that was taken back, because the calendar shows that its time was not over, is no line of it.
 *
 * @see requirements SH-43-1, SH-45-1
 */
export function dutiesOf(
  lookup: Pick<Lookup, 'all'>,
  { calendar, now }: { readonly calendar: WorkCalendar; readonly now: Instant },
  filter: DutyFilter = {},
): readonly DutyRow[] {
  return lookup
    .all('duty')
    .filter((doc) => doc.because !== 'recomputed' && isAsked(doc, filter))
    .map((doc) => rowOf(doc, calendar, now))
    .sort((one, other) => (isBefore(one.due, other.due) ? -1 : 1));
}

function isAsked(doc: DocOf<'duty'>, { role, org, state, from, to }: DutyFilter): boolean {
  const { owedBy, due } = doc;
  const byBody = (role === undefined || role === owedBy) && (org === undefined || org === doc.org);
  const inTime = (from === undefined || !isBefore(due, from)) && (to === undefined || isBefore(due, to));
  return byBody && inTime && (state === undefined || state === doc.state);
}

function rowOf(doc: DocOf<'duty'>, calendar: WorkCalendar, now: Instant): DutyRow {
  const { id, life, subject, clock, title, owedBy, org, escalatedTo, due, days, state, basis, article } = doc;
  const ended = state === 'discharged' ? doc.acts.at(-1)?.at : undefined;
  return {
    id,
    life,
    subject,
    clock,
    title,
    owedBy,
    ...(org !== undefined && { org }),
    escalatedTo,
    due,
    days,
    late: lateBy(calendar, due, ended ?? now),
    state,
    ...(doc.reason !== undefined && { reason: doc.reason }),
    ...(doc.until !== undefined && { until: doc.until }),
    basis,
    article,
  };
}

/** Working days after the last day, this one included. `due` is the first moment of the day after it. */
function lateBy(calendar: WorkCalendar, due: Instant, until: Instant): number {
  return workingDaysBetween(calendar, dayAt(due) - 1, dayAt(until));
}

/** How many duties of each body: still open, explained, discharged late. */
export interface DutyCount {
  readonly owedBy: Role;
  readonly title: Title;
  readonly open: number;
  readonly explained: number;
  readonly discharged: number;
}

/** Counts by body and kind of duty, without the names of organizations: for everybody. */
export function countDuties(rows: readonly DutyRow[]): readonly DutyCount[] {
  const keys = [...new Set(rows.map(({ owedBy, life, clock }) => `${owedBy} ${life}.${clock}`))];
  return keys.flatMap((key) => {
    const of = rows.filter(({ owedBy, life, clock }) => key === `${owedBy} ${life}.${clock}`);
    const [first] = of;
    if (!first) return [];
    const count = (state: DutyRow['state']) => of.filter((row) => row.state === state).length;
    const { owedBy, title } = first;
    return [{ owedBy, title, open: count('open'), explained: count('explained'), discharged: count('discharged') }];
  });
}
