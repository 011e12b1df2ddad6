/** What an application must be before anybody spends time on it. */
import { accept, refuse, type Outcome } from '../refusal.ts';
import type { OrgId } from '../units.ts';
import type { UseRequest } from './application-commands.ts';
import type { ApplicationState } from './application-table.ts';
import { isPublished, type CatalogEntryDoc } from './catalog-entry-doc.ts';
import { requireAll } from './decider.ts';
import type { Scope, TableUse } from './fields.ts';
import type { Registration } from './registration.ts';
import type { Review } from './reviewers.ts';
import { requireWithin } from './scope.ts';

/** The vendor is registered and not suspended; refuses with E_NO_RIGHTS. @see 003-18(2) */
export function requireRegistered(doing: string, found: Registration | undefined, vendor: OrgId): Outcome<void> {
  const own = found?.vendor === vendor ? found : undefined;
  if (own?.state === 'registered') return accept(undefined);
  const got = own?.state ?? 'no registration';
  const remedy = 'Have the organization registered (or reinstated) by the operating institution first.';
  return refuse('E_NO_RIGHTS', `Cannot ${doing}: the vendor must be registered; got ${got}`, { remedy });
}

const over: readonly ApplicationState[] = ['rejected', 'cancelled', 'lapsed'];

/** One scenario, one application: no other that still runs or has been approved. @see AO-04-1 */
export function requireOneApplication(
  scenario: string,
  { id, sameScenario }: { id: string; sameScenario: readonly { id: string; state: ApplicationState }[] },
): Outcome<void> {
  const other = sameScenario.find((application) => application.id !== id && !over.includes(application.state));
  if (!other) return accept(undefined);
  const remedy = 'Use the existing application of this scenario, or apply for another scenario.';
  return refuse('E_SCOPE', `Cannot apply for use: scenario ${scenario} must have one application; got ${other.id}`, {
    remedy,
  });
}

/** A body approves what was asked for, or less of it, never more. */
export function requireNarrowing(doing: string, request: UseRequest, columns: Scope | undefined): Outcome<void> {
  return columns === undefined ? accept(undefined) : requireWithin(doing, columns, scopeOf(request));
}

/** The columns that every body approves, where they are fewer than were asked for; a table of which none is left is left out. */
export function offerOf(request: UseRequest, reviews: readonly Pick<Review, 'columns'>[]): Scope | undefined {
  const limits = reviews.flatMap(({ columns }) => (columns ? [columns] : []));
  if (limits.length === 0) return undefined;
  return scopeOf(request).flatMap((use) => {
    const columns = use.columns.filter((column) => limits.every((limit) => isApproved(limit, use, column)));
    return columns.length > 0 ? [{ ...use, columns }] : [];
  });
}

function isApproved(limit: Scope, { entry, table }: TableUse, column: string): boolean {
  return limit.some((use) => use.entry === entry && use.table === table && use.columns.includes(column));
}

/** The request for what was offered, each column with the reason it had. */
export function narrowed(request: UseRequest, offer: Scope): UseRequest {
  const datasets = request.datasets.flatMap((wanted) => {
    const left = offer.find(({ entry, table }) => entry === wanted.entry && table === wanted.table)?.columns ?? [];
    const columns = wanted.columns.filter(({ name }) => left.includes(name));
    return columns.length > 0 ? [{ ...wanted, columns }] : [];
  });
  return { ...request, datasets };
}

function scopeOf({ datasets }: UseRequest): Scope {
  return datasets.map(({ entry, table, columns }) => ({ entry, table, columns: columns.map(({ name }) => name) }));
}

/** Every column is in a published entry and may be used at all. @see AO-18-2 */
export function requireKnownColumns(request: UseRequest, entries: readonly CatalogEntryDoc[]): Outcome<void> {
  return requireAll(request.datasets.map((wanted) => requireKnown(wanted, entries)));
}

function requireKnown(wanted: UseRequest['datasets'][number], entries: readonly CatalogEntryDoc[]): Outcome<void> {
  const doc = entries.find((one) => one.entry.id === wanted.entry && isPublished(one));
  const table = doc?.entry.tables.find(({ name }) => name === wanted.table);
  const named = `${wanted.entry}:${wanted.table}`;
  if (!table) {
    return refuse('E_UNKNOWN_TABLE', `Cannot apply for use: must be a table of a published entry; got ${named}`);
  }
  return requireAll(
    wanted.columns.map(({ name }) => {
      const column = table.columns.find((column) => column.name === name);
      const got = `${named}.${name}`;
      if (!column) return refuse('E_UNKNOWN_COLUMN', `Cannot apply for use: must be a column; got ${got}`);
      if (!column.rule.includes('X')) return accept(undefined);
      return refuse('E_COLUMN_RULE', `Cannot apply for use: must not be a column of rule X; got ${got}`);
    }),
  );
}
