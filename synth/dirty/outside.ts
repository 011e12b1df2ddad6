/** Values that a column's domain does not hold but its type does: an unknown code, a number beyond the bounds, a day beyond. */
import type { Column, SqlType } from '#policies/catalog/entry.ts';
import { largest } from '../lattice.ts';
import type { Sql } from '../sql.ts';
import { literal } from '../sql.ts';

/** SQL literals in the type of the column; none where the type holds nothing else, or where no domain is declared. */
export function valuesOutside(column: Column): readonly Sql[] {
  const { domain, type } = column;
  const typed = (value: string | number): Sql => `CAST(${literal(value)} AS ${type})`;
  if (domain === undefined) return [];
  if (domain.kind === 'dates') {
    const days = [dayBeside(domain.lo, -1), dayBeside(domain.hi, 1), '1900-01-01', '2099-12-31'];
    return days.filter((day) => day < domain.lo.slice(0, 10) || day > domain.hi.slice(0, 10)).map(typed);
  }
  if (domain.kind === 'range') {
    const beyond = [domain.lo - 1, domain.hi + 1, domain.hi * 10 + 9, -999, 0];
    return beyond.filter((value) => (value < domain.lo || value > domain.hi) && isHeld(type, value)).map(typed);
  }
  if (type === 'VARCHAR') return unknownCodes(domain.values).map(typed);
  const numbers = domain.values.map(Number);
  const beside = [Math.max(...numbers) + 1, Math.min(...numbers) - 1, 99, 0, -1];
  return beside.filter((value) => !numbers.includes(value) && isHeld(type, value)).map(typed);
}

/** What people write where a code is not known. */
function unknownCodes(codes: readonly (string | number)[]): readonly string[] {
  const usual = ['未知', '不详', '-', 'N/A', `${codes[0] ?? ''} `, '?'];
  const unknown = usual.filter((code) => !codes.includes(code));
  // A list of all of these is hardly one of codes, but then something longer than its values is unknown.
  const longest = Math.max(0, ...codes.map((code) => String(code).length));
  return unknown.length > 0 ? unknown : ['?'.repeat(longest + 1)];
}

function isHeld(type: SqlType, value: number): boolean {
  return Math.abs(value) <= largest(type);
}

function dayBeside(day: string, shift: number): string {
  return new Date(Date.parse(`${day.slice(0, 10)}T00:00:00Z`) + shift * 86_400_000).toISOString().slice(0, 10);
}
