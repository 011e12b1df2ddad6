/**
 * Grants: what an agreement in force lets its vendor do. There is one question, `requireGrant`, and every later life asks it;
 * no right exists anywhere else.
 *
 * @see AO-20-3, AO-20-5, AO-04-1
 */
import { accept, refuse, type Outcome } from '../refusal.ts';
import type { OrgId } from '../units.ts';
import type { Clauses } from './agreement-commands.ts';
import type { AgreementState } from './agreement-table.ts';
import type { Lane, ProductForm, Scope, Term } from './fields.ts';
import type { Context } from './life.ts';
import { isInTerm } from './term.ts';

/** `develop`: on simulation data; `use`: on real data. */
export type GrantKind = 'develop' | 'use';

/** A right to use some columns for one scenario during a term. */
export interface Grant {
  readonly id: string;
  readonly kind: GrantKind;
  readonly scenario: string;
  readonly scope: Scope;
  readonly term: Term;
  readonly productForms: readonly ProductForm[];
  /** To whom results may go. */
  readonly recipients: readonly string[];
  /** Runs on real data; 0 for `develop`. */
  readonly runs: number;
  /** Absent: exact only. */
  readonly lanes?: readonly Lane[];
  /** Most ε of all private runs together; absent: what the domain allows. */
  readonly epsilon?: number;
}

/** What of an agreement decides about rights. */
export interface Granting {
  readonly vendor: OrgId;
  readonly state: AgreementState;
  readonly clauses: Clauses;
  readonly grants: readonly Grant[];
}

/** The two grants that an agreement opens when both sides have signed. */
export function grantsOf(agreement: string, clauses: Clauses): readonly Grant[] {
  const { scenario, dataScope: scope, term, conditions } = clauses;
  const { productForms, recipients, lanes, epsilon } = conditions;
  const privacy = { ...(lanes && { lanes }), ...(epsilon !== undefined && { epsilon }) };
  const shared = { scenario, scope, term, productForms, recipients, ...privacy };
  return [
    { ...shared, id: `${agreement}.develop`, kind: 'develop', runs: 0 },
    { ...shared, id: `${agreement}.use`, kind: 'use', runs: conditions.runs },
  ];
}

/**
 * For every agreement that is not in force, not in term, not given or not this vendor's, refuses with E_NO_RIGHTS;
 * an agreement of another vendor is refused in the words of a missing one.
 */
export function requireGrant(
  doing: string,
  kind: GrantKind,
  found: { readonly agreement: Granting | undefined; readonly vendor: OrgId },
  { now }: Pick<Context, 'now'>,
): Outcome<Grant> {
  const own = found.agreement?.vendor === found.vendor ? found.agreement : undefined;
  const must = `Cannot ${doing}: the agreement must be in force`;
  if (own?.state !== 'active') return refuse('E_NO_RIGHTS', `${must}; got ${own?.state ?? 'none'}`);
  const { term } = own.clauses;
  if (!isInTerm(term, now)) {
    return refuse('E_NO_RIGHTS', `${must} from ${term.from} to ${term.to}; got ${now}`);
  }
  const grant = own.grants.find((grant) => grant.kind === kind);
  return grant ? accept(grant) : refuse('E_NO_RIGHTS', `${must} and grant ${kind}; got no such grant`);
}

/** The grant has the lane that a text asks for; refuses with E_SCOPE. A text that names none is read exactly. */
export function requireLane(
  doing: string,
  { lane = 'exact' }: { readonly lane?: Lane },
  { lanes = ['exact'] }: Pick<Grant, 'lanes'>,
): Outcome<void> {
  if (lanes.includes(lane)) return accept(undefined);
  return refuse('E_SCOPE', `Cannot ${doing}: the lane must be ${lanes.join(' or ')} by the agreement; got ${lane}`, {
    remedy: `Have an agreement signed whose conditions name the ${lane} lane.`,
  });
}
