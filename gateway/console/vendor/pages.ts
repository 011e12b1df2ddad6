/** The vendor's own pages, where the general ones would be too little. Everybody else is shown those. */
import { Hono, type Context } from 'hono';
import { viewOf, type Console } from '../console.ts';
import type { ViewEnv } from '../view.ts';
import { agreementPage } from './agreement-page.ts';
import { applicationPage } from './application-page.ts';
import { editedApplication, newApplication, takeApplication } from './application-form.ts';
import { exportPage } from './export-page.ts';
import { orderedRun, programPage, testedProgram } from './program-page.ts';
import { runPage } from './run-page.ts';

type Page = (c: Context<ViewEnv>, console: Console) => Promise<Response>;

export function vendorPages(console: Console): Hono<ViewEnv> {
  const app = new Hono<ViewEnv>();
  const own = (method: 'get' | 'post', path: string, page: Page): void => {
    app[method](path, (c, next) => {
      // `new` is no id: it opens the general form.
      const isOwn = viewOf(c).viewer?.role === 'vendor' && c.req.param('id') !== 'new';
      return isOwn ? page(c, console) : next();
    });
  };
  own('get', '/desk/propose/applications/new', newApplication);
  own('post', '/desk/propose/applications/new', takeApplication);
  own('get', '/desk/propose/applications/:id/edit', editedApplication);
  own('post', '/desk/propose/applications/:id/edit', takeApplication);
  own('get', '/desk/propose/applications/:id', applicationPage);
  own('get', '/desk/propose/agreements/:id', agreementPage);
  own('get', '/desk/propose/programs/:id', programPage);
  own('post', '/desk/propose/programs/:id/test', testedProgram);
  own('post', '/desk/propose/programs/:id/run', orderedRun);
  own('get', '/desk/run/runs/:id', runPage);
  own('get', '/desk/check/exports/:id', exportPage);
  return app;
}
