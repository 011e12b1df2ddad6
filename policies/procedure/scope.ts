/** Scopes: which columns of which tables. Everything later in the procedure must lie within what was granted before. */
import { accept, refuse, type Outcome } from '../refusal.ts';
import type { EntryId } from '../units.ts';
import type { Scope } from './fields.ts';

/**
 * Every table and every column of `used` is in `granted`; a table may be named several times on either side.
 * Counting the rows of a table names no column of it and is a use all the same.
 *
 * @returns refuses with E_SCOPE, naming every table and column outside
 * @see AO-04-1, GD-26-2
 */
export function requireWithin(doing: string, used: Scope, granted: Scope): Outcome<void> {
  const allowed = new Set([...tablesOf(granted), ...columnsOf(granted)]);
  const outside = [...tablesOf(used), ...columnsOf(used)].filter((name) => !allowed.has(name));
  if (outside.length === 0) return accept(undefined);
  return refuse('E_SCOPE', `Cannot ${doing}: every table and column must be granted; got ${outside.join(', ')}`);
}

/** The catalog entries of a scope, each once, in order of first mention. */
export function entriesOf(scope: readonly { readonly entry: EntryId }[]): readonly EntryId[] {
  return [...new Set(scope.map((use) => use.entry))];
}

function tablesOf(scope: Scope): readonly string[] {
  return [...new Set(scope.map((use) => `${use.entry}:${use.table}`))];
}

/** Every column as `entry:table.column`; the three alphabets have no colon, so no two columns are written alike. */
function columnsOf(scope: Scope): readonly string[] {
  return scope.flatMap((use) => use.columns.map((column) => `${use.entry}:${use.table}.${column}`));
}
