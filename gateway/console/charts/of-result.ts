/** A chart of a result, its kind picked from the columns: a line over time, else bars; intervals where the numbers are noisy. */
import type { ResultTable } from '#sandbox/door.ts';
import type { View } from '../view.ts';
import type { Chart } from './store.ts';
import type { ChartOption } from './svg.ts';

/** More than these are too many to tell apart. */
const most = { bars: 40, points: 400, series: 6 };

interface Shape {
  readonly label: (row: number) => string;
  readonly series: (row: number) => string;
  readonly isTime: boolean;
  /** Place of the number that is drawn. */
  readonly at: number;
  readonly low: number;
  readonly high: number;
}

/** Undefined where there is nothing to draw: no key, or no number. */
export function chartOf(view: View, result: ResultTable): Chart | undefined {
  const shape = shapeOf(result);
  if (!shape || result.rows.length < 2) return undefined;
  const drawn = pointsOf(result, shape);
  if (!drawn.points.some(({ value }) => value !== null)) return undefined;
  const name = result.columns[shape.at]?.name ?? '';
  const option = optionOf(drawn, shape, name);
  const tall = shape.isTime || drawn.series.length > 1 ? 320 : Math.min(900, 90 + drawn.labels.length * 20);
  return { option, size: { width: 640, height: tall }, alt: altOf(view, drawn, { name, rows: result.rows.length }) };
}

const numeric = /INT$|^INTEGER|^DOUBLE|^FLOAT|^DECIMAL/;
const temporal = /^DATE|^TIMESTAMP/;

function shapeOf({ columns, rows }: ResultTable): Shape | undefined {
  const keys = columns.flatMap(({ role }, at) => (role === 'key' ? [at] : []));
  const at = columns.findIndex(({ role, type }) => role === 'statistic' && numeric.test(type));
  const [first, second] = keys;
  if (first === undefined || at < 0) return undefined;
  const text = (row: number, column: number | undefined) => (column === undefined ? '' : textOf(rows[row]?.[column]));
  const few = (column: number | undefined) =>
    column !== undefined && new Set(rows.map((_, row) => text(row, column))).size <= most.series;
  const time = keys.find((key) =>
    isTemporal(
      columns[key],
      rows.map((row) => row[key]),
    ),
  );
  const main = time ?? (few(first) && second !== undefined && !few(second) ? second : first);
  const others = keys.filter((key) => key !== main);
  const split = others.length === 1 && few(others[0]) ? others : [];
  const name = columns[at]?.name ?? '';
  return {
    label: (row) => [main, ...(split.length > 0 ? [] : others)].map((key) => text(row, key)).join(' · '),
    series: (row) => split.map((key) => text(row, key)).join(' · '),
    isTime: time !== undefined,
    at,
    low: columns.findIndex((column) => column.name === `${name}_ci95_low`),
    high: columns.findIndex((column) => column.name === `${name}_ci95_high`),
  };
}

/** Dates, and numbers like 202501 or 2025 that name a month or a year. */
function isTemporal(
  column: ResultTable['columns'][number] | undefined,
  values: readonly (ResultTable['rows'][number][number] | undefined)[],
): boolean {
  if (!column) return false;
  if (temporal.test(column.type)) return true;
  const isPeriod = /(?:year|month|period|date|day|年|月)/i.test(column.name);
  return (
    isPeriod && numeric.test(column.type) && values.every((value) => /^(?:19|20)\d{2}(?:\d{2})?$/.test(textOf(value)))
  );
}

function textOf(value: ResultTable['rows'][number][number] | undefined): string {
  return value === null || value === undefined ? '∑' : String(value);
}

interface Point {
  readonly label: string;
  readonly series: string;
  readonly value: number | null;
  readonly interval?: readonly [number, number];
}

/** Beyond what an axis can be divided into there is nothing to see. */
const extremes = { least: 1e-15, most: 1e21 };

function drawable(value: ResultTable['rows'][number][number] | undefined): number | null {
  if (value === null || value === undefined || typeof value === 'boolean') return null;
  const number = Number(value);
  if (!(Math.abs(number) <= extremes.most)) return null;
  return Math.abs(number) < extremes.least ? 0 : number;
}

interface Drawn {
  readonly labels: readonly string[];
  readonly series: readonly string[];
  readonly points: readonly Point[];
  readonly left: number;
}

function pointsOf({ rows }: ResultTable, shape: Shape): Drawn {
  const all = rows.map((row, number): Point => {
    const [value, low, high] = [row[shape.at], row[shape.low], row[shape.high]];
    const interval = [Number(low), Number(high)] as const;
    return {
      label: shape.label(number),
      series: shape.series(number),
      value: drawable(value),
      ...(low !== undefined && high !== undefined && { interval }),
    };
  });
  const found = [...new Set(all.map(({ label }) => label))];
  const labels = (shape.isTime ? found.toSorted() : found).slice(0, shape.isTime ? most.points : most.bars);
  const shown = new Set(labels);
  const points = all.filter(({ label }) => shown.has(label));
  return {
    labels,
    series: [...new Set(points.filter(({ value }) => value !== null).map(({ series }) => series))],
    points,
    left: found.length - labels.length,
  };
}

function optionOf({ labels, series, points }: Drawn, { isTime }: Shape, name: string): ChartOption {
  const isFlat = !isTime && series.length === 1;
  const category = { type: 'category', data: labels, ...(isFlat && { inverse: true }) };
  const value = { type: 'value', name, nameLocation: 'end', ...(isTime && { scale: true }) };
  const byPlace = series.map(
    (one) => new Map(points.filter((point) => point.series === one).map((point) => [point.label, point])),
  );
  return {
    grid: { left: 12, right: 24, top: series.length > 1 ? 56 : 32, bottom: 12, outerBoundsMode: 'same' },
    ...(series.length > 1 && { legend: { top: 0, data: series } }),
    xAxis: isFlat ? value : category,
    yAxis: isFlat ? category : value,
    series: series.flatMap((one, at) => [
      {
        name: one,
        type: isTime ? 'line' : 'bar',
        showSymbol: labels.length <= 60,
        data: labels.map((label) => byPlace[at]?.get(label)?.value ?? null),
      },
      ...(points.some(({ interval }) => interval) && series.length === 1 ? [intervals(points, isFlat)] : []),
    ]),
  };
}

/** The 95 % interval of each number as a thin line with ends. */
function intervals(points: readonly Point[], isFlat: boolean) {
  return {
    type: 'custom',
    silent: true,
    z: 5,
    data: points.flatMap(({ label, interval }) => (interval ? [[label, ...interval]] : [])),
    encode: isFlat ? { y: 0, x: [1, 2] } : { x: 0, y: [1, 2] },
    renderItem: (_: unknown, api: Drawing) => {
      const ends = [1, 2].map((end) =>
        api.coord(isFlat ? [api.value(end), api.value(0)] : [api.value(0), api.value(end)]),
      );
      const [[x1 = 0, y1 = 0] = [], [x2 = 0, y2 = 0] = []] = ends;
      const cap = 3;
      const lines = [
        { x1, y1, x2, y2 },
        ...[
          [x1, y1],
          [x2, y2],
        ].map(([x = 0, y = 0]) =>
          isFlat ? { x1: x, y1: y - cap, x2: x, y2: y + cap } : { x1: x - cap, y1: y, x2: x + cap, y2: y },
        ),
      ];
      return {
        type: 'group',
        children: lines.map((shape) => ({ type: 'line', shape, style: { stroke: '#7a7a7a', lineWidth: 1.5 } })),
      };
    },
  };
}

interface Drawing {
  value(dimension: number): number;
  coord(value: readonly number[]): readonly number[];
}

function altOf(
  view: View,
  { points, labels, left }: Drawn,
  { name, rows }: { readonly name: string; readonly rows: number },
): string {
  const known = points.filter((point): point is Point & { value: number } => point.value !== null);
  const top = known.toSorted((a, b) => b.value - a.value);
  const [high, low] = [top[0], top.at(-1)];
  const hidden = points.length - known.length;
  const zh = `${name} 图,${labels.length} 组;最大 ${said(high)};最小 ${said(low)}${hidden > 0 ? `;隐藏 ${hidden} 个` : ''}${left > 0 ? `;另有 ${left} 组未画` : ''}。同表 ${rows} 行。`;
  const en = `Chart of ${name} in ${labels.length} groups; largest ${said(high)}; smallest ${said(low)}${hidden > 0 ? `; ${hidden} hidden` : ''}${left > 0 ? `; ${left} groups not drawn` : ''}. The table has all ${rows} rows.`;
  return view.t({ zh, en });
}

function said(point: Point | undefined): string {
  return point ? `${[point.label, point.series].filter(Boolean).join(' ')}: ${point.value}` : '';
}
