/** DDL of tables that refer to each other in any way executes, and promises no key that an engine cannot check row by row. */
import { expect, test } from 'vitest';
import type { CatalogEntry, ForeignKey, Table } from '#policies/catalog/entry.ts';
import { parentsFirst, printDdl } from '#synth/deliver/ddl.ts';
import { aColumn } from '../../fixtures/columns.ts';
import { ask, everyType } from './delivered.ts';

function aTable(name: string, keys: readonly ForeignKey[], primaryKey = ['a', 'b']): Table {
  const columns = ['a', 'b', 'c', 'd'].map((column) =>
    aColumn({ name: column, type: 'INTEGER', semantic: 'serial', rule: ['J'] }),
  );
  return { name, title: { zh: "'*/--", en: name }, columns, units: [], primaryKey, foreignKeys: keys, volume: 1 };
}

const entryOf = (...tables: readonly Table[]): CatalogEntry => ({ ...everyType, tables });
const keysIn = async (entry: CatalogEntry) =>
  ask(
    printDdl([entry], { dirty: false }),
    `SELECT table_name, constraint_text FROM duckdb_constraints() WHERE constraint_type = 'FOREIGN KEY' ORDER BY ALL`,
  );

const to = (table: string, references = ['a', 'b']): ForeignKey => ({ columns: references, table, references });

test('printDdl puts parents first, and the columns of a key in the order of the primary key that it refers to', async () => {
  const key = { columns: ['d', 'c'], table: 'parent', references: ['b', 'a'] };
  const entry = entryOf(aTable('child', [key]), aTable('parent', []));
  expect(parentsFirst(entry.tables).map(({ name }) => name)).toEqual(['parent', 'child']);
  expect(await keysIn(entry)).toEqual([['child', 'FOREIGN KEY (c, d) REFERENCES parent(a, b)']]);
});

test('printDdl tells keys to itself, in a circle, to part of a key or to a table elsewhere in comments only', async () => {
  const entry = entryOf(
    aTable('self', [to('self')]),
    aTable('one', [to('two')]),
    aTable('two', [to('one')]),
    aTable('part', [to('self', ['a'])]),
    aTable('away', [to('elsewhere')]),
    aTable('none', [], []),
  );
  // Of a circle, the key that closes it.
  expect((await keysIn(entry)).map(([table]) => table)).toEqual(['one']);
  expect(printDdl([entry], { dirty: false }).match(/^ {2}-- FOREIGN KEY/gm)).toHaveLength(4);
});
