/**
 * Deadlines: who owes a move until when. Computed from the acts of a document, the profile and the calendar whenever somebody asks, so that a
 * year that is entered later corrects every deadline that was provisional. A deadline that has passed decides nothing.
 *
 * @see procedure.md §0.3, §3 (conventions); requirements DC-17, SH-43-1; decision 046
 */
import { dateOf } from '../calendar.ts';
import type { Title } from '../catalog/entry.ts';
import type { Instant } from '../units.ts';
import { spansOf, type Debtor, type Span } from './deadlines-spans.ts';
import type { ActedDoc } from './decider.ts';
import type { Clock, LifeTable } from './life.ts';
import type { DayParam, Profile } from './profiles/profile.ts';
import type { Owner, Role } from './roles.ts';
import { isBefore } from './term.ts';
import { countDays, dayAt, endOfDay, workingDaysBetween, type WorkCalendar } from './working-days.ts';

/** Under what deadlines are computed. */
export interface Timing {
  readonly profile: Profile;
  readonly calendar: WorkCalendar;
  readonly now: Instant;
}

/** One run of one clock of one document. */
export interface Deadline {
  /** Id of the clock within its life. */
  readonly clock: string;
  readonly title: Title;
  /** What the start day is called; it is not counted. */
  readonly from: Clock['from'];
  readonly started: Instant;
  /** Working days allowed. */
  readonly days: number;
  /** Working days used, today included. */
  readonly counted: number;
  /** The first moment that is too late; absent while it stands still. */
  readonly due?: Instant;
  /** The last day, in Asia/Shanghai. */
  readonly lastDay?: string;
  /** `met` in time or `late`; still `running`, `stopped` while it waits for somebody else, or `overdue`. */
  readonly state: 'running' | 'stopped' | 'met' | 'late' | 'overdue';
  readonly ended?: Instant;
  /** Some of its days lie in a year whose notice nobody has entered. */
  readonly provisional: boolean;
  readonly duty: Debtor;
  readonly escalates: Role;
  /** Whether the number is the text's or our recommendation, and the article, of the number or else of the move. */
  readonly basis: DayParam['basis'];
  readonly source: string;
}

/** The part of a life that deadlines are computed from. */
export type Clocked = Pick<LifeTable, 'clocks'> & { readonly ownerOf: (doc: never) => Owner };

/** Every deadline of a document, ended ones too. A period that does not apply in this jurisdiction has none. */
export function clocksOf(life: Clocked, doc: ActedDoc, timing: Timing): readonly Deadline[] {
  const owner = life.ownerOf(doc as never);
  return (life.clocks ?? []).flatMap((clock) => {
    const param = timing.profile.days[clock.days];
    if (param.basis === 'none') return [];
    return spansOf(clock, doc, owner).map((span) => deadlineOf(clock, span, { ...timing, param }));
  });
}

/** The deadline of one run. */
export function deadlineOf(
  clock: Clock,
  { owedBy, started, stops, ended }: Span,
  { param, calendar, now }: Omit<Timing, 'profile'> & { readonly param: DayParam },
): Deadline {
  const start = dayAt(started);
  const { last, provisional } = countDays(calendar, start, param.value, stops);
  const due = last === undefined ? undefined : endOfDay(last);
  const until = dayAt(ended ?? now);
  const used = Math.min(param.value, countedBy(calendar, { start, until, stops }));
  return {
    clock: clock.id,
    title: clock.title,
    from: clock.from,
    started,
    days: param.value,
    counted: used,
    ...(last !== undefined && due !== undefined && { due, lastDay: dateOf(last) }),
    state: stateOf(due, ended, now),
    ...(ended !== undefined && { ended }),
    provisional,
    duty: owedBy,
    escalates: clock.escalates,
    basis: param.basis,
    source: param.source ?? clock.source,
  };
}

function stateOf(due: Instant | undefined, ended: Instant | undefined, now: Instant): Deadline['state'] {
  const isPast = due !== undefined && !isBefore(ended ?? now, due);
  if (ended !== undefined) return isPast ? 'late' : 'met';
  if (isPast) return 'overdue';
  return due === undefined ? 'stopped' : 'running';
}

interface Stretch {
  readonly start: number;
  readonly until: number;
  readonly stops: Span['stops'];
}

/** Working days from the day after the start to this one, without those that a stop leaves out. */
function countedBy(calendar: WorkCalendar, { start, until, stops }: Stretch): number {
  const left = stops.map(({ from, to = until }) => workingDaysBetween(calendar, from, Math.min(to, until)));
  return workingDaysBetween(calendar, start, until) - left.reduce((sum, days) => sum + days, 0);
}
