/** A chart on a page: an image in the light of the reader, with what it shows in words, always beside a table of the same numbers. */
import { html, raw } from 'hono/html';
import type { Html } from '../html.ts';
import type { View } from '../view.ts';
import { chartAddress } from './routes.ts';
import type { Chart } from './store.ts';

/** Nothing for who has not signed in: charts belong to somebody. */
export function picture(view: View, chart: Chart): Html {
  if (!view.viewer) return html``;
  const address = chartAddress(view.viewer.person, chart);
  const dark = view.theme === undefined ? '(prefers-color-scheme: dark)' : '';
  return html`<figure class="chart">
    <picture>
      <source media="print" srcset="${address}?theme=print" />
      ${dark === '' ? '' : raw(`<source media="${dark}" srcset="${address}?theme=dark" />`)}
      <img
        src="${address}?theme=${view.theme ?? 'light'}"
        alt="${chart.alt}"
        width="${chart.size.width}"
        height="${chart.size.height}"
      />
    </picture>
  </figure>`;
}
