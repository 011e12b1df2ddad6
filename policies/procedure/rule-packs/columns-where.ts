/** Columns of the catalog that are asked for or used, by what the catalog says of them. */
import type { CatalogEntry, Column } from '../../catalog/entry.ts';
import type { CatalogEntryDoc } from '../catalog-entry-doc.ts';
import type { TableUse } from '../fields.ts';

/** What is looked for in a column of an entry. */
export type IsColumn = (column: Column, entry: CatalogEntry) => boolean;

/** The full names of the columns of these uses of which `is` holds; what the catalog does not have is not among them. */
export function columnsWhere(
  uses: readonly TableUse[],
  entries: readonly CatalogEntryDoc[],
  is: IsColumn,
): readonly string[] {
  return uses.flatMap(({ entry: id, table, columns }) => {
    const entry = entries.find((doc) => doc.entry.id === id)?.entry;
    if (!entry) return [];
    const found = entry.tables.find(({ name }) => name === table)?.columns ?? [];
    return found
      .filter((column) => columns.includes(column.name) && is(column, entry))
      .map(({ name }) => `${id}:${table}.${name}`);
  });
}

/** A column that names somebody and could be shown, grouped by or aggregated; what the law publishes names whom it names. */
export function isShownIdentifier({ tag, rule }: Column, { attribute }: CatalogEntry): boolean {
  return (
    attribute !== 'unconditional' && tag === 'direct' && rule.some((one) => one === 'P' || one === 'G' || one === 'A')
  );
}
