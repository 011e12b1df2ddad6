/** The empty form of catalog tables, for binding a plan before any data is opened. */
import type { CatalogEntry } from '../catalog/entry.ts';
import { quoted } from './print.ts';

/** @returns CREATE TABLE statements for a database attached under the entry's id */
export function printSchema(entry: CatalogEntry): string[] {
  return entry.tables.map((table) => {
    const columns = table.columns.map((column) => `${quoted(column.name)} ${column.type}`);
    return `CREATE TABLE ${quoted(entry.id)}.main.${quoted(table.name)} (${columns.join(', ')})`;
  });
}
