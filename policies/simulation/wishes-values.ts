/**
 * Constants of wishes in one form per column, so that they can be compared: numbers as numbers, days as `2024-02-20`, moments as
 * `2024-02-20T07:00:00`, everything else as text.
 */
import { dateOf, dayNumber } from '../calendar.ts';
import type { Column } from '../catalog/entry.ts';
import { isWholeType } from '../catalog/sql-type.ts';
import { isReadable } from '../query/types-constant.ts';

export type WishedValue = string | number | boolean;
export type Comparable = string | number;

/** How the values of a column compare. Days may be written as text or as the number YYYYMMDD. */
export type Order = 'number' | 'text' | 'day' | 'moment';

export function orderOf({ type, domain }: Column): Order {
  if (type === 'TIMESTAMP') return 'moment';
  if (type === 'DATE' || domain?.kind === 'dates') return 'day';
  return type === 'VARCHAR' || type === 'BOOLEAN' ? 'text' : 'number';
}

/** @returns the constant as values of the column compare, or undefined where it is none of its type */
export function comparable(column: Column, value: WishedValue): Comparable | undefined {
  const { type } = column;
  if (type === 'BOOLEAN') return ['true', 'false'].find((text) => text === String(value).toLowerCase());
  const order = orderOf(column);
  if (order === 'number') return asNumber(type, value);
  const text = order === 'day' ? dayIn(value) : value;
  if (typeof text !== 'string' || text.includes('\0')) return undefined;
  if (order === 'text') return text;
  if (!isReadable(text, order === 'day' ? 'DATE' : 'TIMESTAMP')) return undefined;
  return order === 'day' ? text : momentOf(text);
}

/** How a value of the column is written as a code. */
export function written({ type }: Column, value: Comparable): Comparable {
  if (type === 'TIMESTAMP' && typeof value === 'string') return value.replace('T', ' ');
  const isNumber = type !== 'VARCHAR' && type !== 'DATE' && type !== 'BOOLEAN';
  return isNumber && typeof value === 'string' ? Number(value.replaceAll('-', '')) : value;
}

/** `days` later, in the form given. */
export function shifted(value: string, { seconds }: { readonly seconds: number }): string {
  const [day = '', time = ''] = value.split('T');
  const [hours = 0, minutes = 0, rest = 0] = time === '' ? [] : time.split(':').map(Number);
  const total = dayNumber(day) * 86_400 + hours * 3_600 + minutes * 60 + rest + seconds;
  const at = Math.floor(total / 86_400);
  if (time === '') return dateOf(at);
  const left = total - at * 86_400;
  return `${dateOf(at)}T${[Math.floor(left / 3_600), Math.floor(left / 60) % 60, left % 60].map(pad).join(':')}`;
}

const pad = (part: number): string => String(part).padStart(2, '0');

function asNumber(type: string, value: WishedValue): number | undefined {
  if (typeof value === 'boolean' || value === '') return undefined;
  const number = Number(value);
  if (!Number.isFinite(number)) return undefined;
  return isWholeType(type) && typeof value === 'string' && !Number.isInteger(number) ? undefined : number;
}

/** Midnight is the day; of a number, its digits. */
function dayIn(value: WishedValue): string | undefined {
  const text = String(value);
  if (typeof value === 'string') return value.replace(/[ T]00:00(?::00(?:\.0+)?)?$/, '');
  return /^\d{8}$/.test(text) ? `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}` : undefined;
}

/** Parts of a second are cut: simulated moments have none. */
function momentOf(text: string): string {
  const [day = '', time = '00:00'] = text.split(/[ T]/);
  const [hours = '00', minutes = '00', seconds = '00'] = time.split(':');
  return `${day}T${hours}:${minutes}:${seconds.slice(0, 2)}`;
}
