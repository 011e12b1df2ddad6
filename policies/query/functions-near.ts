/** The allowed function that a vendor most likely meant, for the remedy of a refusal. */
import { editDistance } from '../edit-distance.ts';
import { functionAliases, functions } from './functions.ts';

/** What other dialects, or parts of DuckDB outside the language, are called here. */
const elsewhere: Readonly<Record<string, string>> = {
  nvl: 'coalesce',
  isnull: 'coalesce',
  iff: 'CASE',
  decode: 'CASE',
  to_char: 'strftime',
  format: 'strftime',
  strptime: 'CAST(… AS DATE)',
  to_date: 'CAST(… AS DATE)',
  age: 'date_diff',
  charindex: 'position',
  regexp_like: 'regexp_matches',
  regexp_replace: 'replace',
  lpad: 'concat',
  rpad: 'concat',
  printf: 'concat',
  truncate: 'trunc',
  square: 'pow',
  add_months: 'to_months',
  dateadd: 'INTERVAL',
};

/** @returns an allowed name that is at most a third of its letters away from `name`, or undefined */
export function nearestFunction(name: string): string | undefined {
  const known = Object.hasOwn(elsewhere, name) ? elsewhere[name] : undefined;
  if (known) return known;
  const candidates = [...Object.keys(functions), ...Object.keys(functionAliases)].filter((other) =>
    /^\w+$/.test(other),
  );
  const [best] = candidates
    .map((other) => ({ other, distance: editDistance(name.slice(0, 40), other) }))
    .sort((a, b) => a.distance - b.distance);
  return best && best.distance <= Math.max(1, best.other.length / 3) ? best.other : undefined;
}
