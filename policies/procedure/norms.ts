/**
 * Which norm counts now. Only effective versions are loaded.
 *
 * @see AO-14-2, AO-31-1; procedure.md §3.17
 */
import { refuse, accept, type Outcome } from '../refusal.ts';
import type { Instant } from '../units.ts';
import type { NormKind } from './cases/norm.ts';
import type { DocOf } from './lives.ts';
import type { Lookup } from './lookup.ts';
import { isBefore } from './term.ts';

type Norm = DocOf<'norm'>;

/** Every norm of this kind that counts now, the newest first. An old version counts until the new one begins. */
export function effectiveNorms(lookup: Lookup, kind: NormKind, now: Instant): readonly Norm[] {
  const all = lookup.all('norm').filter((norm) => norm.kind === kind && counts(norm, now));
  return all.toSorted((one, other) => (isBefore(one.effectiveFrom ?? now, other.effectiveFrom ?? now) ? 1 : -1));
}

/** The newest of them. */
export function effectiveNorm(lookup: Lookup, kind: NormKind, now: Instant): Norm | undefined {
  return effectiveNorms(lookup, kind, now)[0];
}

/**
 * For every thing that must rest on a norm of this kind, returns the named one. Where the record has never had one of the kind, nothing is
 * asked; otherwise one must be named, and count now.
 *
 * @returns undefined where none is asked; refuses with E_NORM
 */
export function requireEffective(
  doing: string,
  named: { readonly kind: NormKind; readonly norm: string | undefined },
  { lookup, now }: { readonly lookup: Lookup; readonly now: Instant },
): Outcome<Norm | undefined> {
  const { kind, norm } = named;
  const effective = effectiveNorms(lookup, kind, now);
  const found = effective.find(({ id }) => id === norm);
  if (found) return accept(found);
  const isAsked = norm !== undefined || lookup.all('norm').some((one) => one.kind === kind && hasCounted(one));
  if (!isAsked) return accept(undefined);
  const known = effective.map(({ id }) => id).join(', ') || 'none';
  return refuse('E_NORM', `Cannot ${doing}: must rest on an effective ${kind}: ${known}; got ${norm ?? 'none'}`);
}

function counts({ state, effectiveFrom, until }: Norm, now: Instant): boolean {
  if (effectiveFrom === undefined || isBefore(now, effectiveFrom)) return false;
  return state === 'effective' || (state === 'superseded' && until !== undefined && isBefore(now, until));
}

function hasCounted({ effectiveFrom }: Norm): boolean {
  return effectiveFrom !== undefined;
}
