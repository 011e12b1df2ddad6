/** Until when an operator may operate the data of some domains. @see AO-03-1, GY-21, GY-22 */
import type { Instant, OrgId } from '../units.ts';
import type { Lookup } from './lookup.ts';
import { isBefore, isInTerm } from './term.ts';

/** Whose authorization is asked for, of which themes of the catalog, and what holds where the record has none at all. */
export interface Operating {
  readonly operator: OrgId;
  readonly themes: readonly string[];
  readonly fallback: Instant;
}

/**
 * For every operator, returns a moment until which every one of the themes is covered by one of its authorizations in force now; `now` where
 * one of them is covered by none. An installation whose record has never had an authorization goes by its settings.
 */
export function authorizedUntil({ operator, themes, fallback }: Operating, now: Instant, lookup: Lookup): Instant {
  const all = lookup.all('operatorAuthorization').filter(({ state }) => state !== 'proposed' && state !== 'refused');
  if (all.length === 0) return fallback;
  const own = all.filter((one) => one.operator === operator && one.state === 'in_force' && isInTerm(one.term, now));
  const ends = themes.map((theme) =>
    latest(
      own.filter(({ domains }) => domains.includes(theme)),
      now,
    ),
  );
  return ends.reduce((first, end) => (isBefore(end, first) ? end : first), latest(own, now));
}

function latest(all: readonly { readonly term: { readonly to: Instant } }[], none: Instant): Instant {
  return all.reduce((last, { term: { to } }) => (isBefore(last, to) ? to : last), none);
}
