/**
 * What a parent's model knows of the rows of its children: how many there are, values that were asked for, and what all rows of a unit share.
 *
 * @see synth.md §2.8 (degree, declared child summaries)
 */
import type { Table } from '../catalog/entry.ts';
import { rowsPerUnitOf } from '../catalog/units.ts';
import { accept, refuse, type Outcome } from '../refusal.ts';
import type { Attribute, Cells, Summary } from './attribute.ts';
import { attributesOf, cellsIn } from './attributes-of.ts';
import { childrenOf, descendantsOf, ofUnit, type Family } from './family.ts';
import { wishFor } from './fit-members.ts';
import { unitsOf } from './relate-tables.ts';

/** The most rows of a child that a parent's model tells apart. */
const mostCounted = 1000;

/** How many rows of each child. */
export function degreesOf(family: Family, model: string): readonly Attribute[] {
  return childrenOf(family, model).map(({ table }) => ({
    name: degreeName(table.name),
    origin: { kind: 'degree', child: table.name },
    cells: { kind: 'count', max: Math.min(rowsPerUnitOf(table).max, mostCounted), none: false },
  }));
}

export const degreeName = (child: string): string => `#${child}`;

/**
 * Of a root, the columns that all rows of a unit share, in whatever table below they stand: so that all rows that are drawn for it get
 * one value. Its name is `<table>_<column>`.
 */
export function sharedBelow(family: Family, root: string): readonly Attribute[] {
  const below = descendantsOf(family, root).filter(({ table }) => unitsOf(table.name) !== root);
  return below.flatMap((related) => {
    const { table } = related;
    const { attributes } = attributesOf(
      { ...table, columns: ofUnit(family, related) },
      wishFor(family.order, table.name),
    );
    const columns = new Set(attributes.flatMap(({ origin }) => (origin.kind === 'own' ? [origin.column] : [])));
    return [...columns].map((column) =>
      summarized(table, { name: `${table.name}_${column}`.slice(0, 63), child: table.name, column, pick: 'lowest' }),
    );
  });
}

/** The summaries that were asked for. Refuses E_INPUT for one that is not of a child, or of a column without public values. */
export function wishedSummaries(family: Family, model: string): Outcome<readonly Attribute[]> {
  const found: Attribute[] = [];
  for (const summary of wishFor(family.order, model).summaries) {
    const place = `tables.${model}.summaries.${summary.name}`;
    const child = childrenOf(family, model).find(({ table }) => table.name === summary.child)?.table;
    if (!child) return refuse('E_INPUT', `Cannot plan a fit: ${place} must be of a child; got ${summary.child}`);
    const fault = faultIn(child, summary);
    if (fault !== undefined) return refuse('E_INPUT', `Cannot plan a fit: ${place} must ${fault}`);
    found.push(summarized(child, summary));
  }
  return accept(found);
}

function faultIn(child: Table, { column, where }: Summary): string | undefined {
  const isKnown = (name: string): boolean =>
    attributesOf(child).attributes.some(({ origin }) => origin.kind === 'own' && origin.column === name);
  if (!isKnown(column)) return `pick a column of ${child.name} with public values; got ${column}`;
  if (where === undefined) return undefined;
  if (!isKnown(where.column)) return `ask for a column of ${child.name} with public values; got ${where.column}`;
  const cells = cellsNamed(child, where.column);
  const isCode = cells.kind === 'codes' && cells.values.some((value) => value === where.value);
  return isCode ? undefined : `ask for a code of ${where.column}; got ${where.value}`;
}

/** Lowest or highest, and one more cell for a parent without such a row. */
function summarized(child: Table, of: Summary): Attribute {
  return { name: of.name, origin: { kind: 'summary', of }, cells: { ...cellsNamed(child, of.column), none: true } };
}

function cellsNamed(table: Table, name: string): Exclude<Cells, { kind: 'count' }> {
  const column = table.columns.find((known) => known.name === name);
  const cells = column && cellsIn(table, column);
  if (!cells || cells.kind === 'count') throw new Error(`Cannot summarise ${name}: must have public values`);
  return cells;
}
