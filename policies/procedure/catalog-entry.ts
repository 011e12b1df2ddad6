/**
 * Catalog entry 目录: a source department describes its data; two reviews and a consent make the description public, and every later version
 * of it. The published version stays readable while the next one is under review.
 *
 * @see procedure.md §3.2, requirements AO-08-3…6, AO-02-2, GD-13, GD-15
 */
import { changesBetween } from '../catalog/changes.ts';
import type { Outcome } from '../refusal.ts';
import { catalogEntryCommand, type CatalogEntryCommand } from './catalog-entry-commands.ts';
import {
  requireDowngrade,
  requireLevel,
  requireReady,
  requireReviewer,
  requireReworked,
  requireRevision,
  requireSigned,
  requireSound,
} from './catalog-entry-guards.ts';
import { evolve, isPublished, past, type CatalogEntryDoc, type CatalogEntryEvent } from './catalog-entry-doc.ts';
import { catalogEntryTable, type CatalogEntryState } from './catalog-entry-table.ts';
import { fieldsOf, happening, recordIf, requireThat, requireTurn, type Life } from './decider.ts';
import { doingOf, requireMove } from './life.ts';
import type { CaseContext } from './lookup.ts';
import type { Owner } from './roles.ts';

function decide(
  doc: CatalogEntryDoc | undefined,
  command: CatalogEntryCommand,
  context: CaseContext,
): Outcome<readonly [CatalogEntryEvent]> {
  if (command.type === 'draft') {
    const to = requireMove(catalogEntryTable, 'draft', doc?.state ?? 'none', context.actor);
    if (!to.ok) return to;
    const { entry } = command;
    return recordIf(requireSound(entry, context), happening('catalogEntry.drafted', to.value, context, { entry }));
  }
  const back = command.type === 'return' && doc?.revision !== undefined;
  const turn = requireTurn(catalogEntryTable, back ? 'return_last' : command.type, { doc, ownerOf }, context);
  if (!turn.ok) return turn;
  const { to, doc: found } = turn.value;
  return recordIf(requireStep(found, command, context), eventOf(found, command, { to, context }));
}

function eventOf(
  doc: CatalogEntryDoc,
  command: Exclude<CatalogEntryCommand, { type: 'draft' }>,
  { to, context }: { readonly to: CatalogEntryState; readonly context: CaseContext },
): CatalogEntryEvent {
  switch (command.type) {
    case 'edit':
    case 'rework':
      return happening(`catalogEntry.${past[command.type]}` as const, to, context, { entry: command.entry });
    case 'revise':
      return happening('catalogEntry.revised', to, context, { entry: command.entry });
    case 'publish': {
      const changes = doc.revision && changesBetween(doc.entry, doc.revision);
      return happening('catalogEntry.published', to, context, { ...(changes && { changes }) });
    }
    case 'downgrade': {
      const { entry, legalBasis } = command;
      const changes = changesBetween(doc.entry, entry);
      return happening('catalogEntry.downgraded', to, context, { entry, legalBasis, changes });
    }
    case 'abandon':
    case 'submit':
    case 'sign':
    case 'begin_level_review':
    case 'pass_level_review':
    case 'consolidate':
    case 'begin_city_review':
    case 'return':
    case 'approve':
    case 'consent':
    case 'evaluate':
    case 'withdraw':
    case 'retire':
      return happening(`catalogEntry.${past[command.type]}` as const, to, context, fieldsOf(command));
  }
}

/** What the step needs besides its turn. Withdrawing and retiring need no second person: they only take away. */
function requireStep(
  doc: CatalogEntryDoc,
  command: Exclude<CatalogEntryCommand, { type: 'draft' }>,
  context: CaseContext,
): readonly Outcome<unknown>[] {
  const doing = doingOf(catalogEntryTable, command.type);
  const reviewed = requireReviewer(doing, doc, context);
  switch (command.type) {
    case 'edit':
      return requireSound(command.entry, context);
    case 'rework':
      return [...requireSound(command.entry, context), requireReworked(doing, doc, command.entry)];
    case 'revise':
      return [...requireSound(command.entry, context), ...requireRevision(doing, doc, command.entry)];
    case 'downgrade':
      return requireDowngrade(doing, doc, { next: command.entry, context });
    case 'submit':
      return requireReady(doing, doc, context);
    case 'sign':
      return [requireOfficer(doing, doc, context), reviewed];
    case 'begin_level_review':
      return [reviewed, requireLevel(doing, doc, context), requireSigned(doing, doc, context)];
    case 'pass_level_review':
    case 'consolidate':
      return [reviewed, requireLevel(doing, doc, context)];
    case 'consent':
    case 'publish':
      return [reviewed, ...requireReady(doing, doc, context)];
    case 'withdraw':
      return [requireThat(isPublished(doc), 'E_STATE', `Cannot ${doing}: must be published; got ${doc.state}`)];
    case 'begin_city_review':
    case 'return':
    case 'approve':
      return [reviewed];
    case 'abandon':
    case 'evaluate':
    case 'retire':
      return [];
  }
}

function requireOfficer(doing: string, { entry }: CatalogEntryDoc, { actor }: CaseContext): Outcome<void> {
  const own = actor.org === entry.department;
  return requireThat(own, 'E_NOT_FOUND', `Cannot ${doing}: must be an entry of your department; got another`);
}

function ownerOf(doc: CatalogEntryDoc): Owner {
  return { role: 'source_department', org: doc.entry.department };
}

/** The four types of this life. */
export interface CatalogEntryTypes {
  readonly doc: CatalogEntryDoc;
  readonly command: CatalogEntryCommand;
  readonly context: CaseContext;
  readonly event: CatalogEntryEvent;
}

/** Catalog entry. */
export const catalogEntry: Life<CatalogEntryTypes> = {
  ...catalogEntryTable,
  command: catalogEntryCommand,
  ownerOf,
  decide,
  evolve,
};
