/** The agreement that an application leads to, with the scope that was asked for in it. */
import { draftAgreement, type JourneyPlan } from '#gateway/city/journey.ts';
import { people } from '#gateway/city/people.ts';
import type { Reading } from '#gateway/scope.ts';
import { unwrap } from '#policies/refusal.ts';
import type { Installation } from '../fixtures/installation.ts';

interface Wanted {
  readonly entry: string;
  readonly table: string;
  readonly columns: readonly { readonly name: string }[];
}

export async function draftFrom({ as }: Installation, plan: JourneyPlan, application: string): Promise<string> {
  const doc = unwrap(await as(people.operator.person).call(`/review/applications/${application}`));
  const { datasets } = doc['request'] as { readonly datasets: readonly Wanted[] };
  const scope = datasets.map(({ entry, table, columns }): Reading => ({
    entry,
    table,
    columns: columns.map(({ name }) => name),
  }));
  return draftAgreement(as, plan, { application, scope });
}
