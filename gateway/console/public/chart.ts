/** Small pictures inside a page, drawn as SVG: the pages load no script, and styles come from the one sheet. */
import { html, raw } from 'hono/html';
import type { Html } from '../html.ts';

const [width, height] = [160, 28];
/** More bars than this are too thin to see. */
const mostBars = 80;

/** Bars of a distribution; neighbours are added up where there are many. */
export function sparkline(values: readonly number[], label: string): Html {
  const group = Math.max(1, Math.ceil(values.length / mostBars));
  const bars = Array.from({ length: Math.ceil(values.length / group) }, (_, at) =>
    values.slice(at * group, (at + 1) * group).reduce((sum, value) => sum + value, 0),
  );
  const most = Math.max(1e-9, ...bars);
  const step = width / bars.length;
  const path = bars.map((value, at) => {
    const tall = (value / most) * height;
    return `M${(at * step).toFixed(2)} ${height}v${(-tall).toFixed(2)}h${Math.max(0.5, step - 0.5).toFixed(2)}v${tall.toFixed(2)}z`;
  });
  return html`<svg
    class="spark"
    viewBox="0 0 ${width} ${height}"
    width="${width}"
    height="${height}"
    role="img"
    aria-label="${label}"
  >
    ${raw(`<path d="${path.join('')}"/>`)}
  </svg>`;
}
