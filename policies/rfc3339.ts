/** Moments as people and programs write them, with whatever offset from UTC; kept in UTC with milliseconds, so that equal moments are equal texts. */
import { dateOf, dayNumber, isDate } from './calendar.ts';
import { accept, refuse, type Outcome } from './refusal.ts';
import { instant, type Instant } from './units.ts';

const form =
  /^(\d{4}-\d\d-\d\d)T([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(?:\.(\d{1,3}))?(?:Z|([+-])([01]\d|2[0-3]):([0-5]\d))$/;

const minutesOfDay = 1_440;
const [first, last] = [dayNumber('0000-01-01'), dayNumber('9999-12-31')];

/**
 * For every date-time of RFC 3339 with at most three digits of a second and no leap second, returns the same moment in UTC.
 * Refuses E_INPUT for anything else, a moment without an offset among it: nobody knows which one that is.
 *
 * @see RFC 3339 §5.6
 */
export function parseMoment(text: string): Outcome<Instant> {
  const [found, date = '', hours, minutes, seconds = '', part = '', sign, ahead, aside] = form.exec(text) ?? [];
  if (found === undefined || !isDate(date)) return notOne;
  const offset = (sign === '-' ? -1 : 1) * (Number(ahead ?? 0) * 60 + Number(aside ?? 0));
  const sinceMidnight = Number(hours) * 60 + Number(minutes) - offset;
  const day = dayNumber(date) + Math.floor(sinceMidnight / minutesOfDay);
  if (day < first || day > last) return notOne;
  const ofDay = ((sinceMidnight % minutesOfDay) + minutesOfDay) % minutesOfDay;
  const time = `${two(Math.floor(ofDay / 60))}:${two(ofDay % 60)}:${seconds}.${part.padEnd(3, '0')}`;
  return accept(instant(`${dateOf(day)}T${time}Z`));
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

const notOne = refuse(
  'E_INPUT',
  'Cannot read the moment: must be RFC 3339 with an offset and at most milliseconds, as 2026-03-02T09:30:00+08:00',
);
