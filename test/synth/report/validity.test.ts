/** What is checked of drawn rows: a break of each kind is seen, and rows that are drawn have none. */
import { expect, test } from 'vitest';
import type { FittedModel } from '#policies/simulation/fitted.ts';
import { type CellRows, drawCellRows } from '#synth/fitted/rows.ts';
import { validityOf } from '#synth/report/validity.ts';
import { aDegree, aModel, anAttribute, codes, fittedModelOf, ofParent } from '../fitted/models.ts';

const sex = anAttribute('sex', codes(['f', 'm'], true));
const kind = anAttribute('kind', codes(['x', 'y']));
const link = (table: string, columns: readonly string[]) => ({ table, columns, references: columns });

/** People of whom each has up to three visits, and up to four items in all of its visits. */
const person = aModel('person', [sex, aDegree('visit', 3)], { units: 50 });
const visit = aModel('visit', [ofParent(sex), ofParent(aDegree('visit', 3)), kind, aDegree('item', 4)], {
  parent: link('person', ['id']),
  rowsPerUnit: 3,
  impossible: [{ attributes: [0, 2], cells: [[0, 1]] }],
});
const item = aModel('item', [ofParent(kind), ofParent(aDegree('item', 4)), anAttribute('size', codes([1, 2]))], {
  parent: link('visit', ['visit']),
  rowsPerUnit: 4,
});
const fitted = fittedModelOf('person', [person, visit, item]);

function drawAll({ plan, tables }: FittedModel): ReadonlyMap<string, CellRows> {
  const drawn = new Map<string, CellRows>();
  for (const { model } of plan.tables) {
    const parent = plan.tables.find((one) => one.model.table === model.parent?.table)?.model;
    const rows = parent && drawn.get(parent.table);
    const table = tables.find((one) => one.table === model.table);
    if (!table) throw new Error('must be fitted');
    const most = { perParent: model.rowsPerUnit, rows: 1_000 };
    drawn.set(
      model.table,
      drawCellRows(model, table, { seed: 5, scale: 1, parent: parent && rows && { model: parent, drawn: rows }, most }),
    );
  }
  return drawn;
}

const drawn = drawAll(fitted);

function broken(change: Readonly<Record<string, Partial<CellRows>>>, mostRows = 1_000): readonly string[] {
  const changed = new Map([...drawn].map(([table, rows]) => [table, { ...rows, ...change[table] }]));
  return validityOf({ fitted, drawn: changed, mostRows })
    .filter(({ violations }) => violations > 0)
    .map(({ rule, violations }) => `${rule}: ${violations}`);
}

const rowsOf = (table: string): CellRows => {
  const rows = drawn.get(table);
  if (!rows) throw new Error(`must have drawn ${table}`);
  return rows;
};

const units = ({ unit }: CellRows): number => new Set(unit).size;

test('validityOf checks every row of every table, and finds nothing wrong with rows that are drawn', () => {
  const found = validityOf({ fitted, drawn, mostRows: 1_000 });
  const [visits, items] = [rowsOf('visit'), rowsOf('item')];
  expect(found.map(({ rule, checked }) => [rule, checked])).toEqual([
    ['person: one row for each unit of the noisy number', 50],
    ['visit: every row has a parent in person', visits.rows],
    ['visit: every row is of the unit of its parent', visits.rows],
    ["visit: what a row has of its parent is the parent's", visits.rows],
    ['visit: at most 3 rows of a unit', units(visits)],
    ['visit: no impossible values together of parent.sex, kind', visits.rows],
    ['item: every row has a parent in visit', items.rows],
    ['item: every row is of the unit of its parent', items.rows],
    ["item: what a row has of its parent is the parent's", items.rows],
    ['item: at most 4 rows of a unit', units(items)],
  ]);
  expect(broken({})).toEqual([]);
  // Without the bound some units would have more, over several visits.
  expect(Math.max(...Array.from(Map.groupBy(items.unit, (unit) => unit).values(), ({ length }) => length))).toBe(4);
});

/** The cells with those of one attribute as `become` says. */
function withCells(table: string, at: number, become: (cell: number, row: number) => number): Partial<CellRows> {
  return { cells: rowsOf(table).cells.map((cells, place) => (place === at ? cells.map(become) : cells)) };
}

test('validityOf says what is broken, and how often', () => {
  const { parent = new Uint32Array(), unit, cells } = rowsOf('visit');
  expect(broken({ visit: { parent: parent.map((owner, row) => (row === 1 ? 50 : owner)) } })).toContain(
    'visit: every row has a parent in person: 1',
  );
  const others = unit.filter((whose) => whose !== 7).length;
  expect(broken({ visit: { unit: unit.map(() => 7) } })).toEqual(
    expect.arrayContaining([
      'visit: at most 3 rows of a unit: 1',
      `visit: every row is of the unit of its parent: ${others}`,
    ]),
  );
  expect(broken({ visit: withCells('visit', 0, (cell, row) => (row < 2 ? (cell + 1) % 3 : cell)) })).toContain(
    "visit: what a row has of its parent is the parent's: 2",
  );
  const women = cells[0]?.filter((sex) => sex === 0).length;
  expect(broken({ visit: withCells('visit', 2, () => 1) })).toContain(
    `visit: no impossible values together of parent.sex, kind: ${women}`,
  );
  expect(broken({}, 40)).toEqual(['person: one row for each unit of the noisy number: 10']);
});

test('validityOf says nothing of a table that was not drawn', () => {
  expect(validityOf({ fitted, drawn: new Map(), mostRows: 10 })).toEqual([]);
});
