/** The tables of all entries by name, and which foreign key decides which column. */
import type { CatalogEntry, Column, ForeignKey, Table } from '#policies/catalog/entry.ts';
import { ownUnits } from '#policies/catalog/units.ts';

export type Schema = ReadonlyMap<string, Table>;

/** Foreign keys refer to tables by name, over all entries; so a name must be there once. */
export function readSchema(entries: readonly CatalogEntry[]): Schema {
  const tables = entries.flatMap((entry) => entry.tables);
  const schema = new Map(tables.map((table) => [table.name, table]));
  if (schema.size < tables.length) throw new Error('Cannot generate rows: table names must be unique; got one twice');
  return schema;
}

export function tableOf(schema: Schema, name: string): Table {
  const table = schema.get(name);
  if (table === undefined) throw new Error(`Cannot generate rows: the table must be in the catalog; got ${name}`);
  return table;
}

export function columnOf(table: Table, name: string): Column {
  const column = table.columns.find((candidate) => candidate.name === name);
  if (column === undefined) throw new Error(`Cannot generate rows: ${table.name} must have the column; got ${name}`);
  return column;
}

/**
 * The foreign keys that decide columns of the table, each column by one key at most. A key to a table outside the schema
 * decides nothing. A key whose columns another one decides already must follow from that one, e.g. (uscc) from (uscc, period).
 * @throws Error when two keys overlap in another way: no order of generation would satisfy both.
 */
export function decidingKeys(schema: Schema, table: Table): readonly ForeignKey[] {
  const known = table.foreignKeys.filter((key) => schema.has(key.table));
  const wideFirst = known.toSorted(
    (a, b) => b.columns.length - a.columns.length || tableOf(schema, a.table).volume - tableOf(schema, b.table).volume,
  );
  const deciding: ForeignKey[] = [];
  for (const key of wideFirst) {
    const earlier = deciding.filter((other) => key.columns.some((column) => other.columns.includes(column)));
    const [first, ...rest] = earlier;
    if (first === undefined) deciding.push(key);
    else if (rest.length > 0 || !follows(schema, key, first)) {
      throw new Error(`Cannot generate ${table.name}: foreign keys must not overlap; got ${key.columns.join(', ')}`);
    }
  }
  return deciding;
}

/** Does `key` hold for every row that satisfies `first`? Yes if the columns there come from the same columns of `key.table`. */
function follows(schema: Schema, key: ForeignKey, first: ForeignKey): boolean {
  return key.columns.every((column, k) => {
    const target = first.references[first.columns.indexOf(column)];
    const wanted = key.references[k];
    if (target === undefined || wanted === undefined) return false;
    return reaches(schema, { table: first.table, column: target }, { table: key.table, column: wanted });
  });
}

interface Place {
  readonly table: string;
  readonly column: string;
}

function reaches(schema: Schema, from: Place, to: Place): boolean {
  if (from.table === to.table && from.column === to.column) return true;
  if (sameUnitRoot(schema, from, to)) return true;
  const table = tableOf(schema, from.table);
  return table.foreignKeys.some((key) => {
    const column = key.references[key.columns.indexOf(from.column)];
    return column !== undefined && schema.has(key.table) && reaches(schema, { table: key.table, column }, to);
  });
}

/** Two tables that list the units of one space as their rows: the smaller lists a part of the larger. */
function sameUnitRoot(schema: Schema, from: Place, to: Place): boolean {
  const [smaller, larger] = [tableOf(schema, from.table), tableOf(schema, to.table)];
  const space = unitSpace(smaller, from.column);
  return (
    space !== undefined &&
    space === unitSpace(larger, to.column) &&
    [smaller, larger].every((table) => table.primaryKey.length === 1 && table.foreignKeys.length === 0) &&
    smaller.primaryKey[0] === from.column &&
    larger.primaryKey[0] === to.column &&
    smaller.volume <= larger.volume
  );
}

export function unitSpace(table: Table, column: string): string | undefined {
  return ownUnits(table).find((unit) => unit.column === column)?.space;
}
