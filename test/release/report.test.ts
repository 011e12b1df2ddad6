/** What a citation prints, and what it must not. */
import { expect, test } from 'vitest';
import { unwrap } from '#policies/refusal.ts';
import type { ResultTable } from '#sandbox/operations.ts';
import { renderReport } from '#sandbox/release/report.ts';
import { aResultTable } from './builders.ts';

const tables = new Map<string, ResultTable>([
  ['run-1', aResultTable()],
  [
    'run-2',
    aResultTable({
      rows: [
        ['东城', 1],
        ['东城', 2],
        [null, 3],
      ],
      hidden: [
        [false, false],
        [false, false],
        [false, false],
      ],
    }),
  ],
  [
    'run-3',
    aResultTable({
      rows: [
        ['东城', 7],
        [null, null],
        ['南城', 9],
      ],
      hidden: [
        [true, false],
        [true, true],
        [false, true],
      ],
    }),
  ],
  ['run-4', aResultTable({ rows: [['x](http://evil/?a=b) | **1**\n# 2 <i>', '12.50']] })],
]);

function rendered(text: string): string {
  return unwrap(renderReport({ text, constants: [] }, tables))
    .bytes.toString('utf8')
    .trimEnd();
}

test('renderReport prints the marker for a cell that is hidden, left out, missing or not one', () => {
  expect(rendered('{{run-1[district=西城].persons}}')).toBe('[c]');
  expect(rendered('{{run-1[district=无此区].persons}}')).toBe('[c]');
  expect(rendered('{{run-1.persons}}')).toBe('[c]');
  expect(rendered('{{run-2[district=东城].persons}}')).toBe('[c]');
  expect(rendered('{{run-3[district=东城].persons}}')).toBe('[c]');
  expect(rendered('{{run-3[district=NULL].persons}}')).toBe('[c]');
  expect(rendered('{{run-3[district=南城].persons}}')).toBe('[c]');
});

test('renderReport prints the very cell, and NULL names the row without the key', () => {
  expect(rendered('东城：**{{run-1[district=东城].persons}}**人')).toBe('东城：**520**人');
  expect(rendered('{{run-2[district=NULL].persons}}')).toBe('3');
  expect(rendered('{{run-2[district="NULL"].persons}}')).toBe('[c]');
  expect(rendered('{{run-4.persons}}')).toBe('12.50');
});

test('renderReport: a key of the data becomes neither link nor heading nor HTML', () => {
  expect(rendered('| {{run-4.district}} |')).toBe(String.raw`| x\]\(http://evil/?a=b\) \| \*\*1\*\* \# 2 \<i\> |`);
});

function codes(text: string): readonly string[] {
  const made = renderReport({ text, constants: [] }, tables);
  return made.ok ? [] : made.refusals.map(({ code }) => code);
}

test('renderReport says of numbers that are not exact that they are not, once for each run', () => {
  const treatment = { mode: 'rounded', exact: false, method: 'controlled_rounding', base: 5 } as const;
  const columns = [...aResultTable().columns, { name: 'low', type: 'DOUBLE', role: 'accuracy' as const }];
  const inexact = new Map([
    ['rounded', { ...aResultTable(), treatment }],
    ['noisy', aResultTable({ columns, rows: [['东城', 5, 4]] })],
    ['exact', aResultTable()],
  ]);
  const written = (text: string) =>
    unwrap(renderReport({ text, constants: [] }, inexact))
      .bytes.toString('utf8')
      .trimEnd()
      .split('\n\n');
  const [text, note, ...more] = written('{{rounded[district=东城].persons}} a {{rounded[district=东城].persons}}');
  expect([text, more]).toEqual(['520 a 520', []]);
  expect(note).toMatch(/^rounded：.*multiple of 5/);
  expect(written('{{noisy[district=东城].persons}}')[1]).toMatch(/^noisy：.*noisy/);
  expect(written('{{exact[district=东城].persons}}')).toEqual(['520']);
});

test('renderReport refuses a run that is not of the export, an unknown column and a written number', () => {
  expect(codes('{{run-9[district=东城].persons}}')).toEqual(['E_REPORT']);
  expect(codes('{{run-1[district=东城].salary}}')).toEqual(['E_REPORT']);
  expect(codes('{{run-1[name=东城].persons}}')).toEqual(['E_REPORT']);
  expect(codes('{{run-1[district=东城].persons}} 520')).toEqual(['E_REPORT_NUMBER']);
});
