/** May a released product be provided now? Asked before a suspension ends, from what is known and not from what was noted when it began. */
import type { Outcome } from '../refusal.ts';
import { requireRegistered } from './application-guards.ts';
import { requireAll } from './decider.ts';
import type { Export } from './export-doc.ts';
import { requireGrant } from './grant.ts';
import { heirOf } from './lineage.ts';
import type { Lookup } from './lookup.ts';
import { requirePublished } from './precheck.ts';
import { requireNotSanctioned } from './sanctions.ts';
import { entriesOf } from './scope.ts';
import type { Instant } from '../units.ts';
import { requireNotWithdrawn } from './withdrawn.ts';

/**
 * For every export that is accepted: its agreement, or the one that took its place, is in force and in term, its vendor registered and not under a sanction that reaches it, and
 * every dataset and snapshot it was made of published and not withdrawn. An emergency stop is not asked for: it takes nothing back.
 */
export function requireProvidable(
  doing: string,
  doc: Export,
  { lookup, now }: { readonly lookup: Lookup; readonly now: Instant },
): Outcome<void> {
  const { vendor, product } = doc;
  const runs = product.runs.flatMap((id) => lookup.get('run', id) ?? []);
  const entries = entriesOf(runs.flatMap(({ uses }) => uses));
  const snapshots = runs.flatMap(({ result }) => result?.sources.map(({ snapshot }) => snapshot) ?? []);
  const registration = lookup.all('registration').find((one) => one.vendor === vendor);
  return requireAll([
    requireRegistered(doing, registration, vendor),
    requireGrant(doing, 'use', { agreement: heirOf(doc.agreement, lookup), vendor }, { now }),
    requireNotSanctioned(doing, { vendor, entries, form: product.form }, { lookup, now }),
    requireNotWithdrawn(doing, { entries, snapshots }, lookup),
    requirePublished(doing, entries, lookup.all('catalogEntry')),
  ]);
}
