/** The vendor's own pages, where the general ones would be too little. Everybody else is shown those. */
import { Hono, type Context } from 'hono';
import { viewOf, type Console } from '../console.ts';
import type { ViewEnv } from '../view.ts';
import { editedApplication, newApplication, takeApplication } from './application-form.ts';

type Page = (c: Context<ViewEnv>, console: Console) => Promise<Response>;

export function vendorPages(console: Console): Hono<ViewEnv> {
  const app = new Hono<ViewEnv>();
  const own = (method: 'get' | 'post', path: string, page: Page): void => {
    app[method](path, (c, next) => (viewOf(c).viewer?.role === 'vendor' ? page(c, console) : next()));
  };
  own('get', '/desk/propose/applications/new', newApplication);
  own('post', '/desk/propose/applications/new', takeApplication);
  own('get', '/desk/propose/applications/:id/edit', editedApplication);
  own('post', '/desk/propose/applications/:id/edit', takeApplication);
  return app;
}
