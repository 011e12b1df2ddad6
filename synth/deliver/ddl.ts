/** The tables as SQL that every database reads: types, keys, and what each column means. */
import type { CatalogEntry, Table } from '#policies/catalog/entry.ts';
import { identifier, literal } from '../sql.ts';

export function printDdl(entries: readonly CatalogEntry[]): string {
  const tables = entries.flatMap((entry) => entry.tables);
  return `${tables.map((table) => printTable(table, tables)).join('\n\n')}\n`;
}

/** Only keys to tables that are in the package. */
function printTable(table: Table, all: readonly Table[]): string {
  const columns = table.columns.map(
    ({ name, type, nullable, title }) =>
      `  ${identifier(name)} ${type}${nullable ? '' : ' NOT NULL'} /* ${title.zh.replaceAll('*/', '')} */`,
  );
  const list = (names: readonly string[]) => names.map(identifier).join(', ');
  const keys = [
    ...(table.primaryKey.length > 0 ? [`  PRIMARY KEY (${list(table.primaryKey)})`] : []),
    ...table.foreignKeys
      .filter((key) => all.some(({ name }) => name === key.table))
      .map(
        (key) => `  FOREIGN KEY (${list(key.columns)}) REFERENCES ${identifier(key.table)} (${list(key.references)})`,
      ),
  ];
  const comment = `COMMENT ON TABLE ${identifier(table.name)} IS ${literal(table.title.zh)};`;
  return `CREATE TABLE ${identifier(table.name)} (\n${[...columns, ...keys].join(',\n')}\n);\n${comment}`;
}
