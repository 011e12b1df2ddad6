/**
 * May data of these entries be granted at all? Asked when it is applied for, when an agreement opens rights, and at every run: an entry may
 * be closed, or come on the negative list, in between.
 *
 * @see procedure.md §4 (closed in operation), §9(10); requirements GY-08, GY-14, GD-10-1, GD-13-1
 */
import type { CatalogEntry } from '../catalog/entry.ts';
import type { Outcome } from '../refusal.ts';
import { requireAll, requireThat } from './decider.ts';
import { listInForce } from './list-versions.ts';
import type { CaseContext } from './lookup.ts';

/** What is closed for these may be used as what was made of it, where the jurisdiction allows that; for others never. */
const derivable: readonly string[] = ['secrets_and_privacy'];

/**
 * For every accepted entry: it was not got by sharing, is not on the negative list in force, and is open, or closed on grounds of secrets
 * and privacy alone, derived, and of a jurisdiction that lets such data be used. Refuses with E_NO_RIGHTS.
 */
export function requireGrantable(
  doing: string,
  uses: readonly { readonly entry: string }[],
  { lookup, profile, now }: Pick<CaseContext, 'lookup' | 'profile' | 'now'>,
): Outcome<void> {
  const listed = new Set(listInForce(lookup.all('negativeList'), now)?.items.map(({ entry }) => entry));
  const named = [...new Set(uses.map(({ entry }) => entry))];
  return requireAll(
    named.flatMap((id) => {
      const entry = lookup.get('catalogEntry', id)?.entry;
      // Whether there is such an entry is asked elsewhere.
      if (!entry) return [];
      const must = (holds: boolean, what: string) =>
        requireThat(holds, 'E_NO_RIGHTS', `Cannot ${doing}: ${id} must ${what}`);
      return [
        must(entry.origin === 'collected', 'not be got by sharing'),
        must(!listed.has(entry.id), 'not be on the negative list'),
        must(isOpenInOperation(entry, profile), 'not be closed'),
      ];
    }),
  );
}

/** @see requireGrantable */
export function isOpenInOperation(
  { attribute, opening, derivation }: CatalogEntry,
  { switches: { closedInOperation } }: CaseContext['profile'],
): boolean {
  if (attribute !== 'closed') return true;
  const { grounds = [] } = opening ?? {};
  const softly = grounds.length > 0 && grounds.every((ground) => derivable.includes(ground));
  return closedInOperation.value === 'allow_with_derivation' && softly && derivation !== undefined;
}
