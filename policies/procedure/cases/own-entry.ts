/** Whose data it is about, where a department answers for an entry in a thing that somebody else began. */
import { accept, refuse, type Outcome } from '../../refusal.ts';
import { requireThat } from '../decider.ts';
import type { CaseContext } from '../lookup.ts';

/** The actor is of the department of this entry; of another's it is refused as of none, with E_NOT_FOUND. */
export function requireOwnEntry(
  doing: string,
  entry: string | undefined,
  { actor, lookup }: Pick<CaseContext, 'actor' | 'lookup'>,
): Outcome<void> {
  const found = entry === undefined ? undefined : lookup.get('catalogEntry', entry);
  if (found?.entry.department === actor.org) return accept(undefined);
  return refuse('E_NOT_FOUND', `Cannot ${doing}: must be about an entry of your department; got another`);
}

/** The entry can be read in the catalog, or its table and columns, where they are named, are in it. Refuses with E_INPUT. */
export function requireNamed(
  doing: string,
  { entry, table, columns = [] }: Named,
  { lookup }: Pick<CaseContext, 'lookup'>,
): Outcome<void> {
  const found = lookup.get('catalogEntry', entry)?.entry;
  const holder = found?.tables.find(({ name }) => name === table);
  const known = table === undefined ? columns.length === 0 : holder !== undefined;
  const all = columns.every((name) => holder?.columns.some((column) => column.name === name) === true);
  const got = [entry, table, ...columns].filter((name) => name !== undefined).join(' ');
  const must = 'must name an entry of the catalog, and a table and columns of it';
  return requireThat(found !== undefined && known && all, 'E_INPUT', `Cannot ${doing}: ${must}; got ${got}`);
}

/** An entry, perhaps a table of it, perhaps columns of that. */
export interface Named {
  readonly entry: string;
  readonly table?: string | undefined;
  readonly columns?: readonly string[] | undefined;
}

/** The actor is of the body that was asked; others are refused as if there were nothing, with E_NOT_FOUND. */
export function requireAsked(
  doing: string,
  asked: string | undefined,
  { actor }: Pick<CaseContext, 'actor'>,
): Outcome<void> {
  return requireThat(
    asked === actor.org,
    'E_NOT_FOUND',
    `Cannot ${doing}: must be asked of your organization; got another`,
  );
}
