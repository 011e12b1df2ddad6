/** Charts as SVG that we draw: no scripts, nothing to load, readable in print. */
import { markup, type Markup } from './markup.ts';
import { number, percent } from './parts.ts';

interface Bar {
  readonly label: string;
  readonly train: number;
  readonly drawn: number;
}

const bars = { width: 320, height: 90, below: 14 };

/** Two bars for each label: train rows pale, drawn rows dark. */
export function barChart(name: string, shown: readonly Bar[]): Markup {
  const most = Math.max(1e-9, ...shown.flatMap(({ train, drawn }) => [train, drawn]));
  const step = bars.width / Math.max(1, shown.length);
  const bar = (share: number, at: number, side: 'train' | 'drawn'): Markup => {
    const height = (share / most) * bars.height;
    const x = at * step + (side === 'train' ? 0.1 : 0.5) * step;
    return markup`<rect class="${side}" x="${place(x)}" y="${place(bars.height - height)}" width="${place(step * 0.4)}" height="${place(height)}"/>`;
  };
  const group = ({ label, train, drawn }: Bar, at: number): Markup =>
    markup`<g><title>${label}: train ${percent(train)}, drawn ${percent(drawn)}</title>${bar(train, at, 'train')}${bar(drawn, at, 'drawn')}</g>`;
  const [first, last] = [shown[0]?.label ?? '', shown.at(-1)?.label ?? ''];
  return markup`<svg class="bars" viewBox="0 0 ${bars.width} ${bars.height + bars.below}" role="img" aria-label="distribution of ${name}">
${shown.map(group)}<line x1="0" x2="${bars.width}" y1="${bars.height}" y2="${bars.height}"/>
<text x="0" y="${bars.height + 11}">${short(first)}</text><text x="${bars.width}" y="${bars.height + 11}" text-anchor="end">${short(last)}</text></svg>
`;
}

export interface HeatCell {
  readonly row: number;
  readonly column: number;
  readonly value: number;
  readonly title: string;
}

const heat = { cell: 16, left: 120, top: 22 };

/** A square of cells, the darker the higher; `most` and more is darkest. Columns have the numbers of the rows' names. */
export function heatMap(names: readonly string[], cells: readonly HeatCell[], most: number): Markup {
  const size = names.length * heat.cell;
  const [width, height] = [heat.left + size, heat.top + size];
  const square = ({ row, column, value, title }: HeatCell): Markup => {
    const depth = number(Math.min(1, value / most), 3);
    return markup`<rect x="${heat.left + column * heat.cell}" y="${heat.top + row * heat.cell}" width="${heat.cell - 1}" height="${heat.cell - 1}" fill-opacity="${depth}"><title>${title}</title></rect>`;
  };
  const named = (name: string, at: number): Markup =>
    markup`<text x="${heat.left - 5}" y="${heat.top + at * heat.cell + 12}" text-anchor="end">${short(name)} ${at + 1}</text><text x="${heat.left + (at + 0.5) * heat.cell}" y="14" text-anchor="middle">${at + 1}</text>`;
  return markup`<div class="scroll" tabindex="0" role="region" aria-label="pair errors"><svg class="heat" width="${width}" viewBox="0 0 ${width} ${height}" role="img" aria-label="errors of pairs">
<rect class="ground" x="${heat.left}" y="${heat.top}" width="${size}" height="${size}"/>${names.map(named)}${cells.map(square)}</svg></div>
`;
}

export interface Curve {
  readonly name: string;
  readonly style: 'members' | 'strangers' | 'reference';
  /** Distances at 0 … 100 % of the rows. */
  readonly distances: readonly number[];
}

const plane = { width: 320, height: 160, left: 40, below: 26 };

/** Cumulative: which share of rows has its closest row within a distance. */
export function curveChart(name: string, curves: readonly Curve[]): Markup {
  const most = Math.max(1e-9, ...curves.flatMap(({ distances }) => distances));
  const point = (distance: number, at: number, all: number): string =>
    `${place(plane.left + (distance / most) * (plane.width - plane.left))},${place(plane.height * (1 - at / Math.max(1, all - 1)))}`;
  const line = ({ name: of, style, distances }: Curve): Markup =>
    markup`<polyline class="${style}" points="${distances.map((distance, at) => point(distance, at, distances.length)).join(' ')}"><title>${of}</title></polyline>`;
  const foot = plane.height + 12;
  return markup`<figure><svg class="curves" viewBox="0 0 ${plane.width} ${plane.height + plane.below}" role="img" aria-label="${name}">
<line x1="${plane.left}" x2="${plane.width}" y1="${plane.height}" y2="${plane.height}"/><line x1="${plane.left}" x2="${plane.left}" y1="0" y2="${plane.height}"/>
<text x="${plane.left - 4}" y="9" text-anchor="end">100 %</text><text x="${plane.left - 4}" y="${plane.height}" text-anchor="end">0</text>
<text x="${plane.left}" y="${foot}">0</text><text x="${plane.width}" y="${foot}" text-anchor="end">distance ${number(most)}</text>${curves.map(line)}</svg>
<figcaption>${curves.map(({ name: of, style }) => markup`<span class="key ${style}">${of}</span> `)}</figcaption></figure>
`;
}

function place(value: number): string {
  return String(Number(value.toFixed(2)));
}

function short(text: string): string {
  return text.length > 18 ? `${text.slice(0, 17)}…` : text;
}
