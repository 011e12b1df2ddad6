/** What an agreement must be: of an approved application, and nowhere wider than it. */
import { accept, refuse, type Outcome } from '../refusal.ts';
import type { Instant, Sha256 } from '../units.ts';
import type { Clauses, TerminationCase } from './agreement-commands.ts';
import type { AgreementState } from './agreement-table.ts';
import type { Application } from './application.ts';
import type { UseRequest } from './application-commands.ts';
import type { CatalogEntryDoc } from './catalog-entry-doc.ts';
import { requireThat } from './decider.ts';
import { entriesOf, requireWithin } from './scope.ts';
import { isBefore, requireTerm, requireTermWithin, yearsAfter } from './term.ts';

const doing = 'draft agreement';

const ended: readonly AgreementState[] = ['terminated', 'expired', 'amended'];

/** The named application is approved and has no other agreement that stands; refuses with E_NO_RIGHTS or E_STATE. */
export function requireApproved(
  named: string,
  context: {
    readonly application: Application | undefined;
    readonly id: string;
    readonly sameApplication: readonly { readonly id: string; readonly state: AgreementState }[];
  },
  supersedes?: string,
): Outcome<Application> {
  const { application, id, sameApplication } = context;
  if (application?.id !== named)
    return refuse('E_NOT_FOUND', `Cannot ${doing}: must be of an application; got ${named}`);
  if (application.state !== 'approved' && application.state !== 'granted') {
    return refuse('E_NO_RIGHTS', `Cannot ${doing}: the application must be approved; got ${application.state}`);
  }
  const old = sameApplication.find((other) => other.id === supersedes);
  if (supersedes !== undefined && old?.state !== 'active' && old?.state !== 'suspended') {
    const must = 'must supersede an agreement of its application that is in force';
    return refuse('E_STATE', `Cannot ${doing}: ${must}; got ${old?.state ?? 'none'}`);
  }
  const standing = sameApplication.find(
    (other) => other.id !== id && other.id !== supersedes && !ended.includes(other.state),
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

/** What the place allows of an agreement's terms. */
export interface Terms {
  /** The catalog entries of its data, as far as they exist. */
  readonly entries: readonly CatalogEntryDoc[];
  /** Ids of the approved trading venues. */
  readonly exchanges: readonly string[];
}

/** Everybody gets the published conditions, or a reason why not; each fee once; products are traded where the place approves. @see GD-19-1, AO-23-2 */
export function requireTerms(
  { conditions, dataScope, fees, trading }: Clauses,
  terms: Terms,
): readonly Outcome<unknown>[] {
  const named = entriesOf(dataScope).flatMap((id) => terms.entries.find(({ entry }) => entry.id === id) ?? []);
  const published = [...new Set(named.flatMap(({ entry }) => entry.opening?.conditions ?? []))];
  const { published: agreed = [], deviation } = conditions;
  const same = published.length === new Set(agreed).size && published.every((one) => agreed.includes(one));
  const { venue } = trading;
  return [
    requireThat(
      same || deviation !== undefined,
      'E_INPUT',
      `Cannot ${doing}: the conditions must be the ${published.length} published ones of its data, or give the reason; got ${agreed.length}`,
    ),
    requireThat(
      new Set(fees.items.map(({ category }) => category)).size === fees.items.length,
      'E_INPUT',
      `Cannot ${doing}: each category of fees must be named once`,
    ),
    requireThat(
      venue === undefined || terms.exchanges.includes(venue),
      'E_SCOPE',
      `Cannot ${doing}: the venue must be one of ${terms.exchanges.join(', ')}; got ${venue ?? ''}`,
    ),
  ];
}

/** What ends an agreement by law or by another decision needs no clause; everything else must have been agreed on. @see AO-20-6 */
export function requireAgreedCase(doing: string, named: TerminationCase, { termination }: Clauses): Outcome<void> {
  const cases = [...termination.cases, ...byLaw];
  const must = `Cannot ${doing}: must be one of the agreed cases ${cases.join(', ')}`;
  return requireThat(cases.includes(named), 'E_SCOPE', `${must}; got ${named}`);
}

const byLaw: readonly TerminationCase[] = [
  'sanction',
  'dataset_withdrawn',
  'vendor_exit',
  'operator_authorization_ended',
];

/** Each side signs the text that stands in the record, not another. */
export function requireSameText(doing: string, hash: Sha256, signed: Sha256): Outcome<void> {
  return requireThat(hash === signed, 'E_INPUT', `Cannot ${doing}: must name the hash ${hash}; got ${signed}`);
}
