/**
 * Reports of the procedure: what one body owes another, made from the documents of the record and nothing else. A report is the same for
 * everybody who makes it over the same record and period; it counts and names things of the procedure, never a value of the data.
 *
 * @see procedure.md §7
 */
import type { Title } from '../../catalog/entry.ts';
import type { Instant } from '../../units.ts';
import type { Act } from '../decider.ts';
import type { Lookup } from '../lookup.ts';
import type { Profile } from '../profiles/profile.ts';
import type { Role } from '../roles.ts';
import { isBefore } from '../term.ts';
import type { WorkCalendar } from '../working-days.ts';

/** From the first moment (included) to the last (excluded). */
export interface Period {
  readonly from: Instant;
  readonly to: Instant;
}

/** What a report is made from. */
export interface Source {
  readonly lookup: Lookup;
  readonly period: Period;
  readonly profile: Profile;
  readonly calendar: WorkCalendar;
  /** The moment of the record that the report is made over. */
  readonly now: Instant;
}

/** Shares are between 0 and 1; what is not known is said in words. */
export type Cell = string | number;

/** One table of a report. */
export interface Section {
  readonly title: Title;
  readonly columns: readonly Title[];
  readonly rows: readonly (readonly Cell[])[];
  /** How a number in it is worked out, where it is not a count. */
  readonly formula?: string;
}

/** When it is owed: a frequency of the profile, or with an event. */
export type When = 'periodic' | 'yearly' | 'event' | 'continuous';

export interface ReportKind {
  readonly title: Title;
  readonly by: Role;
  readonly to: readonly Role[];
  readonly when: When;
  /** Requirement or article. */
  readonly source: string;
  readonly make: (source: Source) => readonly Section[];
}

/** A report made. */
export interface Report {
  readonly id: string;
  readonly title: Title;
  readonly by: Role;
  readonly to: readonly Role[];
  readonly source: string;
  readonly period: Period;
  readonly profile: string;
  readonly sections: readonly Section[];
}

/** Is this moment in the period? */
export function isIn({ from, to }: Period, at: Instant): boolean {
  return !isBefore(at, from) && isBefore(at, to);
}

interface Acted {
  readonly acts: readonly Act[];
}

/** The acts of these documents in the period, of these events (`registered`), oldest first in each document. */
export function actsIn<Doc extends Acted>(
  { period }: Source,
  docs: readonly Doc[],
  ...events: readonly string[]
): readonly { readonly doc: Doc; readonly act: Act }[] {
  return docs.flatMap((doc) =>
    doc.acts
      .filter((act) => isIn(period, act.at) && (events.length === 0 || events.includes(eventOf(act))))
      .map((act) => ({ doc, act })),
  );
}

/** `agreement.suspended` → `suspended`. */
export function eventOf({ type }: Pick<Act, 'type'>): string {
  return type.slice(type.indexOf('.') + 1);
}

/** How many there are of each, most first and then by name. */
export function tally(names: readonly string[]): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
}

/** The part of the whole, to four digits; in words where there is no whole. */
export function share(part: number, whole: number): Cell {
  return whole === 0 ? 'none' : Math.round((part / whole) * 10_000) / 10_000;
}

/** A table of documents that did something in the period: id, moment, who. */
export function listed(
  title: Title,
  found: readonly { readonly doc: { readonly id: string }; readonly act: Act }[],
): Section {
  return {
    title,
    columns: [
      { zh: '编号', en: 'id' },
      { zh: '事项', en: 'event' },
      { zh: '时间', en: 'at' },
      { zh: '机构', en: 'organization' },
    ],
    rows: found.map(({ doc, act }) => [doc.id, eventOf(act), act.at, act.by.org]),
  };
}

/** A table of names and counts. */
export function counted(title: Title, what: Title, rows: readonly (readonly [string, number])[]): Section {
  return { title, columns: [what, { zh: '数量', en: 'number' }], rows };
}
