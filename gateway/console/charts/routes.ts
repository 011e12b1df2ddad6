/** `GET /desk/charts/:id?theme=dark`: a chart of the reader's own, as an image. */
import { Hono } from 'hono';
import { showNothing, viewOf } from '../console.ts';
import type { ViewEnv } from '../view.ts';
import { svgOf } from './svg.ts';
import { openChartStore, type Chart } from './store.ts';
import { chartThemeOf } from './themes.ts';

const charts = openChartStore();

/** Where the chart is found for the next minutes, by this person only. */
export function chartAddress(owner: string, chart: Chart): string {
  return `/desk/charts/${charts.keep(owner, chart)}`;
}

/** To be mounted where a viewer is required. */
export function chartRoutes(): Hono<ViewEnv> {
  const app = new Hono<ViewEnv>();
  app.get('/desk/charts/:id', async (c) => {
    const { viewer } = viewOf(c);
    const found = viewer && charts.find(viewer.person, c.req.param('id'));
    if (!found) return showNothing(c);
    const svg = svgOf(found.option, chartThemeOf(c.req.query('theme')), found.size);
    return c.body(svg, 200, {
      'content-type': 'image/svg+xml; charset=utf-8',
      'cache-control': 'private, max-age=900',
    });
  });
  return app;
}
