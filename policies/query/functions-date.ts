/**
 * Functions of dates, timestamps and intervals. `EXTRACT(year FROM d)` is `date_part`; `INTERVAL 3 MONTH` is `to_months(3)`.
 * Nothing here knows what day it is today.
 *
 * @see https://duckdb.org/docs/stable/sql/functions/date, /timestamp, /interval
 */
import type { FunctionSpec } from './functions-spec.ts';

const part = { args: [1, 1], takes: ['time'], gives: 'BIGINT', total: true } as const;
/** Not of an interval. */
const ofDate = { ...part, takes: ['date'] } as const;
/** The first week of the first year of all begins before the first day. */
const ofWeek = { ...ofDate, total: false } as const;
const name = { args: [1, 1], takes: ['date'], gives: 'VARCHAR', total: true } as const;
const difference = {
  args: [3, 3],
  takes: ['text', 'date'],
  gives: 'BIGINT',
  total: false,
  part: true,
  constant: [0],
} as const;
const months = { args: [1, 1], takes: ['int64'], gives: 'INTERVAL', total: false, constant: [0] } as const;
const seconds = { ...months, takes: ['number'] } as const;

export const dateFunctions = {
  year: part,
  quarter: part,
  month: part,
  week: ofWeek,
  day: part,
  dayofweek: ofDate,
  isodow: ofDate,
  dayofyear: ofDate,
  hour: part,
  minute: part,
  second: part,
  millisecond: part,
  microsecond: part,
  isoyear: ofWeek,
  yearweek: ofWeek,
  decade: part,
  century: part,
  millennium: part,
  era: ofDate,
  epoch: { ...part, gives: 'DOUBLE' },
  epoch_ms: { ...part, total: false },
  julian: { ...part, takes: ['date'], gives: 'DOUBLE' },
  date_part: { args: [2, 2], takes: ['text', 'time'], gives: 'calendar part', total: false, part: true, constant: [0] },
  date_trunc: { args: [2, 2], takes: ['text', 'time'], gives: 'truncated', total: false, part: true, constant: [0] },
  date_diff: difference,
  date_sub: difference,
  last_day: { args: [1, 1], takes: ['date'], gives: 'DATE', total: false },
  dayname: name,
  monthname: name,
  strftime: { args: [2, 2], takes: ['date', 'text'], gives: 'VARCHAR', total: false, constant: [1], check: 'format' },
  make_date: { args: [3, 3], takes: ['int64'], gives: 'DATE', total: false },
  make_timestamp: {
    args: [6, 6],
    takes: ['int64', 'int64', 'int64', 'int64', 'int64', 'number'],
    gives: 'TIMESTAMP',
    total: false,
  },
  time_bucket: {
    args: [2, 2],
    takes: ['interval', 'date'],
    gives: 'second',
    total: false,
    constant: [0],
    check: 'width',
  },
  to_millennia: months,
  to_centuries: months,
  to_decades: months,
  to_years: months,
  to_quarters: months,
  to_months: months,
  to_weeks: months,
  to_days: months,
  to_hours: months,
  to_minutes: months,
  to_seconds: seconds,
  to_milliseconds: seconds,
  to_microseconds: months,
} as const satisfies Record<string, FunctionSpec>;
