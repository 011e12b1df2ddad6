/** Reports as somebody asks for them: made from the record, as JSON, CSV or a page to print. That one was made stands in the record with its hash. */
import { canonicalText } from '#policies/record/canonical.ts';
import { contentHash } from '#policies/record/content-hash.ts';
import type { Actor } from '#policies/procedure/life.ts';
import { frequencyOf, lastPeriod } from '#policies/procedure/reports/schedule.ts';
import type { Cell, Period, Report, Section } from '#policies/procedure/reports/report.ts';
import { makeReport, reports } from '#policies/procedure/reports/reports.ts';
import { roleTitles, supervising, type Role } from '#policies/procedure/roles.ts';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import type { Instant } from '#policies/units.ts';
import { noteDecision } from './decisions/note.ts';
import { calendarOf, lookupOf, profileOf } from './load.ts';
import type { Office } from './office.ts';

export interface ReportQuestion {
  readonly id: string;
  readonly period: Period;
  readonly actor: Actor;
}

/** Refuses E_NOT_FOUND for a number that is none, E_ROLE for everybody whom it is not for, E_INPUT for a period that is none. */
export async function report(office: Office, { id, period, actor }: ReportQuestion): Promise<Outcome<Report>> {
  const kind = Object.hasOwn(reports, id) ? reports[id] : undefined;
  if (!kind) return refuse('E_NOT_FOUND', `Cannot make the report: must be one of ${Object.keys(reports).join(', ')}`);
  // Whoever owes a report or gets it reads it; so does who supervises.
  if (![kind.by, ...kind.to, ...supervising].includes(actor.role)) {
    const must = `must be ${[kind.by, ...kind.to].map((role) => roleTitles[role].en).join(' or ')}`;
    return refuse('E_ROLE', `Cannot make the report: ${must}; got ${roleTitles[actor.role].en}`);
  }
  if (period.from >= period.to)
    return refuse('E_INPUT', 'Cannot make the report: the period must begin before it ends');
  const { record, settings, clock } = office;
  const now = clock();
  const source = {
    lookup: lookupOf(record.read),
    period,
    profile: profileOf(settings),
    calendar: calendarOf(record.read),
    now,
  };
  const made = makeReport(id, source);
  if (!made) throw new Error(`report ${id} is not made`);
  const data = { period, hash: contentHash(made), size: record.read.size(), at: now, by: actor };
  const event = { life: 'report', id, type: 'report.generated', data, subjects: [] };
  const noted = await record.commit(noteDecision, event, { actor, now });
  return noted.ok ? accept(made) : noted;
}

/** One line per report: who owes it to whom, how often, and the period that ended last. */
export interface ReportLine {
  readonly id: string;
  readonly title: Report['title'];
  readonly by: Role;
  readonly to: readonly Role[];
  readonly frequency: string;
  readonly period?: Period;
  /** Whether it was made for that period. */
  readonly isMade?: boolean;
}

export function reportLines({ record, settings }: Office, now: Instant): readonly ReportLine[] {
  const profile = profileOf(settings);
  return Object.entries(reports).map(([id, { title, by, to, when }]) => {
    const frequency = when === 'yearly' ? 'yearly' : when === 'periodic' ? frequencyOf(profile, id) : 'event';
    const period = lastPeriod(frequency, now);
    const line = { id, title, by, to, frequency: when === 'continuous' ? when : frequency };
    if (!period) return line;
    const wanted = canonicalText(period);
    const made = record.read
      .bySubject(`report/${id}`)
      .some(({ data }) => canonicalText((data as { period: Period }).period) === wanted);
    return { ...line, period, isMade: made };
  });
}

/** RFC 4180 with a byte order mark, so that office programs read the Chinese; one table under the other. */
export function printCsv({ id, title, period, sections }: Report): string {
  const lines = [
    [id, title.zh, title.en],
    ['期间 period', period.from, period.to],
    ...sections.flatMap((section) => ['', ...linesOf(section)].map((line) => (line === '' ? [] : line))),
  ] as readonly (readonly Cell[])[];
  return `\uFEFF${lines.map((line) => line.map(csvField).join(',')).join('\r\n')}\r\n`;
}

function linesOf({ title, columns, rows, formula }: Section): readonly (readonly Cell[])[] {
  const note = formula === undefined ? [] : [[formula]];
  return [[`${title.zh} ${title.en}`], ...note, columns.map(({ zh, en }) => `${zh} ${en}`), ...rows];
}

/** A text that a table program would take for a formula is given an apostrophe. */
export function csvField(cell: Cell): string {
  const text = typeof cell === 'string' && /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
