/**
 * Demand 需求: anybody asks for data, of the catalog or not in it, on the platform or at the counter; the department whose data it is
 * evaluates, and whoever asked learns the result.
 *
 * @see procedure.md §3.4; requirements AO-16-3, GD-15-5, GZ-06…08
 */
import { z } from 'zod';
import { accept, type Outcome } from '../../refusal.ts';
import { caseLife, type CaseTypes } from '../case.ts';
import { isPublished } from '../catalog-entry-doc.ts';
import { requireThat } from '../decider.ts';
import { anEntryId, anOrgId, prose, shortText } from '../fields.ts';
import type { CaseContext } from '../lookup.ts';
import { demandTable } from './demand-table.ts';
import { requireAsked } from './own-entry.ts';

const entries = z.array(anEntryId).min(1).max(50);

const fields = {
  /** `requester`: who stood at the counter, where the operator writes it down for him. */
  submit: {
    scenario: shortText,
    wanted: prose,
    purpose: prose,
    value: prose,
    entry: anEntryId.exactOptional(),
    channel: z.enum(['online', 'offline']),
    requester: shortText.exactOptional(),
  },
  register: { department: anOrgId },
  match: { entries },
  evaluate: { note: prose },
  accept: { reason: prose },
  reject: { reason: prose },
  provide: { how: prose },
  catalogue: { entries },
  close: { answer: prose },
};

/** The four types of this life. */
export type DemandTypes = CaseTypes<'demand', typeof demandTable, typeof fields>;

/** Demand. */
export const demand = caseLife<DemandTypes>({
  key: 'demand',
  table: demandTable,
  fields,
  guards: {
    submit: ({ command: { channel, requester }, context: { actor }, doing }) => {
      const offline = channel === 'offline';
      const fits = offline === (actor.role === 'operator') && offline === (requester !== undefined);
      const must = 'a demand from the counter must be written down by the operator and name who asked';
      return [requireThat(fits, 'E_INPUT', `Cannot ${doing}: ${must}; got ${channel} by ${actor.role}`)];
    },
    match: ({ command, context, doing }) => [requireInCatalog(doing, command.entries, context)],
    evaluate: ({ doc, context, doing }) => [requireAsked(doing, doc?.department, context)],
    accept: ({ doc, context, doing }) => [requireAsked(doing, doc?.department, context)],
    reject: ({ doc, context, doing }) => [requireAsked(doing, doc?.department, context)],
    provide: ({ doc, context, doing }) => [requireAsked(doing, doc?.department, context)],
    catalogue: ({ doc, command, context, doing }) => [
      requireAsked(doing, doc?.department, context),
      requireInCatalog(doing, command.entries, context),
      requireAnswering(doing, command.entries, context),
    ],
    close: ({ doc, context, doing }) =>
      context.actor.role === 'operator' ? [accept(undefined)] : [requireAsked(doing, doc?.department, context)],
  },
});

function requireInCatalog(doing: string, wanted: readonly string[], { lookup }: CaseContext): Outcome<void> {
  const missing = wanted.find((id) => {
    const doc = lookup.get('catalogEntry', id);
    return !doc || !isPublished(doc);
  });
  return requireThat(
    missing === undefined,
    'E_INPUT',
    `Cannot ${doing}: must name published entries; got ${missing ?? ''}`,
  );
}

/** The entry says so itself, so that its readers find the demand. @see AO-17-1 */
function requireAnswering(doing: string, wanted: readonly string[], { id, actor, lookup }: CaseContext): Outcome<void> {
  const silent = wanted.find((one) => {
    const entry = lookup.get('catalogEntry', one)?.entry;
    return entry?.department !== actor.org || !entry.opening?.demands?.includes(id);
  });
  const must = `must name entries of your department whose opening.demands names ${id}`;
  return requireThat(silent === undefined, 'E_INPUT', `Cannot ${doing}: ${must}; got ${silent ?? ''}`);
}
