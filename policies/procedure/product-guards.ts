/** What makes a product one: released results of its own agreement, said where from, for whom the agreement allows. @see AO-03-3, AO-23-1, AO-27-7 */
import type { Outcome } from '../refusal.ts';
import type { EntryId } from '../units.ts';
import { requireThat } from './decider.ts';
import type { CaseContext, Lookup } from './lookup.ts';
import { approvedExchanges } from './profiles/exchanges.ts';

interface Claimed {
  readonly vendor?: string;
  readonly agreement: string;
  readonly scenario: string;
  readonly form: string;
  readonly payload: 'derived' | 'raw';
  readonly exports: readonly string[];
  readonly licence: { readonly recipients: readonly string[] };
}

/** For every product that is accepted: each export has left, is the vendor's, of this agreement, scenario and form; raw data is public anyway. */
export function requireProduct(doing: string, product: Claimed, { lookup }: CaseContext): readonly Outcome<void>[] {
  const found = product.exports.map((id) => lookup.get('export', id));
  const wrong = product.exports.filter((_, at) => {
    const one = found[at];
    const own = one?.vendor === product.vendor && one?.agreement === product.agreement;
    return !own || one?.state !== 'released' || one.product.form !== product.form;
  });
  const agreement = lookup.get('agreement', product.agreement);
  const allowed = agreement?.clauses.conditions.recipients ?? [];
  const others = product.licence.recipients.filter((one) => !allowed.includes(one));
  const raw = product.payload === 'raw' ? entriesOf(product.exports, lookup).filter((id) => !isPublic(id, lookup)) : [];
  return [
    requireThat(
      wrong.length === 0,
      'E_STATE',
      `Cannot ${doing}: must be made of released exports of its agreement and form; got ${wrong.join(', ')}`,
    ),
    requireThat(
      agreement?.clauses.scenario === product.scenario,
      'E_SCOPE',
      `Cannot ${doing}: must be for the scenario of its agreement; got ${product.scenario}`,
    ),
    requireThat(
      others.length === 0,
      'E_SCOPE',
      `Cannot ${doing}: must be licensed to recipients of the agreement; got ${others.join(', ')}`,
    ),
    requireThat(
      raw.length === 0,
      'E_SCOPE',
      `Cannot ${doing}: raw public data must not be traded, but where it is public anyway; got ${raw.join(', ')}`,
    ),
  ];
}

/** Traded where the agreement says, on an exchange that the place has approved. @see AO-23-2 */
export function requireListing(
  doing: string,
  { agreement, venue }: { readonly agreement: string; readonly venue: string },
  { lookup, profile }: CaseContext,
): Outcome<void> {
  const agreed = lookup.get('agreement', agreement)?.clauses.trading.venue;
  const approved = Object.hasOwn(approvedExchanges[profile.id], venue);
  const must = `Cannot ${doing}: the venue must be approved and that of the agreement, ${agreed ?? 'none'}`;
  return requireThat(approved && venue === agreed, 'E_SCOPE', `${must}; got ${venue}`);
}

function entriesOf(exports: readonly string[], lookup: Lookup): readonly EntryId[] {
  const runs = exports.flatMap((id) => lookup.get('export', id)?.product.runs ?? []);
  return [...new Set(runs.flatMap((id) => lookup.get('run', id)?.uses.map(({ entry }) => entry) ?? []))];
}

/** Obtained from public channels, or to be public by a statute. @see AO-04-5 */
function isPublic(id: EntryId, lookup: Lookup): boolean {
  const basis = lookup.get('catalogEntry', id)?.entry.opening?.publicity?.basis;
  return basis === 'public_channel' || basis === 'statute';
}
