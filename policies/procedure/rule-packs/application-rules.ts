/** The evaluators of the first gate: is what is asked for lawful, known, and no more than may be asked? @see 003-15, 003-18 */
import type { CatalogEntry } from '../../catalog/entry.ts';
import type { UseRequest } from '../application-commands.ts';
import { requireKnownColumns, requireRegistered } from '../application-guards.ts';
import type { CatalogEntryDoc } from '../catalog-entry-doc.ts';
import type { Profile } from '../profiles/profile.ts';
import type { Registration } from '../registration.ts';
import type { OrgId } from '../../units.ts';
import { columnsWhere, isShownIdentifier, type IsColumn } from './columns-where.ts';
import { foundAny, foundBy, foundUnless, numberOf, type Found, type RulesOf } from './rule.ts';

/** What the check of an application looks at. */
export interface ApplicationEvidence {
  readonly vendor: OrgId;
  readonly request: UseRequest;
  /** Those that the request names are among them, as far as they exist. */
  readonly entries: readonly CatalogEntryDoc[];
  readonly registration: Registration | undefined;
  readonly switches: Profile['switches'];
}

const doing = 'apply for use';

/** @see ApplicationEvidence */
export const applicationEvaluators: RulesOf<'application', ApplicationEvidence> = {
  vendor_registered: ({ registration, vendor }) =>
    foundBy(requireRegistered(doing, registration, vendor), 'registration'),
  columns_known: ({ request, entries }) => foundBy(requireKnownColumns(request, entries), 'request.datasets'),
  closed_data: (evidence) => {
    if (evidence.switches.closedInOperation.value === 'allow_with_derivation') return undefined;
    return named(evidence, ({ attribute }) => attribute === 'closed');
  },
  forms_enabled: ({ request, switches }) =>
    foundUnless(
      switches.desensitizedDatasets.value === 'on' || !request.productForms.includes('desensitized_dataset'),
      'request.productForms',
      'desensitized_dataset, which is off here',
    ),
  measures_stated: ({ request }, params) => longEnough(request.securityMeasures, 'request.securityMeasures', params),
  purpose_grounded: ({ request }, params) =>
    longEnough(request.purpose.legalBasis, 'request.purpose.legalBasis', params),
  identifiers_unseen: (evidence) => foundAny(wanted(evidence, isShownIdentifier), 'request.datasets'),
  sensitive_grades: (evidence) =>
    foundAny(
      wanted(evidence, ({ grade }) => grade === 'L4'),
      'request.datasets',
    ),
  state_secrets: (evidence) => named(evidence, ({ secrets }) => secrets.includes('state_secret')),
  trade_secrets: (evidence) => named(evidence, ({ secrets }) => secrets.includes('trade_secret')),
  origin_collected: (evidence) => named(evidence, ({ origin }) => origin === 'shared'),
};

function longEnough(text: string, at: string, params: Readonly<Record<string, number>>) {
  const most = numberOf(params, 'characters');
  return foundUnless(text.trim().length >= most, at, `fewer than ${most} characters`);
}

function named({ request, entries }: ApplicationEvidence, is: (entry: CatalogEntry) => boolean): Found | undefined {
  const asked = new Set(request.datasets.map(({ entry }) => entry));
  const found = entries.filter(({ entry }) => asked.has(entry.id) && is(entry));
  return foundAny(
    found.map(({ entry }) => entry.id),
    'request.datasets',
  );
}

function wanted({ request, entries }: ApplicationEvidence, is: IsColumn): readonly string[] {
  const uses = request.datasets.map(({ columns, ...rest }) => ({ ...rest, columns: columns.map(({ name }) => name) }));
  return columnsWhere(uses, entries, is);
}
