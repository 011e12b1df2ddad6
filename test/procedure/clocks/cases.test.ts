/** Every row of test/cases/deadlines: the product says what an official reads there, and a clerk who counts by hand agrees. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { clocksOf, type Deadline } from '#policies/procedure/deadlines.ts';
import type { Act, ActedDoc } from '#policies/procedure/decider.ts';
import type { Clock } from '#policies/procedure/life.ts';
import type { DayKey, ProfileId } from '#policies/procedure/profiles/profile.ts';
import { profiles } from '#policies/procedure/profiles/profiles.ts';
import { calendarOfYears, seedCalendar, type WorkCalendar } from '#policies/procedure/working-days.ts';
import { instant } from '#policies/units.ts';
import { people } from '../people.ts';
import { lastDayByHand } from './by-hand.ts';

interface Row {
  readonly section: string;
  readonly matter: string;
  readonly place: ProfileId;
  readonly period: DayKey;
  readonly start: string;
  readonly days: number;
  readonly waits: readonly (readonly [gone: string, back: string])[];
  readonly last: string;
  readonly provisional: boolean;
}

const folder = join(import.meta.dirname, '..', '..', 'cases', 'deadlines');

function rowsOf(text: string): readonly Row[] {
  let section = '';
  return text.split('\n').flatMap((line) => {
    if (line.startsWith('## ')) section = line.slice(3);
    const cells = line.split('|').map((cell) => cell.trim());
    if (!line.startsWith('| ') || line.startsWith('| ---') || cells[1]?.startsWith('事项')) return [];
    const [, matter = '', place = '', period = '', start = '', days = '', waits = '', last = ''] = cells;
    const pairs = waits === '' ? [] : waits.split(', ').map((pair) => pair.split(' → ') as [string, string]);
    return [
      {
        section,
        matter,
        place: place.replace(/^\S+ /, '').toLowerCase() as ProfileId,
        period: period.replaceAll('`', '') as DayKey,
        start: start.slice(0, 10),
        days: Number(days),
        waits: pairs,
        last: last.slice(0, 10),
        provisional: last.includes('provisional'),
      },
    ];
  });
}

const entered: WorkCalendar = calendarOfYears({
  ...seedCalendar.years,
  2027: { off: ['2027-01-01', '2027-01-02', '2027-01-03'], work: ['2027-01-09'], notice: '假设' },
});
const calendarFor = ({ section }: Row) => (section.includes('once 2027 is entered') ? entered : seedCalendar);

/** Ten o'clock in the morning there. */
const at = (day: string) => instant(`${day}T02:00:00.000Z`);

const clockOf = (days: DayKey): Clock => ({
  id: 'case',
  title: { zh: '算例', en: 'case' },
  runs: ['here'],
  stops: ['away'],
  days,
  from: 'receipt',
  duty: 'operator',
  escalates: 'data_agency',
  source: 'case',
});

function deadlineOf(row: Row, calendar: WorkCalendar): Deadline {
  const moves = [
    [row.start, 'here'],
    ...row.waits.flatMap(([gone, back]) => [
      [gone, 'away'],
      [back, 'here'],
    ]),
  ];
  const acts = moves.map(([day = '', to = '']): Act => ({ type: 'case.moved', to, at: at(day), by: people.olga }));
  const doc: ActedDoc = { id: 'c1', state: 'here', acts };
  const life = { clocks: [clockOf(row.period)], ownerOf: () => people.ana };
  const [deadline] = clocksOf(life, doc, { profile: profiles[row.place], calendar, now: at('2026-01-01') });
  if (!deadline) throw new Error(`${row.matter} must have a deadline`);
  return deadline;
}

const rows = readdirSync(folder).flatMap((file) => rowsOf(readFileSync(join(folder, file), 'utf8')));

test('DC-17 the cases speak of all four places, every holiday and the year end', () => {
  expect(rows.length).toBeGreaterThan(50);
  expect(new Set(rows.map(({ place }) => place))).toEqual(new Set(Object.keys(profiles)));
  expect(new Set(rows.map(({ section }) => section)).size).toBe(9);
});

describe('DC-17 AO-14-3 AO-35-2 AO-35-4 GD-21-2 SH-12-3 SH-23-1 SH-23-3 GZ-07 GZ-08 deadlines', () => {
  test.each(rows.map((row) => [`${row.section}: ${row.matter}, ${row.place}, ${row.start}`, row] as const))(
    '%s',
    (_, row) => {
      const deadline = deadlineOf(row, calendarFor(row));
      expect(deadline.days).toBe(row.days);
      expect(deadline.lastDay).toBe(row.last);
      expect(deadline.provisional).toBe(row.provisional);
      const asked = { start: row.start, days: row.days, stops: row.waits };
      expect(lastDayByHand(calendarFor(row).years, asked)).toBe(row.last);
    },
  );
});

test('weekdays in the tables are those of the calendar', () => {
  for (const file of readdirSync(folder)) {
    const names = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
    for (const [, day = '', name = ''] of readFileSync(join(folder, file), 'utf8').matchAll(
      /(\d{4}-\d\d-\d\d) \S ([A-Z]\w\w)/g,
    )) {
      expect(names[new Date(`${day}T00:00:00Z`).getUTCDay()], day).toBe(name);
    }
  }
});

test('DC-17 what was provisional is computed again by itself once the year is entered', () => {
  const before = rows.filter(({ provisional }) => provisional);
  expect(before.length).toBeGreaterThan(3);
  for (const row of before) expect(deadlineOf(row, entered).provisional).toBe(false);
  expect(before.some((row) => deadlineOf(row, entered).lastDay !== row.last)).toBe(true);
});
