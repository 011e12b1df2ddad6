/** Whether days that somebody typed can be those of a notice: a wrong date would move every deadline of a year. */
import { dayNumber } from '../calendar.ts';
import type { Outcome } from '../refusal.ts';
import { requireAll, requireThat } from './decider.ts';
import { isLastWeek, isWeekend } from './working-days.ts';

/** Off by the Measures for Public Holidays, whatever else a year's notice arranges. */
const always = ['01-01', '05-01', '10-01', '10-02', '10-03'] as const;

interface Typed {
  readonly year: number;
  readonly off: readonly string[];
  readonly work: readonly string[];
}

/**
 * For every accepted year: each day lies in it, or in the last week of the year before; none is named twice or is off and worked; make-up days
 * are Saturdays or Sundays; and New Year, Labour Day and the first three days of October are off. Refuses with E_INPUT, naming the days.
 */
export function requireWorkYear(doing: string, { year, off, work }: Typed): Outcome<void> {
  const all = [...off, ...work];
  const outside = all.filter((date) => !isOf(year, date));
  const twice = all.filter((date, at) => all.indexOf(date) !== at);
  const weekdays = work.filter((date) => !isWeekend(dayNumber(date)));
  const missing = always.map((day) => `${year}-${day}`).filter((date) => !off.includes(date));
  const none = (found: readonly string[], must: string) =>
    requireThat(found.length === 0, 'E_INPUT', `Cannot ${doing}: ${must}; got ${found.join(', ')}`);
  return requireAll([
    none(outside, `every day must be of ${year}, or of the last week before`),
    none(twice, 'every day must be named once'),
    none(weekdays, 'make-up days must be Saturdays or Sundays'),
    requireThat(missing.length === 0, 'E_INPUT', `Cannot ${doing}: ${missing.join(', ')} must be off`),
  ]);
}

function isOf(year: number, date: string): boolean {
  return date.startsWith(`${year}-`) || (date.startsWith(`${year - 1}-`) && isLastWeek(date));
}
