/**
 * The generated tables as two catalogs of protected persons. `loose` declares nothing more than the generators do, so that bounds on rows
 * come from settings alone; `tight` declares all that makes noise small: values of keys, columns that a person determines, few rows.
 */
import type { CatalogEntry, Column, ColumnRule, Table } from '#policies/catalog/entry.ts';
import { catalogOf, type TableName } from '../oracle/generate/catalog.ts';
import { codes, range } from '../fixtures/columns.ts';

export type Declared = 'loose' | 'tight';

/** Rows of one person that the publication keeps in the tight catalog. */
export const tightRows = 3;

const domains: Readonly<Record<string, Partial<Column>>> = {
  'person.g': { domain: codes('a', 'b', 'C') },
  'person.h': { domain: range(-3, 5), determinedByUnit: true },
  'person.b': { determinedByUnit: true },
  'visit.n': { domain: range(-3, 5) },
};

export function entriesOf(declared: Declared): readonly CatalogEntry[] {
  const [people, places] = catalogOf('unit');
  const tables = people.tables.map((table) => (declared === 'tight' ? tight(table) : loose(table)));
  return [{ ...people, tables }, places];
}

/** Column rules are another matter: here everything may be used for everything. */
const anything: readonly [ColumnRule, ...ColumnRule[]] = ['P', 'G', 'A', 'J', 'F'];

function open(column: Column): Column {
  return { ...column, rule: anything };
}

/** Generated persons may stand in the table twice, so nothing may be concluded from a key. */
function loose(table: Table): Table {
  return {
    ...table,
    columns: table.columns.map(open),
    primaryKey: [],
    foreignKeys: [],
    rowsPerUnit: { max: 64, onExcess: 'truncate' },
  };
}

function tight(table: Table): Table {
  const columns = table.columns.map((column) => ({
    ...open(column),
    ...domains[`${table.name as TableName}.${column.name}`],
  }));
  return { ...table, columns, rowsPerUnit: { max: tightRows, onExcess: 'truncate' } };
}
