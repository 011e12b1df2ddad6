/**
 * What is disputed: read from the objections, kept nowhere else. An alleged infringement keeps what it is about in the domain until it is
 * decided; whoever only finds an error is heard, and the data stays in use with the mark.
 *
 * @see procedure.md §3.12; requirements SH-23-1, GD-24-2
 */
import { accept, refuse, type Outcome } from '../refusal.ts';
import type { ObjectionTypes } from './cases/objection.ts';
import type { Scope, TableUse } from './fields.ts';
import type { CaseContext } from './lookup.ts';

type Objection = ObjectionTypes['doc'];

const disputing: readonly Objection['state'][] = ['marked', 'platform_deciding', 'forwarded', 'verifying'];

/** The objections under which this entry is marked as disputed. */
export function disputesOf(entry: string, objections: readonly Objection[]): readonly Objection[] {
  return objections.filter((one) => one.entry === entry && isDisputing(one));
}

/** Does what it is about bear the mark? */
export function isDisputing({ state }: Pick<Objection, 'state'>): boolean {
  return disputing.includes(state);
}

/**
 * For every use of a column, table or entry under an undecided allegation of infringement, refuses with E_DISPUTED where the profile says
 * that disputes block; accepts all else.
 */
export function requireUndisputed(
  doing: string,
  uses: Scope,
  { lookup, profile }: Pick<CaseContext, 'lookup' | 'profile'>,
): Outcome<void> {
  if (!profile.switches.disputedBlocksExports.value) return accept(undefined);
  const alleged = lookup.all('objection').filter(({ ground }) => ground === 'infringement');
  const hit = uses.find((use) => disputesOf(use.entry, alleged).some((objection) => isAbout(objection, use)));
  if (!hit) return accept(undefined);
  return refuse('E_DISPUTED', `Cannot ${doing}: nothing used must be disputed as an infringement; got ${hit.entry}`);
}

/** Whoever counts the rows of a table uses the table, though no column of it. */
function isAbout({ table, columns }: Objection, use: TableUse): boolean {
  if (table === undefined) return true;
  if (table !== use.table) return false;
  return columns === undefined || use.columns.some((column) => columns.includes(column));
}
