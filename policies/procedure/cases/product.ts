/**
 * Product registry 公共数据产品: what vendors have made of released results and offer to society, under which licence, and where it is
 * traded. Raw public data is no product, unless it is public anyway. One with an interface is called at this gateway, by keys of its recipients.
 *
 * @see requirements AO-03-3, AO-23-1, AO-23-2, AO-23-3, AO-27-7, GD-25-1
 */
import { z } from 'zod';
import type { OrgId } from '../../units.ts';
import { caseLife, type CaseTable, type CaseTypes } from '../case.ts';
import { aProductForm, docId, prose, shortText } from '../fields.ts';
import { anInterface, requireInterface } from '../interface-guards.ts';
import { requireListing, requireProduct } from '../product-guards.ts';

const table = {
  name: 'product',
  title: { zh: '公共数据产品', en: 'product' },
  collection: 'products',
  prefix: 'prd',
  readers: ['public', 'exchange'],
  states: {
    draft: { zh: '草稿', en: 'draft' },
    registered: { zh: '已登记', en: 'registered' },
    listed: { zh: '已挂牌', en: 'listed' },
    withdrawn: { zh: '已撤销', en: 'withdrawn' },
  },
  moves: {
    draft: { past: 'drafted', stage: 'export', from: ['none'], to: 'draft', by: ['vendor'], source: 'AO-03-3' },
    register: {
      past: 'registered',
      stage: 'export',
      from: ['draft'],
      to: 'registered',
      by: ['operator'],
      source: 'AO-03-3, AO-23-1',
      tell: ['data_agency'],
    },
    list: {
      past: 'listed',
      stage: 'export',
      from: ['registered'],
      to: 'listed',
      by: ['vendor'],
      source: 'AO-23-2',
      tell: ['exchange', 'operator'],
    },
    delist: {
      past: 'delisted',
      stage: 'export',
      from: ['listed'],
      to: 'registered',
      by: ['vendor', 'operator', 'exchange'],
      source: 'AO-23-2',
      tell: ['operator'],
    },
    withdraw: {
      past: 'withdrawn',
      stage: 'export',
      from: ['draft', 'registered', 'listed'],
      to: 'withdrawn',
      by: ['vendor', 'operator', 'system'],
      source: 'AO-03-3, 001-27',
      tell: ['exchange'],
    },
  },
} as const satisfies CaseTable;

const fields = {
  draft: {
    title: shortText,
    form: aProductForm,
    scenario: docId,
    agreement: docId,
    /** The released exports that it is made of. */
    exports: z.array(docId).min(1).max(50),
    payload: z.enum(['derived', 'raw']),
    /** Public welfare is free where it may be, industry pays. @see AO-23-3 */
    benefit: z.enum(['public_welfare', 'industrial']),
    sourceStatement: prose,
    licence: z.strictObject({ purpose: prose, recipients: z.array(shortText).min(1).max(100) }),
    /** Of an interface: what answers its calls. @see procedure.md §5, `data_api` */
    api: anInterface.exactOptional(),
  },
  register: { number: shortText },
  list: { venue: docId, listing: shortText },
  delist: { reason: prose },
  withdraw: { reason: prose },
};

interface Owned {
  readonly vendor: OrgId;
}

/** The four types of this life. */
export type ProductTypes = CaseTypes<'product', typeof table, typeof fields, Owned>;

/** Product. */
export const product = caseLife<ProductTypes, Partial<Owned>>({
  key: 'product',
  table,
  fields,
  derive: { draft: ({ context: { actor } }) => ({ vendor: actor.org }) },
  guards: {
    register: ({ doc, context, doing }) =>
      doc ? [...requireProduct(doing, doc, context), ...requireInterface(doing, doc, context)] : [],
    list: ({ doc, command: { venue }, context, doing }) =>
      doc ? [...requireProduct(doing, doc, context), requireListing(doing, { ...doc, venue }, context)] : [],
  },
});
