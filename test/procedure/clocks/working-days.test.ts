/** The working-day engine against a clerk who counts with a finger. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dateOf, dayNumber } from '#policies/calendar.ts';
import {
  countDays,
  dayAt,
  endOfDay,
  isKnownDay,
  isWorkingDay,
  seedCalendar,
  workingDaysAfter,
  workingDaysBetween,
} from '#policies/procedure/working-days.ts';
import { instant } from '#policies/units.ts';
import { lastDayByHand } from './by-hand.ts';

const after = (start: string, days: number) => dateOf(workingDaysAfter(seedCalendar, dayNumber(start), days).day);
const provisional = (start: string, days: number) => workingDaysAfter(seedCalendar, dayNumber(start), days).provisional;
const aDay = fc.integer({ min: dayNumber('2019-01-01'), max: dayNumber('2026-10-01') });
/** Three pairs of going and coming back, some at the same day, some over each other. */
const aStop = fc.tuple(fc.nat(60), fc.nat(30));

test('DC-17 a period ends on the day that a clerk finds by counting, whatever stops it has', () => {
  const asked = fc.record({ start: aDay, days: fc.nat(40), stops: fc.array(aStop, { maxLength: 3 }) });
  fc.assert(
    fc.property(asked, ({ start, days, stops }) => {
      const places = stops.map(([from, long]) => ({ from: start + from, to: start + from + long }));
      const dates = places.map(({ from, to }) => [dateOf(from), dateOf(to)] as const);
      const { last } = countDays(seedCalendar, start, days, places);
      const byHand = lastDayByHand(seedCalendar.years, { start: dateOf(start), days, stops: dates });
      expect(dateOf(last ?? 0)).toBe(byHand);
    }),
    { numRuns: 2_000 },
  );
});

test('DC-17 a period of at least one day ends on a working day, and so many lie between', () => {
  fc.assert(
    fc.property(aDay, fc.integer({ min: 1, max: 60 }), (start, days) => {
      const { day } = workingDaysAfter(seedCalendar, start, days);
      expect(isWorkingDay(seedCalendar, day)).toBe(true);
      expect(workingDaysBetween(seedCalendar, start, day)).toBe(days);
    }),
  );
});

test('DC-17 a later start never ends earlier, and a stop never ends it earlier', () => {
  fc.assert(
    fc.property(aDay, fc.nat(30), aStop, (start, days, [from, long]) => {
      const plain = workingDaysAfter(seedCalendar, start, days).day;
      const stops = [{ from: start + from, to: start + from + long }];
      expect(workingDaysAfter(seedCalendar, start + 1, days).day).toBeGreaterThanOrEqual(plain);
      expect(countDays(seedCalendar, start, days, stops).last).toBeGreaterThanOrEqual(plain);
    }),
  );
});

describe('DC-17 hard days', () => {
  test.each([
    ['a period of none ends on its start', '2026-02-16', 0, '2026-02-16'],
    ['a start on a day off counts from the first working day', '2026-02-15', 1, '2026-02-24'],
    ['a make-up Saturday counts', '2026-02-13', 1, '2026-02-14'],
    ['a start on a make-up day is not counted', '2026-02-14', 1, '2026-02-24'],
    ['through the October week', '2026-09-30', 1, '2026-10-08'],
    ['a leap day', '2024-02-28', 1, '2024-02-29'],
    ['New Year that began in the December before', '2022-12-30', 1, '2023-01-03'],
    ['a make-up day in the December before', '2018-12-28', 1, '2018-12-29'],
  ])('%s', (_, start, days, last) => expect(after(start, days)).toBe(last));
});

test('DC-17 a stop that has not ended leaves the period open, unless it was full before', () => {
  const start = dayNumber('2026-03-02');
  const stops = [{ from: dayNumber('2026-03-04') }];
  expect(countDays(seedCalendar, start, 5, stops)).toEqual({ days: 2, provisional: false });
  expect(countDays(seedCalendar, start, 2, stops)).toEqual({
    last: dayNumber('2026-03-04'),
    days: 2,
    provisional: false,
  });
});

test('DC-17 a deadline is provisional as soon as one of its days may still be changed by a notice', () => {
  expect(provisional('2026-12-18', 4)).toBe(false);
  expect(provisional('2026-12-18', 5)).toBe(true);
  expect(provisional('2003-12-24', 5)).toBe(true);
  expect(isKnownDay(seedCalendar, dayNumber('2003-06-01'))).toBe(false);
  expect(isKnownDay(seedCalendar, dayNumber('2025-12-31'))).toBe(true);
});

describe('DC-17 days of Asia/Shanghai', () => {
  test.each([
    ['2026-03-02T15:59:59.999Z', '2026-03-02'],
    ['2026-03-02T16:00:00.000Z', '2026-03-03'],
    ['2026-12-31T16:00:00Z', '2027-01-01'],
    ['2024-02-28T23:30:00.000Z', '2024-02-29'],
  ])('%s is on %s', (at, day) => expect(dateOf(dayAt(instant(at)))).toBe(day));

  test('the end of a day is the first moment of the next, as Intl has it', () => {
    const zone = new Intl.DateTimeFormat('sv-SE', {
      timeZone: 'Asia/Shanghai',
      dateStyle: 'short',
      timeStyle: 'medium',
    });
    fc.assert(
      fc.property(aDay, (day) => {
        const end = endOfDay(day);
        expect(zone.format(new Date(end))).toBe(`${dateOf(day + 1)} 00:00:00`);
        expect(dayAt(end)).toBe(day + 1);
      }),
    );
  });
});
