/** The way from a row to its unit leads to one unit, or the entry is refused. */
import { expect, test } from 'vitest';
import { checkEntry, parseEntry } from '#policies/catalog/check-entry.ts';
import type { Column, KeyStep, Table, Unit } from '#policies/catalog/entry.ts';
import { ownUnits, privateTables, rowsPerUnitOf } from '#policies/catalog/units.ts';
import { idSpace } from '#policies/units.ts';
import { aColumn, anEntry, aTable, aUnitColumn } from './builders.ts';

const space = idSpace('person');
const key = (name: string, more: Partial<Column> = {}) => aColumn({ name, type: 'INTEGER', rule: ['J'], ...more });
const step = (column: string, table: string): KeyStep => ({ column, table, references: 'id' });
const refer = ({ column, table, references }: KeyStep) => ({ columns: [column], table, references: [references] });

function table(name: string, columns: readonly Column[], more: Partial<Table> = {}): Table {
  return aTable({ name, columns: [key('id'), ...columns], units: [], primaryKey: ['id'], ...more });
}

/** Lines of orders of people: two steps from a line to its person. */
function shop(
  change: { readonly lines?: Partial<Table>; readonly orders?: Partial<Table>; readonly unit?: Partial<Unit> } = {},
) {
  const [toOrder, toPerson] = [step('order_id', 'orders'), step('person', 'people')];
  const via: Unit['via'] = [toOrder, toPerson];
  return anEntry({
    tables: [
      table('people', [], { units: [{ space, column: 'id' }] }),
      table('orders', [key('person')], {
        units: [{ space, column: 'id', via: [toPerson] }],
        foreignKeys: [refer(toPerson)],
        ...change.orders,
      }),
      table('lines', [key('order_id'), aColumn()], {
        units: [{ space, column: 'id', via, ...change.unit }],
        foreignKeys: [refer(toOrder)],
        ...change.lines,
      }),
    ],
  });
}

const said = (entry: ReturnType<typeof shop>) => {
  const outcome = checkEntry(entry);
  return outcome.ok ? '' : outcome.refusals.map(({ detail }) => detail).join('\n');
};

test('checkEntry and parseEntry accept a unit two steps away', () => {
  const entry = shop();
  expect(checkEntry(entry)).toEqual({ ok: true, value: entry });
  expect(parseEntry(JSON.parse(JSON.stringify(entry)))).toEqual({ ok: true, value: entry });
});

const there = step('order_id', 'orders');
const back: KeyStep = { column: 'person', table: 'lines', references: 'id' };
test.each([
  ['leads out of the entry', shop({ unit: { via: [step('order_id', 'elsewhere')] } }), 'lead to a table of the entry'],
  ['is no declared key', shop({ lines: { foreignKeys: [] } }), 'be a declared foreign key of one column'],
  [
    'uses half of a wider key',
    shop({ lines: { foreignKeys: [{ columns: ['order_id', 'id'], table: 'orders', references: ['id', 'person'] }] } }),
    'be a declared foreign key of one column',
  ],
  ['leads to no whole key', shop({ orders: { primaryKey: ['id', 'person'] } }), 'lead to the primary key of orders'],
  ['leads to a table without a key', shop({ orders: { primaryKey: [] } }), 'lead to the primary key of orders'],
  ['ends where nobody is named', shop({ unit: { via: [there] } }), 'lead to a table whose own unit is id'],
  [
    'ends at a unit of another space',
    shop({ unit: { space: idSpace('card') } }),
    'lead to a table whose own unit is id',
  ],
  ['ends at another column', shop({ unit: { column: 'person' } }), 'lead to a table whose own unit is person'],
  [
    'comes back',
    shop({ orders: { foreignKeys: [refer(back)] }, unit: { via: [there, back] } }),
    'not lead in a circle',
  ],
  [
    'passes a hidden column',
    shop({ lines: { columns: [key('id'), key('order_id', { rule: ['X'] }), aColumn()] } }),
    'not pass a column of rule X',
  ],
])('checkEntry refuses a path that %s', (_, entry, says) =>
  expect(said(entry)).toMatch(new RegExp(`units.0.via.*${says}`)),
);

test('checkEntry refuses one unit named twice, and takes two ways to two units', () => {
  const [unit] = shop().tables[2]?.units ?? [];
  expect(said(shop({ lines: { units: unit ? [unit, unit] : [] } }))).toContain('be named once');
});

test.each([
  ['0 rows per unit', { max: 0, onExcess: 'truncate' } as const],
  ['a million and one', { max: 1_000_001, onExcess: 'reject' } as const],
  ['half a row', { max: 0.5, onExcess: 'truncate' } as const],
])('checkEntry refuses %s', (_, rowsPerUnit) => {
  expect(said(anEntry({ tables: [aTable({ rowsPerUnit })] }))).toContain('from 1 to 1,000,000');
});

test('checkEntry refuses what is said about the rows of a unit where there is no unit', () => {
  const rain = aColumn({ grade: 'L1', rule: ['P'], determinedByUnit: true });
  const bare = aTable({ columns: [rain], units: [], primaryKey: [], rowsPerUnit: { max: 5, onExcess: 'reject' } });
  expect(said(anEntry({ tables: [bare] }))).toMatch(/rowsPerUnit must be on a table[^]*determinedByUnit must be in/);
});

test.each(['a__b', 'paid__q', '__u', 'x__'])('checkEntry refuses the name %s for a column and for a table', (name) => {
  expect(said(anEntry({ tables: [aTable({ columns: [aUnitColumn(), aColumn({ name })] })] }))).toContain('not hold __');
  expect(said(anEntry({ tables: [aTable({ name })] }))).toContain('not hold __');
});

test('ownUnits leaves out units of other tables; privateTables takes the first unit of each table that has one', () => {
  const entry = shop();
  expect(entry.tables.map((each) => ownUnits(each).length)).toEqual([1, 0, 0]);
  expect(privateTables(entry).map(({ table: { name }, unit }) => [name, unit.via?.length ?? 0])).toEqual([
    ['people', 0],
    ['orders', 1],
    ['lines', 2],
  ]);
  expect(privateTables({ ...entry, attribute: 'unconditional' })).toEqual([]);
  expect(rowsPerUnitOf(aTable())).toEqual({ max: 64, onExcess: 'truncate' });
});
