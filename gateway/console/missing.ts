/** Nothing is at this address: for who reads, a page of the console; programs get problem details. */
import type { Context } from 'hono';
import { refuse } from '#policies/refusal.ts';
import { refused } from './forms/refused.ts';
import { page } from './frame.ts';
import { viewFor, type View } from './view.ts';

/** Whether a page is what was asked for. */
export function wantsPage(c: Context): boolean {
  return c.req.method === 'GET' && !c.req.path.startsWith('/api/v1') && (c.req.header('accept') ?? '').includes('html');
}

export async function missingPage(c: Context): Promise<Response> {
  const known = c.get('view') as View | undefined;
  const view = viewFor(c, known?.viewer, known?.stop);
  const none = refuse('E_NOT_FOUND', `Cannot show ${c.req.path}: there is no such page`);
  const title = { zh: '没有此页面', en: 'There is no such page' };
  return c.html(await page(view, { title, body: refused(view, none.ok ? [] : none.refusals) }), 404);
}
