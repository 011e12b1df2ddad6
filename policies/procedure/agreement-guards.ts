/** What an agreement must be: of an approved application, and nowhere wider than it. */
import { accept, refuse, type Outcome } from '../refusal.ts';
import type { Instant, Sha256 } from '../units.ts';
import type { Clauses } from './agreement-commands.ts';
import type { AgreementState } from './agreement-table.ts';
import type { Application } from './application.ts';
import type { UseRequest } from './application-commands.ts';
import { requireThat } from './decider.ts';
import { requireWithin } from './scope.ts';
import { isBefore, requireTerm, requireTermWithin, yearsAfter } from './term.ts';

const doing = 'draft agreement';

/** The named application is approved and has no other agreement that stands; refuses with E_NO_RIGHTS or E_STATE. */
export function requireApproved(
  named: string,
  context: {
    readonly application: Application | undefined;
    readonly id: string;
    readonly sameApplication: readonly { readonly id: string; readonly state: AgreementState }[];
  },
): Outcome<Application> {
  const { application, id, sameApplication } = context;
  if (application?.id !== named)
    return refuse('E_NOT_FOUND', `Cannot ${doing}: must be of an application; got ${named}`);
  if (application.state !== 'approved') {
    return refuse('E_NO_RIGHTS', `Cannot ${doing}: the application must be approved; got ${application.state}`);
  }
  const standing = sameApplication.find(
    (other) => other.id !== id && other.state !== 'terminated' && other.state !== 'expired',
  );
  if (standing)
    return refuse('E_STATE', `Cannot ${doing}: must be the only one of its application; got ${standing.id}`);
  return accept(application);
}

/** The clauses grant nothing that was not approved, and no longer than the operator may. @see AO-04-1, AO-20-5 */
export function requireClauses(
  clauses: Clauses,
  request: UseRequest,
  limits: { readonly authorizedUntil: Instant; readonly longestYears: number },
): readonly Outcome<unknown>[] {
  const { term, conditions, scenario } = clauses;
  const forms = conditions.productForms.filter((form) => !request.productForms.includes(form));
  const latest = yearsAfter(term.from, limits.longestYears);
  const approved = request.datasets.map(({ entry, table, columns }) => ({
    entry,
    table,
    columns: columns.map(({ name }) => name),
  }));
  return [
    requireThat(
      scenario === request.scenario.id,
      'E_SCOPE',
      `Cannot ${doing}: must be for scenario ${request.scenario.id}; got ${scenario}`,
    ),
    requireWithin(doing, clauses.dataScope, approved),
    requireThat(
      forms.length === 0,
      'E_SCOPE',
      `Cannot ${doing}: every product form must be approved; got ${forms.join(', ')}`,
    ),
    requireTerm(doing, term),
    requireTermWithin(doing, term, request.term),
    requireThat(
      !isBefore(latest, term.to) && !isBefore(limits.authorizedUntil, term.to),
      'E_SCOPE',
      `Cannot ${doing}: the term must end by ${latest} and by ${limits.authorizedUntil}; got ${term.to}`,
    ),
  ];
}

/** Each side signs the text that stands in the record, not another. */
export function requireSameText(doing: string, hash: Sha256, signed: Sha256): Outcome<void> {
  return requireThat(hash === signed, 'E_INPUT', `Cannot ${doing}: must name the hash ${hash}; got ${signed}`);
}
