/**
 * Catalog entry 目录: a source department describes its data; two reviews and a consent make the description public.
 * Left out for now: consolidation of districts, revision, dispute marks, retirement (each needs a life of its own first).
 *
 * @see procedure.md §3.2, requirements AO-08-3…6, AO-02-2
 */
import { checkEntry } from '../catalog/check-entry.ts';
import type { CatalogEntry } from '../catalog/entry.ts';
import type { Outcome } from '../refusal.ts';
import { catalogEntryCommand, type CatalogEntryCommand } from './catalog-entry-commands.ts';
import {
  doersOf,
  existing,
  fieldsOf,
  happening,
  payloadOf,
  recordIf,
  requireThat,
  requireTurn,
  stamp,
  type ActedDoc,
  type Happening,
  type Life,
} from './decider.ts';
import { doingOf, requireMove, type Context, type LifeTable } from './life.ts';
import { requireOtherPerson, type Owner } from './roles.ts';

/** Where a catalog entry stands. */
export type CatalogEntryState =
  'draft' | 'submitted' | 'level_review' | 'city_review' | 'approved' | 'consented' | 'published' | 'withdrawn';

/** States and moves of a catalog entry. */
export const catalogEntryTable = {
  name: 'catalog entry',
  title: { zh: '目录', en: 'catalog entry' },
  states: {
    draft: { zh: '草稿', en: 'draft' },
    submitted: { zh: '已提交', en: 'submitted' },
    level_review: { zh: '本级审核', en: 'level review' },
    city_review: { zh: '市级审核', en: 'city review' },
    approved: { zh: '已审定', en: 'approved' },
    consented: { zh: '已同意推送', en: 'consented' },
    published: { zh: '已发布', en: 'published' },
    withdrawn: { zh: '已撤回', en: 'withdrawn' },
  },
  moves: {
    draft: { from: ['none'], to: 'draft', by: ['source_department'], source: 'AO-08-3' },
    edit: { from: ['draft'], to: 'draft', by: ['source_department'], source: 'AO-08-3' },
    submit: { from: ['draft'], to: 'submitted', by: ['source_department'], source: 'AO-08-3' },
    begin_level_review: {
      from: ['submitted'],
      to: 'level_review',
      by: ['competent_authority', 'district_authority'],
      source: '003-8',
    },
    pass_level_review: {
      from: ['level_review'],
      to: 'city_review',
      by: ['competent_authority', 'district_authority'],
      source: '003-8',
    },
    return: {
      from: ['level_review', 'city_review'],
      to: 'draft',
      by: ['competent_authority', 'district_authority'],
      source: '003-8',
    },
    approve: { from: ['city_review'], to: 'approved', by: ['competent_authority'], source: 'AO-08-6' },
    consent: { from: ['approved'], to: 'consented', by: ['competent_authority'], source: 'AO-08-6' },
    publish: { from: ['consented'], to: 'published', by: ['data_agency'], source: 'AO-08-5' },
    withdraw: {
      from: ['published'],
      to: 'withdrawn',
      by: ['source_department', 'operator', 'data_agency'],
      source: '001-27(2)',
    },
  },
} as const satisfies LifeTable<CatalogEntryState>;

/** The document of a catalog entry; `entry` is what the public reads once published. */
export interface CatalogEntryDoc extends ActedDoc<CatalogEntryState> {
  readonly entry: CatalogEntry;
  readonly evidence?: string;
  readonly riskAssessment?: string;
  readonly consentId?: string;
  readonly reason?: string;
}

type Plain = Exclude<CatalogEntryCommand['type'], 'draft' | 'edit'>;
type Noted = Partial<Pick<CatalogEntryDoc, 'evidence' | 'riskAssessment' | 'consentId' | 'reason'>>;
type Event<Type extends string, Payload> = Happening<`catalogEntry.${Type}`, CatalogEntryState, Payload>;
/** What can happen to a catalog entry. */
export type CatalogEntryEvent =
  Event<'drafted' | 'edited', { readonly entry: CatalogEntry }> | Event<(typeof past)[Plain], Noted>;

const past = {
  submit: 'submitted',
  begin_level_review: 'level_review_begun',
  pass_level_review: 'level_review_passed',
  return: 'returned',
  approve: 'approved',
  consent: 'consented',
  publish: 'published',
  withdraw: 'withdrawn',
} as const satisfies Record<Plain, string>;

function decide(
  doc: CatalogEntryDoc | undefined,
  command: CatalogEntryCommand,
  context: Context,
): Outcome<readonly [CatalogEntryEvent]> {
  if (command.type === 'draft') {
    const to = requireMove(catalogEntryTable, 'draft', doc?.state ?? 'none', context.actor);
    if (!to.ok) return to;
    const { entry } = command;
    return recordIf(requireSound(entry, context), happening('catalogEntry.drafted', to.value, context, { entry }));
  }
  const turn = requireTurn(catalogEntryTable, command.type, { doc, ownerOf }, context);
  if (!turn.ok) return turn;
  if (command.type === 'edit') {
    const { entry } = command;
    return recordIf(requireSound(entry, context), happening('catalogEntry.edited', turn.value.to, context, { entry }));
  }
  const type = `catalogEntry.${past[command.type]}` as const;
  const event = happening(type, turn.value.to, context, fieldsOf(command));
  return recordIf([requireDuty(turn.value.doc, command, context)], event);
}

/** A department describes its own data, under the id of the document. */
function requireSound(entry: CatalogEntry, { id, actor }: Context): readonly Outcome<unknown>[] {
  const own = entry.department === actor.org && entry.id === id;
  const must = `must be entry ${id} of ${actor.org}; got ${entry.id} of ${entry.department}`;
  return [requireThat(own, 'E_ENTRY', `Cannot describe a catalog entry: ${must}`), checkEntry(entry)];
}

/** Who describes or submits does not review. Withdrawing needs no second person: it only takes away. */
function requireDuty(doc: CatalogEntryDoc, command: CatalogEntryCommand, { actor }: Context): Outcome<void> {
  const own = command.type === 'submit' || command.type === 'withdraw';
  const authors = doersOf(doc, ['catalogEntry.drafted', 'catalogEntry.edited', 'catalogEntry.submitted']);
  return requireOtherPerson(doingOf(catalogEntryTable, command.type), actor, own ? [] : authors);
}

function evolve(doc: CatalogEntryDoc | undefined, event: CatalogEntryEvent): CatalogEntryDoc {
  const stamped = stamp(doc, event);
  if (event.type === 'catalogEntry.drafted' || event.type === 'catalogEntry.edited') {
    return { ...doc, ...stamped, entry: event.data.entry };
  }
  return { ...existing(doc, event), ...payloadOf(event), ...stamped };
}

function ownerOf(doc: CatalogEntryDoc): Owner {
  return { role: 'source_department', org: doc.entry.department };
}

/** The four types of this life. */
export interface CatalogEntryTypes {
  readonly doc: CatalogEntryDoc;
  readonly command: CatalogEntryCommand;
  readonly context: Context;
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
