/** From when to when a clock ran, read from the acts of a document; what the calendar makes of it is in `deadlines.ts`. */
import type { Instant, OrgId } from '../units.ts';
import type { Act, ActedDoc } from './decider.ts';
import type { Clock } from './life.ts';
import type { Owner, Role } from './roles.ts';
import { dayAt, type Stop } from './working-days.ts';

/** Whose move is awaited; without an organization any of that role. */
export interface Debtor {
  readonly role: Role;
  readonly org?: OrgId;
}

/** One run of a clock. */
export interface Span {
  readonly owedBy: Debtor;
  readonly started: Instant;
  readonly stops: readonly Stop[];
  /** Absent while it is open. */
  readonly ended?: Instant;
}

/**
 * Every run of a clock in this document, oldest first. One begins with a move into the states in which it runs, from elsewhere; it stands still
 * in the states of `stops`; it ends with a move to any other state, with an event that ends it, or with the debtor's own move where each of
 * several owes one.
 */
export function spansOf(clock: Clock, doc: ActedDoc, owner: Owner): readonly Span[] {
  return debtorsOf(clock, doc, owner).flatMap((owedBy) => spansOfOne(clock, doc.acts, owedBy));
}

function debtorsOf({ duty, each }: Clock, doc: ActedDoc, owner: Owner): readonly Debtor[] {
  if (each === 'seats') return seatsIn(doc).filter(({ role }) => role === duty);
  if (each === 'departments') return departmentsIn(doc).map((org) => ({ role: duty, org }));
  return [owner.role === duty ? { role: duty, org: owner.org } : { role: duty }];
}

function seatsIn(doc: object): readonly Debtor[] {
  return 'seats' in doc ? (doc.seats as readonly Debtor[]) : [];
}

function departmentsIn(doc: object): readonly OrgId[] {
  return 'departments' in doc ? (doc.departments as readonly OrgId[]) : [];
}

function spansOfOne(clock: Clock, acts: readonly Act[], owedBy: Debtor): readonly Span[] {
  const spans: Span[] = [];
  let open: Span | undefined;
  let before: Act | undefined;
  for (const act of acts) {
    if (open) {
      open = isEnd(clock, act, owedBy) ? undefined : withStop(clock, open, act);
      const last = spans.length - 1;
      spans[last] = open ?? closed(spans[last], act);
    } else if (isBeginning(clock, act, before)) {
      open = { owedBy, started: act.at, stops: [] };
      spans.push(open);
    }
    before = act;
  }
  return spans;
}

function isBeginning({ runs, begins }: Clock, act: Act, before: Act | undefined): boolean {
  if (!runs.includes(act.to)) return false;
  return begins ? isOneOf(begins, act) : before === undefined || !runs.includes(before.to);
}

function isEnd({ runs, stops = [], ends = [], each }: Clock, act: Act, owedBy: Debtor): boolean {
  const moved = each !== undefined && act.by.role === owedBy.role && (owedBy.org ?? act.by.org) === act.by.org;
  return moved || isOneOf(ends, act) || !(runs.includes(act.to) || stops.includes(act.to));
}

/** `submitted` names `demand.submitted`. */
function isOneOf(names: readonly string[], { type }: Act): boolean {
  return names.some((name) => type.endsWith(`.${name}`));
}

/** The thing goes to whom it waits for, or comes back. */
function withStop({ stops = [] }: Clock, span: Span, act: Act): Span {
  const last = span.stops.at(-1);
  const isStill = last !== undefined && last.to === undefined;
  const waits = stops.includes(act.to);
  if (waits === isStill) return span;
  const day = dayAt(act.at);
  if (waits) return { ...span, stops: [...span.stops, { from: day }] };
  return { ...span, stops: [...span.stops.slice(0, -1), { from: last?.from ?? day, to: day }] };
}

/** A stop that lasted to the end ends with it. */
function closed(span: Span | undefined, { at }: Act): Span {
  if (!span) throw new Error('Cannot end a clock: must have begun');
  const day = dayAt(at);
  return { ...span, ended: at, stops: span.stops.map(({ from, to = day }) => ({ from, to })) };
}
