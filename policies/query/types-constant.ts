/** Whether a constant text can be read as a type: a day of the calendar, a moment, a number, a length of time. */
import { isNumber, type SqlTypeName } from './types-lattice.ts';

const moment = /^(\d{4}-\d\d-\d\d)(?:[ T](?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,6})?)?)?$/;
const number = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\s*$/;
const unit =
  '(?:millenni(?:um|a)|centur(?:y|ies)|decades?|years?|quarters?|months?|weeks?|days?|hours?|minutes?|seconds?)';
const span = new RegExp(
  `^\\s*[+-]?\\d{1,9}(?:\\.\\d{1,6})?\\s*${unit}(?:\\s+[+-]?\\d{1,9}(?:\\.\\d{1,6})?\\s*${unit})*\\s*$`,
  'i',
);

export function isReadable(text: string, type: SqlTypeName): boolean {
  if (isNumber(type)) return number.test(text);
  if (type === 'INTERVAL') return span.test(text);
  if (type !== 'DATE' && type !== 'TIMESTAMP') return true;
  const day = moment.exec(text)?.[1];
  return day !== undefined && isDay(day) && (type === 'TIMESTAMP' || text === day);
}

const monthDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function isDay(text: string): boolean {
  const [year = 0, month = 0, day = 0] = text.split('-').map(Number);
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = (monthDays[month - 1] ?? 0) + (isLeap && month === 2 ? 1 : 0);
  return year >= 1 && day >= 1 && day <= days;
}
