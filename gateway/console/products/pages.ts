/** API products: the interfaces of a vendor, each with its address, keys, calls and description. Everybody else is shown those he may read. */
import { Hono, type Context } from 'hono';
import { z } from 'zod';
import type { Json } from '../../client.ts';
import { readerOf, show, showNothing, showRefused, type Console, type Reader } from '../console.ts';
import type { ViewEnv } from '../view.ts';
import { listPage } from './list-page.ts';
import { productPage, type Key, type Product, type Told } from './product-page.ts';
import type { CallLine } from '../../products/calls.ts';

type Page = Context<ViewEnv>;

const said = z.object({
  recipient: z.string(),
  callsPerDay: z.coerce.number(),
  days: z.coerce.number().int().min(1).max(366),
});

const title = { zh: 'API 产品', en: 'API products' };

export function productPages(console: Console): Hono<ViewEnv> {
  const app = new Hono<ViewEnv>();
  app.get('/products', async (c) => {
    const reader = readerOf(c, console);
    const found = await reader.api.all('/export/products');
    if (!found.ok) return showRefused(c, found);
    const all = found.value.filter(({ api }) => api !== undefined) as unknown as readonly Product[];
    return show(c, { title, stage: 'export', body: listPage(reader, all) });
  });
  app.get('/products/:id', (c) => showProduct(c, console));
  app.post('/products/:id/keys', (c) => issue(c, console));
  app.post('/products/:id/keys/:key/revoke', (c) => revoke(c, console));
  return app;
}

async function showProduct(c: Page, console: Console, told: Told = {}): Promise<Response> {
  const reader = readerOf(c, console);
  const product = await productOf(c, reader);
  if (!product) return showNothing(c);
  const path = `/export/products/${product.id}`;
  const [keys, calls, described] = await Promise.all([
    reader.api.all('/export/api-keys'),
    reader.api.call(`${path}/calls`),
    reader.api.call(`${path}/openapi.json`),
  ]);
  const all = (keys.ok ? keys.value : []) as unknown as readonly Key[];
  const body = productPage(reader, {
    product,
    keys: all.filter((key) => key.product === product.id),
    calls: (calls.ok ? calls.value['items'] : []) as readonly CallLine[],
    described: described.ok ? described.value : {},
    origin: new URL(c.req.url).origin,
    told,
  });
  if (told.issued) c.header('cache-control', 'no-store');
  return show(c, { title: { zh: product.title, en: product.title }, stage: 'export', body }, told.refusals ? 422 : 200);
}

async function productOf(c: Page, { api }: Reader): Promise<Product | undefined> {
  const found = await api.call(`/export/products/${encodeURIComponent(c.req.param('id') ?? '')}`);
  return found.ok && found.value['api'] !== undefined ? (found.value as unknown as Product) : undefined;
}

/** The page of the answer is the only place where the key stands: it is not stored, and asking again gives another. */
async function issue(c: Page, console: Console): Promise<Response> {
  const reader = readerOf(c, console);
  const product = await productOf(c, reader);
  if (!product) return showNothing(c);
  const form = said.safeParse(await c.req.parseBody());
  if (!form.success) return showProduct(c, console, { refusals: [malformed] });
  const { days, ...asked } = form.data;
  const until = new Date(Date.parse(console.office.clock()) + days * 86_400_000).toISOString();
  const issued = await reader.api.call(`/export/products/${product.id}/keys`, { ...asked, until });
  if (!issued.ok) return showProduct(c, console, { refusals: issued.refusals });
  return showProduct(c, console, { issued: issued.value as Json & { readonly id: string; readonly key: string } });
}

const malformed = {
  code: 'E_INPUT',
  detail: 'Cannot issue the key: must name a recipient, calls per day and days; got others',
} as const;

async function revoke(c: Page, console: Console): Promise<Response> {
  const { api } = readerOf(c, console);
  const { id = '', key = '' } = c.req.param();
  const { reason } = await c.req.parseBody();
  const done = await api.call(`/export/api-keys/${encodeURIComponent(key)}/revoke`, { reason });
  return done.ok
    ? c.redirect(`/desk/products/${encodeURIComponent(id)}#keys`, 303)
    : showProduct(c, console, { refusals: done.refusals });
}
