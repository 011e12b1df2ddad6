/**
 * A project on its way through the API: its application first, and when an agreement is in force its programs. Called again, it brings drafts
 * up to date, and leaves alone what is before somebody.
 */
import { z } from 'zod';
import type { CatalogEntry } from '#policies/catalog/entry.ts';
import { entrySchema } from '#policies/catalog/entry-schema.ts';
import { accept, type Outcome } from '#policies/refusal.ts';
import type { Explanation } from '#sandbox/door.ts';
import type { Client, Json } from '../client.ts';
import { readingsOf, type Reading } from '../scope.ts';
import type { Project } from './project-form.ts';
import { proposePrograms } from './propose-programs.ts';
import { questionOf, type Subject } from './subjects.ts';

export interface Proposal {
  readonly project: Project;
  readonly subjects: readonly Subject[];
  readonly submit: boolean;
}

/** A thing of the project and where it now stands. */
export interface Done {
  readonly what: string;
  readonly id: string;
  readonly state: string;
}

export interface Proposed {
  readonly done: readonly Done[];
  /** What a person must do or fill in before it can go on. */
  readonly missing: readonly string[];
}

const catalog = z.looseObject({ items: z.array(z.looseObject({ entry: entrySchema })) });
const applications = z.looseObject({
  items: z.array(
    z.looseObject({
      id: z.string(),
      state: z.string(),
      request: z.looseObject({ scenario: z.looseObject({ id: z.string() }) }),
    }),
  ),
});
const agreements = z.looseObject({
  items: z.array(
    z.looseObject({ id: z.string(), state: z.string(), clauses: z.looseObject({ scenario: z.string() }) }),
  ),
});

/** States of an application that has come to an end: the next is a new one. */
const ended: readonly string[] = ['rejected', 'cancelled', 'lapsed'];
const open: readonly string[] = ['draft', 'returned'];

/** Refuses what the rules refuse of a text, and what the API refuses of a draft. */
export async function proposeProject(client: Client, proposal: Proposal): Promise<Outcome<Proposed>> {
  const scope = await scopeOfAll(client, proposal.subjects);
  if (!scope.ok) return scope;
  const application = await proposeApplication(client, proposal, scope.value);
  if (!application.ok) return application;
  const listed = await client.call('/propose/agreements');
  if (!listed.ok) return listed;
  const inForce = agreements
    .parse(listed.value)
    .items.find(({ state, clauses }) => state === 'active' && clauses.scenario === proposal.project.scenario.id);
  if (!inForce) {
    const missing = [
      ...application.value.missing,
      'an agreement in force for the scenario; programs are drafted under it',
    ];
    return accept({ done: application.value.done, missing });
  }
  const programs = await proposePrograms(client, { ...proposal, agreement: inForce.id });
  if (!programs.ok) return programs;
  return accept({
    done: [...application.value.done, ...programs.value.done],
    missing: [...application.value.missing, ...programs.value.missing],
  });
}

/** Every table and column that any of the texts reads. */
async function scopeOfAll(client: Client, subjects: readonly Subject[]): Promise<Outcome<readonly Reading[]>> {
  const listed = await client.call('/catalog/entries');
  if (!listed.ok) return listed;
  const owners = catalog.parse(listed.value).items.map(({ entry }): CatalogEntry => entry);
  const found = new Map<string, Reading>();
  for (const { content } of subjects) {
    const explained = await client.call('/simulate/explain', questionOf(content));
    if (!explained.ok) return explained;
    for (const reading of readingsOf(explained.value as unknown as Explanation, owners)) {
      const before = found.get(reading.table)?.columns ?? [];
      found.set(reading.table, { ...reading, columns: [...new Set([...before, ...reading.columns])] });
    }
  }
  return accept([...found.values()]);
}

async function proposeApplication(
  client: Client,
  { project, submit }: Proposal,
  scope: readonly Reading[],
): Promise<Outcome<Proposed>> {
  const listed = await client.call('/propose/applications');
  if (!listed.ok) return listed;
  const own = applications
    .parse(listed.value)
    .items.findLast(({ state, request }) => request.scenario.id === project.scenario.id && !ended.includes(state));
  if (own && !open.includes(own.state))
    return accept({ done: [{ what: 'application', id: own.id, state: own.state }], missing: [] });
  const missing = missingIn(project);
  if (missing.length > 0) return accept({ done: [], missing });
  const request = requestOf(project, scope);
  const drafted = own
    ? await client.call(`/propose/applications/${own.id}/edit`, { request })
    : await client.call('/propose/applications', { request });
  if (!drafted.ok) return drafted;
  const handed = submit ? await client.call(`/propose/applications/${idIn(drafted.value)}/submit`, {}) : drafted;
  if (!handed.ok) return handed;
  return accept({
    done: [{ what: 'application', id: idIn(handed.value), state: String(handed.value['state']) }],
    missing: [],
  });
}

const needed = ['purpose', 'legalBasis', 'rowScope', 'from', 'to', 'securityMeasures'] as const;

/** What only a person can say. */
function missingIn({ application }: Project): readonly string[] {
  if (!application) return ['application, in sluice.json'];
  const empty = needed.filter((field) => application[field].trim() === '');
  const forms = application.productForms.length === 0 ? ['productForms'] : [];
  return [...empty, ...forms].map((field) => `application.${field}, in sluice.json`);
}

function requestOf({ scenario, application }: Project, scope: readonly Reading[]): Json {
  if (!application) throw new Error('an application that is missing is not drafted');
  const { purpose, legalBasis, rowScope, productForms, from, to, securityMeasures, district, reasons } = application;
  const reasonOf = (table: string, column: string) => reasons[`${table}.${column}`] ?? reasons['*'] ?? '计算所需';
  return {
    scenario,
    purpose: { text: purpose, legalBasis },
    datasets: scope.map(({ entry, table, columns }) => ({
      entry,
      table,
      columns: columns.map((name) => ({ name, reason: reasonOf(table, name) })),
    })),
    rowScope,
    productForms,
    term: { from, to },
    securityMeasures,
    ...(district !== undefined && { district }),
  };
}

export function idIn(doc: Json): string {
  return String(doc['id']);
}
