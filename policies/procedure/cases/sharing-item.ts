/**
 * Item of the government sharing catalog 政务信息共享目录: what a department shares with other bodies, how, and on what conditions. It opens
 * nothing to vendors: a vendor under a browse permit reads four fields of it, and what was got by sharing is never granted on (GY-14).
 *
 * @see requirements GY-13, AO-16-2; procedure.md §3.3
 */
import { z } from 'zod';
import { caseLife, type CaseTable, type CaseTypes } from '../case.ts';
import { accept } from '../../refusal.ts';
import type { OrgId } from '../../units.ts';
import { anEntryId, prose, shortText, type Parsed } from '../fields.ts';
import { requireOwnEntry } from './own-entry.ts';

const table = {
  name: 'sharing item',
  title: { zh: '共享目录信息项', en: 'item of the sharing catalog' },
  collection: 'sharing-items',
  prefix: 'shr',
  readers: ['source_department'],
  states: {
    listed: { zh: '已列入', en: 'listed' },
    withdrawn: { zh: '已撤销', en: 'withdrawn' },
  },
  moves: {
    list: {
      past: 'listed',
      stage: 'catalog',
      from: ['none'],
      to: 'listed',
      by: ['source_department'],
      source: 'GY-13',
      tell: ['data_agency'],
    },
    revise: {
      past: 'revised',
      stage: 'catalog',
      from: ['listed'],
      to: 'listed',
      by: ['source_department'],
      source: 'GY-13',
      tell: ['data_agency'],
    },
    withdraw: {
      past: 'withdrawn',
      stage: 'catalog',
      from: ['listed'],
      to: 'withdrawn',
      by: ['source_department'],
      source: 'GY-13',
      tell: ['data_agency'],
    },
  },
} as const satisfies CaseTable;

/** `entry`: the entry of the catalog of authorized operation that the same data is described by, where there is one. */
const named = { catalogName: shortText, itemName: shortText, entry: anEntryId.optional() };

/** Others get it at once, when they meet the conditions, or on this basis not at all. */
const anItem = z.discriminatedUnion('sharingType', [
  z.strictObject({ ...named, sharingType: z.literal('unconditional') }),
  z.strictObject({ ...named, sharingType: z.literal('conditional'), conditions: prose }),
  z.strictObject({ ...named, sharingType: z.literal('none'), basis: prose }),
]);

/** What a department says of an item; said whole each time, so that no condition outlives its type. */
export type SharedAs = Parsed<typeof anItem>;

const fields = { list: { item: anItem }, revise: { item: anItem }, withdraw: { reason: prose } };

/** The four types of this life. */
export type SharingItemTypes = CaseTypes<'sharingItem', typeof table, typeof fields>;
/** Item of the sharing catalog. */
export type SharingItem = SharingItemTypes['doc'];

/** Item of the sharing catalog. */
export const sharingItem = caseLife<SharingItemTypes>({
  key: 'sharingItem',
  table,
  fields,
  guards: {
    list: ({ command: { item }, context, doing }) => [ownEntry(doing, item, context)],
    revise: ({ command: { item }, context, doing }) => [ownEntry(doing, item, context)],
  },
});

function ownEntry(doing: string, { entry }: SharedAs, context: SharingItemTypes['context']) {
  return entry === undefined ? accept(undefined) : requireOwnEntry(doing, entry, context);
}

/** What a browse permit shows of an item. */
export interface SharedItem {
  readonly catalogName: string;
  readonly itemName: string;
  readonly sharingType: SharedAs['sharingType'];
  readonly provider: OrgId;
}

/**
 * The items that are listed, each with exactly these four fields: whatever is added to an item later does not get in here by itself.
 *
 * @see AO-16-2
 */
export function sharedItems(docs: readonly SharingItem[]): readonly SharedItem[] {
  return docs
    .filter(({ state }) => state === 'listed')
    .map((doc) => {
      const { catalogName, itemName, sharingType } = doc.item;
      return { catalogName, itemName, sharingType, provider: sharingItem.ownerOf(doc).org };
    });
}
