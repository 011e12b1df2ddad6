/** The tables of a fit by kinship: who is below whom, and what each knows already from above. */
import type { Column } from '../catalog/entry.ts';
import { rowsPerUnitOf } from '../catalog/units.ts';
import { attributesOf, type OwnAttributes, type WhyNot } from './attributes-of.ts';
import { wishFor } from './fit-members.ts';
import type { FitOrder } from './fit-order.ts';
import { twinIn } from './inherited.ts';
import type { Related } from './relate-tables.ts';

export interface Family {
  readonly order: FitOrder;
  /** Parents before children. */
  readonly all: readonly Related[];
}

/** The tables whose rows belong to those of a model, a table or the units of one. */
export function childrenOf({ all }: Family, model: string): readonly Related[] {
  return all.filter(({ parent }) => parent?.table === model);
}

export function descendantsOf(family: Family, model: string): readonly Related[] {
  const children = childrenOf(family, model);
  return [...children, ...children.flatMap(({ table }) => descendantsOf(family, table.name))];
}

/** What a table has of its own. The values of a parent that it repeats, and what all rows of a unit share, are known above. */
export function ownOf(family: Family, related: Related): OwnAttributes {
  const { table } = related;
  return attributesOf(table, { ...wishFor(family.order, table.name), elsewhere: knownAbove(family, related) });
}

/** The columns that all rows of a unit share and that no table above has. */
export function ofUnit(family: Family, related: Related): readonly Column[] {
  const known = knownAbove(family, related);
  return related.table.columns.filter(({ name }) => known.get(name) === 'unit');
}

function knownAbove(family: Family, related: Related): ReadonlyMap<string, WhyNot> {
  const { table, parent } = related;
  const above = ancestorsOf(family, related);
  const known = new Map<string, WhyNot>();
  for (const column of table.columns) {
    if (above.some((other) => twinIn(other.table, column))) known.set(column.name, 'parent');
    else if (parent && column.determinedByUnit && rowsPerUnitOf(table).max > 1) known.set(column.name, 'unit');
  }
  return known;
}

function ancestorsOf(family: Family, { parent }: Related): readonly Related[] {
  const above = family.all.find(({ table }) => table.name === parent?.table);
  return above ? [above, ...ancestorsOf(family, above)] : [];
}
