/**
 * Operator ⟂ vendor, for whole organizations and for all time: who has registered as a vendor, or been declared under the control of one, is
 * an operator nowhere, and who has acted as an operator registers as no vendor. `requireIndependent` says the same of one thing only.
 *
 * @see AO-04-8 (003-4(3)); procedure.md §2.1; decision 049
 */
import { accept, refuse, type Outcome } from '../refusal.ts';
import type { OrgId } from '../units.ts';
import type { Actor } from './life.ts';
import type { Lookup } from './lookup.ts';

/** Lives in which an operator acts before anybody is registered or anything granted. */
const operated = ['registration', 'application', 'agreement', 'program', 'run', 'export', 'consent'] as const;

/** None of these organizations has acted as an operator; refuses with E_SEPARATION. */
export function requireNoOperator(doing: string, orgs: readonly OrgId[], lookup: Lookup): Outcome<void> {
  const acts = operated.flatMap((life) => lookup.all(life).flatMap((doc) => doc.acts));
  const operator = acts.find(({ by }) => by.role === 'operator' && orgs.includes(by.org));
  if (!operator) return accept(undefined);
  const must = 'the vendor and its affiliates must never have been an operator';
  return refuse('E_SEPARATION', `Cannot ${doing}: ${must}; got ${operator.by.org}`);
}

const bound = new Set<string>(['registered', 'suspended', 'exited']);

/**
 * Who acts as an operator is, and was, no registered vendor and nobody under its control; refuses with E_SEPARATION.
 * What was only drafted does not count: a vendor could lock the operator out by naming it.
 */
export function requireNoVendor(doing: string, actor: Actor, lookup: Lookup): Outcome<void> {
  if (actor.role !== 'operator') return accept(undefined);
  const vendor = lookup
    .all('registration')
    .find((doc) => bound.has(doc.state) && (doc.vendor === actor.org || doc.affiliates.includes(actor.org)));
  if (!vendor) return accept(undefined);
  const must = 'an operator must never have been a vendor or under the control of one';
  return refuse('E_SEPARATION', `Cannot ${doing}: ${must}; got ${actor.org}`);
}
