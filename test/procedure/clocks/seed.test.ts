/** The years that come with the product, day by day against a package that others keep; and the trap of that package. */
import { isWorkday } from 'chinese-days';
import { expect, test } from 'vitest';
import { dateOf, dayNumber } from '#policies/calendar.ts';
import { isKnownDay, isWeekend, isWorkingDay, seedCalendar } from '#policies/procedure/working-days.ts';

const [first, last] = [dayNumber('2004-01-01'), dayNumber('2026-12-31')];

test('DC-17 every day from 2004 to 2026 is worked or off as chinese-days has it', () => {
  const other: string[] = [];
  for (let day = first; day <= last; day++) {
    if (isWorkingDay(seedCalendar, day) !== isWorkday(dateOf(day))) other.push(dateOf(day));
  }
  expect(other).toEqual([]);
});

const daysOf2026 = (holds: (day: number) => boolean) =>
  Array.from({ length: 365 }, (_, i) => dayNumber('2026-01-01') + i)
    .filter(holds)
    .map((day) => dateOf(day).slice(5));

test('DC-17 2026 is as the State Council Office has it', () => {
  const off = daysOf2026((day) => !isWeekend(day) && !isWorkingDay(seedCalendar, day));
  const made = daysOf2026((day) => isWeekend(day) && isWorkingDay(seedCalendar, day));
  expect(made).toEqual(['01-04', '02-14', '02-28', '05-09', '09-20', '10-10']);
  expect(off.join(' ')).toBe(
    '01-01 01-02 02-16 02-17 02-18 02-19 02-20 02-23 04-06 05-01 05-04 05-05 06-19 09-25 10-01 10-02 10-05 10-06 10-07',
  );
});

test('DC-17 a year that nobody entered is said to be unknown, where chinese-days silently answers weekdays', () => {
  const newYear = dayNumber('2027-01-01');
  expect(isWorkday('2027-01-01')).toBe(true);
  expect(isKnownDay(seedCalendar, newYear)).toBe(false);
  expect(isKnownDay(seedCalendar, dayNumber('2026-12-24'))).toBe(true);
  // The notice of 2027 may still take days of it.
  expect(isKnownDay(seedCalendar, dayNumber('2026-12-25'))).toBe(false);
});

test('seed years name their own days once, and make-up days are Saturdays or Sundays', () => {
  for (const [year, { off, work }] of Object.entries(seedCalendar.years)) {
    const all = [...off, ...work];
    expect(new Set(all).size, year).toBe(all.length);
    expect(
      all.filter((date) => !date.startsWith(year)),
      year,
    ).toEqual([]);
    expect(
      work.filter((date) => !isWeekend(dayNumber(date))),
      year,
    ).toEqual([]);
  }
});
