import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { dateOf, dayNumber, isDate } from '#policies/calendar.ts';

test('dayNumber and dateOf agree with the calendar of the platform on every day of four centuries', () => {
  for (let day = -141_427; day < 60_000; day += 1) {
    const iso = new Date(day * 86_400_000).toISOString().slice(0, 10);
    if (dateOf(day) !== iso || dayNumber(iso) !== day) throw new Error(`${iso}: ${dateOf(day)}, ${dayNumber(iso)}`);
  }
  expect(['2024-02-29', '2023-02-29', '2023-13-01', '1900-02-29', '2000-02-29'].map(isDate)).toEqual([
    true,
    false,
    false,
    false,
    true,
  ]);
});

test('dayNumber and dateOf agree with the calendar of the platform on any day from the year 1 to 9999', () => {
  fc.assert(
    fc.property(fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }), (date) => {
      const day = date.toISOString().slice(0, 10);
      expect(dateOf(dayNumber(day))).toBe(day);
      expect(dayNumber(day) * 86_400_000).toBe(Date.parse(day));
    }),
  );
});
