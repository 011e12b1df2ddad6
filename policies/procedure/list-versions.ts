/** Lists with versions: which is in force, and what one changed. @see requirements GY-09, GD-15-1 */
import { canonicalText } from '../record/canonical.ts';
import type { Instant } from '../units.ts';
import { isBefore } from './term.ts';

/** A version of a list; it has no number until it is adopted. */
export interface Listed<Item> {
  readonly state: string;
  readonly version?: number;
  readonly effectiveFrom: Instant;
  readonly items: readonly Item[];
}

/** Of those that were adopted and not repealed, the one with the highest number whose day has come. */
export function listInForce<List extends Listed<unknown>>(lists: readonly List[], now: Instant): List | undefined {
  const begun = lists.filter(({ state, effectiveFrom }) => state === 'adopted' && !isBefore(now, effectiveFrom));
  return begun.toSorted((one, other) => (other.version ?? 0) - (one.version ?? 0))[0];
}

/** What the later version has more and has less; an item that was changed is in both. */
export function listChanges<Item>(
  before: readonly Item[],
  after: readonly Item[],
): { readonly added: readonly Item[]; readonly removed: readonly Item[] } {
  const [old, now] = [before, after].map((items) => new Set(items.map((item) => canonicalText(item))));
  return {
    added: after.filter((item) => !old?.has(canonicalText(item))),
    removed: before.filter((item) => !now?.has(canonicalText(item))),
  };
}
