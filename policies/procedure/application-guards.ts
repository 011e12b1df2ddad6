/** What an application must be before anybody spends time on it. */
import { accept, refuse, type Outcome } from '../refusal.ts';
import type { OrgId } from '../units.ts';
import type { UseRequest } from './application-commands.ts';
import type { ApplicationState } from './application-table.ts';
import { isPublished, type CatalogEntryDoc } from './catalog-entry-doc.ts';
import { requireAll } from './decider.ts';
import type { Registration } from './registration.ts';

/** The vendor is registered and not suspended; refuses with E_NO_RIGHTS. @see 003-18(2) */
export function requireRegistered(doing: string, found: Registration | undefined, vendor: OrgId): Outcome<void> {
  const own = found?.vendor === vendor ? found : undefined;
  if (own?.state === 'registered') return accept(undefined);
  const got = own?.state ?? 'no registration';
  const remedy = 'Have the organization registered (or reinstated) by the operating institution first.';
  return refuse('E_NO_RIGHTS', `Cannot ${doing}: the vendor must be registered; got ${got}`, { remedy });
}

/** One scenario, one application: no other that still runs or has been approved. @see AO-04-1 */
export function requireOneApplication(
  scenario: string,
  { id, sameScenario }: { id: string; sameScenario: readonly { id: string; state: ApplicationState }[] },
): Outcome<void> {
  const other = sameScenario.find(
    (application) => application.id !== id && application.state !== 'rejected' && application.state !== 'cancelled',
  );
  if (!other) return accept(undefined);
  const remedy = 'Use the existing application of this scenario, or apply for another scenario.';
  return refuse('E_SCOPE', `Cannot apply for use: scenario ${scenario} must have one application; got ${other.id}`, {
    remedy,
  });
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
