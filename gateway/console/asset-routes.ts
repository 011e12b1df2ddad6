/** Files of the console that everybody gets: the sheet, the icon, the scripts, and the choice of language and light. */
import { Hono } from 'hono';
import { compress } from 'hono/compress';
import { setCookie } from 'hono/cookie';
import { scriptNamed } from './assets.ts';
import { style } from './style.ts';
import { languageCookie, languageOf, themeCookie, themeOf } from './view.ts';

const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="6" fill="#0b5d5e"/><path d="M9 6v20M23 6v20M9 12h14M9 20h14" stroke="#fbfaf7" stroke-width="3" fill="none"/></svg>`;

/** A year: what the reader has chosen tells nothing of him. */
const maxAge = 31_536_000;

const hostOnly = { secure: true, prefix: 'host' } as const;

/** @param secure people come over https: what they choose is then kept by cookies of this host alone */
export function assetRoutes(secure: boolean): Hono {
  const app = new Hono();
  // Files without a secret only: a page that repeats what was asked beside a secret must not be compressed (BREACH).
  for (const path of ['/style.css', '/assets/*']) app.use(path, compress());
  app.get('/style.css', (c) =>
    c.body(style, 200, { 'content-type': 'text/css; charset=utf-8', 'cache-control': 'no-cache' }),
  );
  app.get('/icon.svg', (c) =>
    c.body(icon, 200, {
      'content-type': 'image/svg+xml; charset=utf-8',
      'cache-control': 'public, max-age=86400',
    }),
  );
  app.get('/assets/:name', async (c) => {
    const script = await scriptNamed(c.req.param('name'));
    if (script === undefined) return c.notFound();
    return c.body(script, 200, {
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
    });
  });
  app.get('/preferences', (c) => {
    const { lang, theme, back = '/' } = c.req.query();
    const options = { path: '/', maxAge, sameSite: 'Lax', httpOnly: true, ...(secure && hostOnly) } as const;
    if (lang !== undefined) setCookie(c, languageCookie, languageOf(lang), options);
    const chosen = themeOf(theme);
    if (chosen) setCookie(c, themeCookie, chosen, options);
    return c.redirect(isOwnPath(back) ? back : '/', 303);
  });
  return app;
}

/** A path of this console, and nothing that a browser reads as another site. */
export function isOwnPath(path: string): boolean {
  return /^\/(?![/\\])[^\\\p{Cc}]*$/u.test(path);
}
