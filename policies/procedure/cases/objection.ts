/**
 * Objection 异议: whoever thinks that data wrongs him, or is wrong, says so; it is marked as disputed until somebody has decided.
 * Of an infringement he shows evidence, and until it is decided nothing of those columns leaves.
 *
 * @see procedure.md §3.12; requirements SH-23, GD-24-2, GD-30-1, GZ-14, GY-20; disputed.ts
 */
import { z } from 'zod';
import { caseLife, type CaseTypes } from '../case.ts';
import { isPublished } from '../catalog-entry-doc.ts';
import { requireThat } from '../decider.ts';
import { anEntryId, identifier, prose } from '../fields.ts';
import { objectionTable } from './objection-table.ts';
import { requireNamed, requireOwnEntry } from './own-entry.ts';

const fields = {
  /** Without columns it is about the table, without a table about the entry. */
  object: {
    entry: anEntryId,
    table: identifier.exactOptional(),
    columns: z.array(identifier).min(1).max(200).exactOptional(),
    ground: z.enum(['infringement', 'error_omission', 'attribute', 'other']),
    statement: prose,
    evidence: prose.exactOptional(),
  },
  mark: { note: prose },
  take: { note: prose },
  settle: { decision: prose },
  forward: { material: prose },
  verify: { note: prose },
  correct: { decision: prose },
  uphold: { decision: prose },
  desensitise: { decision: prose },
  withdraw_data: { decision: prose },
  inform: { answer: prose },
};

/** The four types of this life. */
export type ObjectionTypes = CaseTypes<'objection', typeof objectionTable, typeof fields>;

/** Objection. */
export const objection = caseLife<ObjectionTypes>({
  key: 'objection',
  table: objectionTable,
  fields,
  guards: {
    object: ({ command, context, doing }) => {
      const { ground, evidence, entry } = command;
      const found = context.lookup.get('catalogEntry', entry);
      return [
        requireNamed(doing, command, context),
        requireThat(
          found !== undefined && isPublished(found),
          'E_INPUT',
          `Cannot ${doing}: must be about a published entry; got ${entry}`,
        ),
        requireThat(
          ground !== 'infringement' || evidence !== undefined,
          'E_INPUT',
          `Cannot ${doing}: of an infringement must be shown evidence; got none`,
        ),
      ];
    },
    take: ({ context: { profile }, doing }) => {
      const handled = profile.switches.objectionHandledBy.value;
      const must = `the platform must be the one that decides first in ${profile.title.en}`;
      return [requireThat(handled === 'platform_first', 'E_STATE', `Cannot ${doing}: ${must}; got ${handled}`)];
    },
    verify: ({ doc, context, doing }) => [requireOwnEntry(doing, doc?.entry, context)],
    correct: ({ doc, context, doing }) => [requireOwnEntry(doing, doc?.entry, context)],
    uphold: ({ doc, context, doing }) => [requireOwnEntry(doing, doc?.entry, context)],
    desensitise: ({ doc, context, doing }) => [requireOwnEntry(doing, doc?.entry, context)],
    withdraw_data: ({ doc, context, doing }) => [requireOwnEntry(doing, doc?.entry, context)],
    inform: ({ doc, context, doing }) =>
      context.actor.role === 'operator' ? [] : [requireOwnEntry(doing, doc?.entry, context)],
  },
});
