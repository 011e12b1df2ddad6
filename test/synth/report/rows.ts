/** A mixed table with correlations from a known generator: fresh rows are what a perfect model would draw. */
import type { Attribute, Cells } from '#policies/simulation/attribute.ts';
import type { CodeColumns } from '#synth/fit/types.ts';
import type { TableCells } from '#synth/report/input.ts';
import { streamOf, type Stream } from '#synth/report/random.ts';

function own(name: string, cells: Cells): Attribute {
  return { name, origin: { kind: 'own', column: name, part: 'whole' }, cells };
}

function letters(count: number): readonly string[] {
  return Array.from({ length: count }, (_, at) => String.fromCharCode(65 + at));
}

function upTo(high: number, cells: number): readonly number[] {
  return Array.from({ length: cells + 1 }, (_, at) => (at * high) / cells);
}

export const mixedAttributes: readonly Attribute[] = [
  own('sex', { kind: 'codes', values: ['F', 'M'], none: false }),
  own('trade', { kind: 'codes', values: [...letters(12)], none: true }),
  own('age', { kind: 'numbers', edges: [...upTo(80, 80)], none: false }),
  own('income', { kind: 'numbers', edges: [...upTo(100_000, 200)], none: true }),
  own('joined', {
    kind: 'days',
    start: Array.from(
      { length: 60 },
      (_, at) => `${2000 + Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}-01`,
    ),
    end: '2004-12-31',
    none: false,
  }),
  own('hour', { kind: 'hours', none: false }),
  own('#visits', { kind: 'count', max: 15, none: false }),
  own('district', { kind: 'codes', values: [...letters(20)], none: false }),
];

/** A number about `middle`, within 0 … `size` − 1. */
function around(random: Stream, middle: number, [spread, size]: readonly [number, number]): number {
  const noise = (random.below(1000) + random.below(1000) + random.below(1000)) / 1500 - 1;
  return Math.max(0, Math.min(size - 1, Math.round(middle + noise * spread)));
}

function mixedRow(random: Stream): readonly number[] {
  const sex = random.below(5) < 2 ? 0 : 1;
  const age = around(random, 40, [38, 80]);
  const trade = random.below(10) === 0 ? 12 : Math.min(11, Math.floor(age / 10) + random.below(5));
  const income = random.below(8) === 0 ? 200 : around(random, 20 + age + 40 * sex + trade * 3, [40, 200]);
  const joined = around(random, 60 - age / 2, [25, 60]);
  const hour = around(random, sex === 1 ? 9 : 15, [8, 24]);
  const visits = around(random, age / 8, [5, 16]);
  const district = Math.min(19, Math.floor((income % 200) / 20) + random.below(8));
  return [sex, trade, age, income, joined, hour, visits, district];
}

/** Independent rows. Of equal seeds, equal ones. */
export function mixedRows(rows: number, seed: number): CodeColumns {
  const random = streamOf(seed, 'rows');
  const columns = mixedAttributes.map(() => new Uint16Array(rows));
  for (let row = 0; row < rows; row++) mixedRow(random).forEach((cell, at) => columns[at]?.fill(cell, row, row + 1));
  return columns;
}

/** Rows each of which is copied with some of its attributes taken from another row. */
export function noisyCopy(columns: CodeColumns, changes: number, seed: number): CodeColumns {
  const random = streamOf(seed, 'noise');
  const rows = columns[0]?.length ?? 0;
  const copy = columns.map((column) => column.slice());
  for (let row = 0; row < rows; row++) {
    for (let change = 0; change < changes; change++) {
      const at = random.below(columns.length);
      const column = copy[at];
      if (column) column[row] = columns[at]?.[random.below(rows)] ?? 0;
    }
  }
  return copy;
}

/** The same rows with columns shuffled one by one: right columns, no relations. */
export function unrelated(columns: CodeColumns, seed: number): CodeColumns {
  const random = streamOf(seed, 'shuffle');
  return columns.map((column) => {
    const shuffled = column.slice();
    for (let at = shuffled.length - 1; at > 0; at--) {
      const other = random.below(at + 1);
      const moved = shuffled[at] ?? 0;
      shuffled[at] = shuffled[other] ?? 0;
      shuffled[other] = moved;
    }
    return shuffled;
  });
}

/** 3 000 rows of train, 3 000 held out, 3 000 drawn by a model that is perfect. */
export function aTable(change: Partial<TableCells> = {}): TableCells {
  return {
    table: 'mixed',
    attributes: mixedAttributes,
    train: mixedRows(3000, 1),
    holdout: mixedRows(3000, 2),
    drawn: mixedRows(3000, 3),
    rowsPerUnit: 1,
    ...change,
  };
}
