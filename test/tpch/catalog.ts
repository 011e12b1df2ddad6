/**
 * TPC-H as two catalog entries: what belongs to a customer is protected, and everything else is public. What is declared here is what
 * the specification says about any TPC-H data of this scale.
 *
 * @see TPC-H specification, clauses 1.4 and 4.2.3
 */
import type { CatalogEntry } from '#policies/catalog/entry.ts';
import { entryId, orgId } from '#policies/units.ts';
import { customer, lineitem, orders } from './catalog-private.ts';
import { nation, part, partsupp, region, supplier } from './catalog-public.ts';
import { sizesAt } from './sizes.ts';

/** The protected entry and the public one. */
export function tpchEntries(scale: number): readonly [tpchPrivate: CatalogEntry, tpchPublic: CatalogEntry] {
  const sizes = sizesAt(scale);
  return [
    {
      ...common('tpch_private', 'customers and their orders'),
      attribute: 'conditional',
      secrets: ['personal_info'],
      tables: [customer(sizes), orders(sizes), lineitem(sizes)],
    },
    {
      ...common('tpch_public', 'parts and suppliers'),
      attribute: 'unconditional',
      secrets: [],
      basis: 'TPC-H is published',
      tables: [region, nation, supplier(sizes), part(sizes), partsupp(sizes)],
    },
  ];
}

function common(id: string, title: string) {
  return {
    id: entryId(id),
    version: 1,
    title: { zh: title, en: title },
    department: orgId('tpc'),
    origin: 'collected',
    updateCycle: 'once',
  } as const;
}
