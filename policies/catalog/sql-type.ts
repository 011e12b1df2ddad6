/** What the name of a number type says. */
import type { SqlType } from './entry.ts';

/** Whole numbers of any width. */
export function isWholeType(type: string): boolean {
  return type === 'SMALLINT' || type === 'INTEGER' || type === 'BIGINT';
}

/** Digits of a decimal, all and after the point; undefined for another type. */
export function decimalOf(type: string): { readonly width: number; readonly scale: number } | undefined {
  const match = /^DECIMAL\((\d+),(\d+)\)$/.exec(type);
  return match === null ? undefined : { width: Number(match[1]), scale: Number(match[2]) };
}

/** Digits after the point; nothing for DOUBLE, which has as many as are written. */
export function scaleOf(type: SqlType): number | undefined {
  return isWholeType(type) ? 0 : decimalOf(type)?.scale;
}
