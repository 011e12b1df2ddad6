/**
 * The tables as SQL: types, keys, and what each column means. The rows of the package load into it as it stands, in the order of the tables;
 * what they do not keep, or what no engine can check while they are loaded one after the other, is a comment.
 */
import type { CatalogEntry, Column, ForeignKey, Table } from '#policies/catalog/entry.ts';
import { identifier, literal } from '../sql.ts';

/** `dirty`: rows are spoilt on purpose, so no key and no NOT NULL is promised. */
export function printDdl(entries: readonly CatalogEntry[], { dirty }: { readonly dirty: boolean }): string {
  const tables = parentsFirst(entries.flatMap((entry) => entry.tables));
  const head = dirty
    ? '-- The rows are spoilt on purpose: what the domain promises of them is in comments here.\n\n'
    : '';
  const printed = tables.map((table, at) => printTable(table, { earlier: tables.slice(0, at), dirty }));
  return `${head}${printed.join('\n\n')}\n`;
}

interface Place {
  readonly earlier: readonly Table[];
  readonly dirty: boolean;
}

function printTable(table: Table, { earlier, dirty }: Place): string {
  const items = table.columns.map((column) => printColumn(column, dirty));
  const promised: string[] = [];
  const told: string[] = [];
  if (table.primaryKey.length > 0) (dirty ? told : promised).push(`PRIMARY KEY (${list(table.primaryKey)})`);
  for (const key of table.foreignKeys) {
    const target = earlier.find(({ name }) => name === key.table);
    const isPromised = !dirty && target !== undefined && isKeyOf(target, key);
    (isPromised ? promised : told).push(printKey(isPromised ? inOrderOf(target, key) : key));
  }
  const body = [...items, ...promised.map((line) => `  ${line}`)].join(',\n');
  const comments = told.map((line) => `\n  -- ${line}`).join('');
  const title = `COMMENT ON TABLE ${identifier(table.name)} IS ${literal(table.title.zh)};`;
  return `CREATE TABLE ${identifier(table.name)} (\n${body}${comments}\n);\n${title}`;
}

function printColumn({ name, type, nullable, title }: Column, dirty: boolean): string {
  const never = nullable ? '' : dirty ? ' /* NOT NULL */' : ' NOT NULL';
  return `  ${identifier(name)} ${type}${never} /* ${plain(title.zh)} */`;
}

/** Some engines nest comments, so neither end of one may be in it. */
function plain(text: string): string {
  return text.replaceAll('*/', '* /').replaceAll('/*', '/ *');
}

function list(names: readonly string[]): string {
  return names.map(identifier).join(', ');
}

function printKey({ columns, table, references }: ForeignKey): string {
  return `FOREIGN KEY (${list(columns)}) REFERENCES ${identifier(table)} (${list(references)})`;
}

/** Engines refer to whole primary keys. */
function isKeyOf({ primaryKey }: Table, { references }: ForeignKey): boolean {
  return primaryKey.toSorted().join() === references.toSorted().join();
}

function inOrderOf({ primaryKey }: Table, key: ForeignKey): ForeignKey {
  return {
    ...key,
    references: primaryKey,
    columns: primaryKey.map((name) => key.columns[key.references.indexOf(name)] ?? name),
  };
}

/** Each table after those that it refers to; tables that refer to each other in a circle stay as they stand. */
export function parentsFirst(tables: readonly Table[]): readonly Table[] {
  const done: Table[] = [];
  const begun = new Set<Table>();
  const visit = (table: Table): void => {
    if (begun.has(table)) return;
    begun.add(table);
    for (const key of table.foreignKeys) {
      const parent = tables.find(({ name }) => name === key.table);
      if (parent) visit(parent);
    }
    done.push(table);
  };
  tables.forEach(visit);
  return done;
}
