/** The empty private form of catalog tables, for binding a plan before any data is opened. @see query-and-privacy.md §3.1 */
import type { CatalogEntry } from '../catalog/entry.ts';
import {
  codeName,
  dictionaryName,
  gridFor,
  isCoded,
  publishedColumns,
  quantisedName,
  rowRank,
  unitNumber,
} from '../catalog/private-form.ts';
import { quoted } from '../query/print.ts';

/** @returns CREATE TABLE statements for a database attached under the entry's id */
export function printPrivateSchema(entry: CatalogEntry): string[] {
  const prefix = `CREATE TABLE ${quoted(entry.id)}.main.`;
  const tables = entry.tables.filter(({ units }) => units.length > 0);
  return tables.flatMap((table) => {
    const seen = publishedColumns(table);
    const coded = seen.filter((column) => isCoded(table, column));
    const columns = [
      ...seen.map(({ name, type }) => `${quoted(name)} ${type}`),
      `${unitNumber} UINTEGER`,
      `${rowRank} UINTEGER`,
      ...seen.filter(gridFor).map(({ name }) => `${quoted(quantisedName(name))} BIGINT`),
      ...coded.map(({ name }) => `${quoted(codeName(name))} UINTEGER`),
    ];
    const dictionaries = coded.map(
      ({ name }) => `${prefix}${quoted(dictionaryName(table.name, name))} (code UINTEGER, value VARCHAR)`,
    );
    return [`${prefix}${quoted(table.name)} (${columns.join(', ')})`, ...dictionaries];
  });
}
