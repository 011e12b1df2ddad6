/**
 * What a department must have said of an entry before anybody reviews it: on what grounds it is not open, on what conditions it is used, how
 * that is supervised, and where it comes from.
 *
 * @see requirements GD-09-2, GD-10, GD-11, GD-12-1, GD-15-2, SH-07-1, SH-08-2, SH-10-2, GY-14
 */
import type { CatalogEntry } from '../catalog/entry.ts';
import { accept, refuse, type Outcome } from '../refusal.ts';
import { requireAll, requireThat } from './decider.ts';
import type { CaseContext } from './lookup.ts';

type Judged = Pick<CaseContext, 'lookup' | 'profile'>;

/**
 * For every accepted entry: theme, summary, format and contact are there; one that is not open to everybody names grounds of this
 * jurisdiction, for without a ground data is unconditional; a conditional one says its conditions and how its use is supervised; and nothing
 * of it, in no form, was got by sharing. Refuses with E_ENTRY, naming each place.
 */
export function requireDescribed(doing: string, entry: CatalogEntry, { lookup, profile }: Judged): Outcome<void> {
  const { opening, attribute } = entry;
  const must = (holds: boolean, path: string, what: string) =>
    requireThat(holds, 'E_ENTRY', `Cannot ${doing}: ${path} must ${what}`);
  if (!opening) return must(false, 'opening', 'say theme, summary, format, contact, grounds and conditions; got none');
  const conditional = attribute === 'conditional';
  return requireAll([
    requireGrounds(doing, entry, profile),
    must(!conditional || opening.conditions.length > 0, 'opening.conditions', 'name a condition; got none'),
    must(!conditional || opening.supervision.length > 0, 'opening.supervision', 'name a measure; got none'),
    ...(entry.derivation?.from ?? []).map((from) => {
      const origin = lookup.get('catalogEntry', from)?.entry.origin;
      return must(
        origin === 'collected',
        'derivation.from',
        `name what was collected; got ${from}, ${origin ?? 'unknown'}`,
      );
    }),
  ]);
}

function requireGrounds(
  doing: string,
  { attribute, opening }: CatalogEntry,
  { closedGrounds, conditionalGrounds }: CaseContext['profile'],
): Outcome<void> {
  const given = opening?.grounds ?? [];
  if (attribute === 'unconditional') {
    const got = given.join(', ');
    return requireThat(given.length === 0, 'E_ENTRY', `Cannot ${doing}: opening.grounds must be empty; got ${got}`);
  }
  const known = attribute === 'closed' ? closedGrounds : conditionalGrounds;
  const holds = given.length > 0 && given.every((ground) => known.includes(ground));
  if (holds) return accept(undefined);
  const got = given.join(', ') || 'none';
  return refuse('E_ENTRY', `Cannot ${doing}: opening.grounds must be of ${known.join(', ')}; got ${got}`, {
    remedy: `Name the ground on which the data is ${attribute}; data without one is unconditional.`,
  });
}
