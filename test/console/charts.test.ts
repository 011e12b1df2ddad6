/** Charts as images of the server: equal for equal numbers, for whom they were made alone, and never longer than they are needed. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { chartOf } from '#gateway/console/charts/of-result.ts';
import { openChartStore, type Chart } from '#gateway/console/charts/store.ts';
import { svgOf } from '#gateway/console/charts/svg.ts';
import type { View } from '#gateway/console/view.ts';
import type { ResultTable } from '#sandbox/door.ts';

const view = { lang: 'en', t: (title: { en: string }) => title.en } as unknown as View;

function aResult(keys: readonly string[], rows: ResultTable['rows']): ResultTable {
  const columns = [
    ...keys.map((name) => ({ name, type: 'VARCHAR', role: 'key' as const })),
    { name: 'n', type: 'BIGINT', role: 'statistic' as const },
  ];
  return { columns, rows: [...rows], hidden: rows.map((row) => row.map((value) => value === null)) };
}

function drawn(result: ResultTable): Chart {
  const chart = chartOf(view, result);
  if (!chart) throw new Error('there must be a chart');
  return chart;
}

test('svgOf draws a hostile label as text, and equal numbers alike', () => {
  const { option, size } = drawn(
    aResult(
      ['<script>'],
      [
        ['</text><script>alert(1)</script>', '5'],
        ['"&', '7'],
      ],
    ),
  );
  const svg = svgOf(option, 'light', size);
  expect(svg).not.toContain('<script');
  expect(svg).toContain('&lt;script&gt;');
  const twice = ['light', 'dark', 'print'] as const;
  expect(new Set(twice.map((theme) => svgOf(option, theme, size))).size).toBe(3);
  expect(svgOf(option, 'light', size)).toBe(svg);
});

test('svgOf writes attributes that stay closed', () => {
  const { option, size } = drawn(
    aResult(
      ['district'],
      [
        ['天河', '5'],
        ['越秀', '7'],
      ],
    ),
  );
  for (const [, style] of svgOf(option, 'dark', size).matchAll(/style="([^"]*)"/g)) expect(style).toMatch(/;$/);
});

test('chartOf draws nothing where nothing is shown', () => {
  expect(
    chartOf(
      view,
      aResult(
        ['district'],
        [
          ['天河', null],
          ['越秀', null],
        ],
      ),
    ),
  ).toBeUndefined();
  expect(chartOf(view, aResult([], [['5']]))).toBeUndefined();
});

test('chartOf takes a line for months, and one colour for each of few values', () => {
  const months = aResult(
    ['month', 'district'],
    [
      ['202501', 'A', '1'],
      ['202502', 'A', '2'],
      ['202501', 'B', '3'],
    ],
  );
  const columns = months.columns.map((column) => (column.name === 'month' ? { ...column, type: 'INTEGER' } : column));
  const { option } = drawn({ ...months, columns });
  expect(option['series']).toMatchObject([
    { name: 'A', type: 'line' },
    { name: 'B', type: 'line' },
  ]);
});

test('the alternative text has the largest, the smallest and how many are hidden', () => {
  const { alt } = drawn(
    aResult(
      ['district'],
      [
        ['天河', '5'],
        ['越秀', '70'],
        ['海珠', null],
      ],
    ),
  );
  expect(alt).toContain('largest 越秀: 70');
  expect(alt).toContain('smallest 天河: 5');
  expect(alt).toContain('1 hidden');
});

test('a chart is found by whom it was made for only, for a while, and the oldest goes first', () => {
  let now = 0;
  const store = openChartStore({ most: 3, millis: 100, now: () => now });
  const chart = drawn(
    aResult(
      ['district'],
      [
        ['天河', '5'],
        ['越秀', '7'],
      ],
    ),
  );
  const first = store.keep('lin', chart);
  expect(store.find('gao', first)).toBeUndefined();
  expect(store.find('lin', first)).toBe(chart);
  for (let more = 0; more < 3; more++) store.keep('lin', chart);
  expect(store.find('lin', first)).toBeUndefined();
  const last = store.keep('lin', chart);
  now = 100;
  expect(store.find('lin', last)).toBeUndefined();
});

test('chartOf never fails, whatever the numbers are', () => {
  const value = fc.oneof(fc.constant(null), fc.integer().map(String), fc.double(), fc.string());
  const rows = fc.array(fc.tuple(fc.string(), value), { maxLength: 60 });
  fc.assert(
    fc.property(rows, (made) => {
      const chart = chartOf(view, aResult(['key'], made));
      if (chart) expect(svgOf(chart.option, 'light', chart.size)).toMatch(/^<svg/);
    }),
    { numRuns: 40 },
  );
});
