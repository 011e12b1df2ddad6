/** The document of a catalog entry and how its events make it: what is published, what is to take its place, and what each version changed. */
import type { Change } from '../catalog/changes.ts';
import type { CatalogEntry } from '../catalog/entry.ts';
import type { Instant } from '../units.ts';
import type { CatalogEntryCommand } from './catalog-entry-commands.ts';
import type { CatalogEntryState } from './catalog-entry-table.ts';
import { existing, payloadOf, stamp, type ActedDoc, type Happening } from './decider.ts';

/** The document of a catalog entry; `entry` is what the public reads once published. */
export interface CatalogEntryDoc extends ActedDoc<CatalogEntryState> {
  readonly entry: CatalogEntry;
  /** The next version of what is published. */
  readonly revision?: CatalogEntry;
  /** What each later version changed, oldest first. */
  readonly history?: readonly Version[];
  /** Of the published version; the next one needs one of its own. */
  readonly evaluation?: Pick<Said<'evaluate'>, 'outcome' | 'finding'>;
  readonly evidence?: string;
  readonly riskAssessment?: string;
  readonly legalReview?: string;
  readonly expertReview?: string;
  readonly consentId?: string;
  readonly legalBasis?: string;
  readonly reason?: string;
}

/** A version that took the place of another. */
export interface Version {
  readonly version: number;
  readonly at: Instant;
  readonly changes: readonly Change[];
}

/** Is there a version that anybody may read and use, whatever is being done about the next? */
export function isPublished({ state, revision }: Pick<CatalogEntryDoc, 'state' | 'revision'>): boolean {
  return state === 'published' || revision !== undefined;
}

/**
 * What anybody may read of a published entry: the version in force, what each version changed, and when it was published; of how it came about,
 * and of the next version, nothing.
 */
export function publicEntry({ id, entry, history, acts }: CatalogEntryDoc): CatalogEntryDoc {
  const open = acts.filter(({ type }) => type === 'catalogEntry.published' || type === 'catalogEntry.downgraded');
  return { id, state: 'published', entry, acts: open, ...(history && { history }) };
}

type Said<Type extends CatalogEntryCommand['type']> = Extract<CatalogEntryCommand, { type: Type }>;
type Written = 'draft' | 'edit' | 'rework';
type Plain = Exclude<CatalogEntryCommand['type'], Written | 'revise' | 'publish' | 'downgrade'>;
type Noted = Partial<Omit<CatalogEntryDoc, keyof ActedDoc | 'entry' | 'revision' | 'history'>>;
type Event<Type extends string, Payload> = Happening<`catalogEntry.${Type}`, CatalogEntryState, Payload>;
/** What can happen to a catalog entry. */
export type CatalogEntryEvent =
  | Event<(typeof past)[Written] | 'revised', { readonly entry: CatalogEntry }>
  /** Of a first version there is nothing to compare with. */
  | Event<'published', { readonly changes?: readonly Change[] }>
  | Event<'downgraded', Pick<Said<'downgrade'>, 'entry' | 'legalBasis'> & { readonly changes: readonly Change[] }>
  | Event<(typeof past)[Plain], Noted & { readonly outcome?: string; readonly finding?: string }>;

/** The events of the plain commands. */
export const past = {
  draft: 'drafted',
  edit: 'edited',
  rework: 'reworked',
  abandon: 'revision_abandoned',
  submit: 'submitted',
  sign: 'signed',
  begin_level_review: 'level_review_begun',
  pass_level_review: 'level_review_passed',
  consolidate: 'consolidated',
  begin_city_review: 'city_review_begun',
  return: 'returned',
  approve: 'approved',
  consent: 'consented',
  evaluate: 'evaluated',
  withdraw: 'withdrawn',
  retire: 'retired',
} as const satisfies Record<Written | Plain, string>;

/** Folds one event. @throws Error when the record is broken */
export function evolve(doc: CatalogEntryDoc | undefined, event: CatalogEntryEvent): CatalogEntryDoc {
  const stamped = stamp(doc, event);
  switch (event.type) {
    case 'catalogEntry.drafted':
    case 'catalogEntry.edited':
    case 'catalogEntry.reworked':
      return { ...doc, ...stamped, entry: event.data.entry };
    case 'catalogEntry.revised':
      return { ...existing(doc, event), ...stamped, revision: event.data.entry };
    case 'catalogEntry.revision_abandoned':
    case 'catalogEntry.withdrawn': {
      const { revision: _, ...kept } = existing(doc, event);
      return { ...kept, ...payloadOf(event), ...stamped };
    }
    case 'catalogEntry.published':
      return { ...published(existing(doc, event), event.data.changes, event.data.at), ...stamped };
    case 'catalogEntry.downgraded': {
      const { entry, legalBasis, changes, at } = event.data;
      return { ...published({ ...existing(doc, event), revision: entry }, changes, at), legalBasis, ...stamped };
    }
    case 'catalogEntry.evaluated': {
      const { outcome, finding } = event.data as unknown as Said<'evaluate'>;
      return { ...existing(doc, event), ...stamped, evaluation: { outcome, finding } };
    }
    case 'catalogEntry.submitted':
    case 'catalogEntry.signed':
    case 'catalogEntry.level_review_begun':
    case 'catalogEntry.level_review_passed':
    case 'catalogEntry.consolidated':
    case 'catalogEntry.city_review_begun':
    case 'catalogEntry.returned':
    case 'catalogEntry.approved':
    case 'catalogEntry.consented':
    case 'catalogEntry.retired':
      break;
  }
  return { ...existing(doc, event), ...payloadOf(event), ...stamped };
}

/** The next version takes the place of the published one. */
function published(doc: CatalogEntryDoc, changes: readonly Change[] | undefined, at: Instant): CatalogEntryDoc {
  if (!doc.revision) return doc;
  const { revision, evaluation: _, history = [], ...kept } = doc;
  return { ...kept, entry: revision, history: [...history, { version: revision.version, at, changes: changes ?? [] }] };
}
