/** The picture of a trace: a column for each layer, a box for each thing, a line from what rests to what it rests on. The list beside it says the same. */
import type { Node } from '#policies/procedure/trace.ts';
import type { Lang, Theme } from '../view.ts';
import { reduced } from './reduced.ts';
import { kindTitle, layered, type Graph } from './graph.ts';

const [boxWidth, boxHeight, gapX, gapY, top] = [138, 46, 26, 14, 40] as const;
/** More in one column are counted in a last box: the list has them all. */
const mostInColumn = 14;

interface Palette {
  readonly paper: string;
  readonly ink: string;
  readonly soft: string;
  readonly line: string;
  readonly accent: string;
}

const palettes = {
  light: { paper: '#ffffff', ink: '#1c2430', soft: '#545e6b', line: '#8a8577', accent: '#0b5d5e' },
  dark: { paper: '#1b2027', ink: '#e6e8ea', soft: '#a5b0bb', line: '#7d8894', accent: '#6fc3bf' },
} as const satisfies Record<Theme, Palette>;

export interface PictureLook {
  readonly lang: Lang;
  /** That of the system where nobody has chosen. */
  readonly theme: Theme | undefined;
  readonly start: string;
}

interface Place {
  readonly x: number;
  readonly y: number;
}

/** SVG, complete in itself. */
export function pictureOf(graph: Graph, look: PictureLook): string {
  const columns = layered(graph);
  const places = new Map<string, Place>();
  const boxes: string[] = [];
  const heads: string[] = [];
  for (const [at, { title, nodes }] of columns.entries()) {
    const x = at * (boxWidth + gapX) + 2;
    heads.push(text({ x, y: 18 }, title[look.lang], 'class="soft" font-size="13" font-weight="600"'));
    for (const [row, node] of nodes.slice(0, mostInColumn).entries()) {
      const place = { x, y: top + row * (boxHeight + gapY) };
      places.set(node.name, place);
      boxes.push(boxOf(node, place, look));
    }
    const more = nodes.length - mostInColumn;
    if (more > 0)
      boxes.push(
        text({ x, y: top + mostInColumn * (boxHeight + gapY) + 16 }, `+ ${more}`, 'class="soft" font-size="12"'),
      );
  }
  const rows = Math.min(mostInColumn, Math.max(1, ...columns.map(({ nodes }) => nodes.length)));
  const width = columns.length * (boxWidth + gapX) - gapX + 4;
  const height = top + rows * (boxHeight + gapY) + 24;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="system-ui, 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif">
<style>${sheetFor(look.theme)}</style>
${heads.join('\n')}
<g class="edge" fill="none" stroke-width="1.3">${linesOf(graph, places)}</g>
${boxes.join('\n')}
</svg>`;
}

function sheetFor(theme: Theme | undefined): string {
  if (theme !== undefined) return sheet(palettes[theme]);
  return `${sheet(palettes.light)}@media (prefers-color-scheme: dark){${sheet(palettes.dark)}}`;
}

function sheet({ paper, ink, soft, line, accent }: Palette): string {
  return `text{fill:${ink}}.soft{fill:${soft}}.box{fill:${paper};stroke:${line}}.start{stroke:${accent};stroke-width:2.5}.edge path{stroke:${line}}`;
}

function linesOf(graph: Graph, places: ReadonlyMap<string, Place>): string {
  return reduced(graph)
    .map(({ from, to }) => {
      const [right, left] = [places.get(from), places.get(to)];
      return left && right ? `<path d="${curve(left, right)}"/>` : '';
    })
    .join('');
}

function curve(left: Place, right: Place): string {
  const [y1, y2] = [left.y + boxHeight / 2, right.y + boxHeight / 2];
  const x1 = left.x + boxWidth;
  if (left.x === right.x) return `M${x1} ${y1}C${x1 + 22} ${y1} ${x1 + 22} ${y2} ${x1} ${y2}`;
  const middle = (x1 + right.x) / 2;
  return `M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${right.x} ${y2}`;
}

function boxOf({ name, kind, id }: Node, { x, y }: Place, { lang, start }: PictureLook): string {
  const isStart = name === start;
  return `<g><rect class="box${isStart ? ' start' : ''}" x="${x}" y="${y}" width="${boxWidth}" height="${boxHeight}" rx="4"/>
${text({ x: x + 9, y: y + 18 }, shortened(kindTitle(kind)[lang], 17), 'font-size="12.5" font-weight="600"')}
${text({ x: x + 9, y: y + 36 }, shortened(id, 18), 'class="soft" font-size="11" font-family="ui-monospace, monospace"')}</g>`;
}

/** So that it fits its box; a wide sign takes the room of two. */
function shortened(id: string, signs: number): string {
  let room = signs;
  const all = Array.from(id);
  const kept = all.filter((sign) => (room -= /[\u2e80-\uffef]/.test(sign) ? 2 : 1) >= 0);
  return kept.length === all.length ? id : `${kept.slice(0, -1).join('')}…`;
}

function text({ x, y }: Place, says: string, attributes: string): string {
  return `<text x="${x}" y="${y}" ${attributes}>${escaped(says)}</text>`;
}

function escaped(says: string): string {
  return says.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
