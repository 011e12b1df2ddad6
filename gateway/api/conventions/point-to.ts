/** Where a thing that was begun is to be looked at, and where its states are told as they change. @see RFC 9110 §10.2.2; RFC 5989 §5 (monitor) */
import type { Context } from 'hono';
import type { LifeName } from '#policies/procedure/lives.ts';

/** The lives whose states are told as they change, with the paths below `/api/v1`. */
export const watched = {
  run: '/run/runs',
  export: '/export/exports',
  fit: '/simulate/fits',
} as const satisfies Partial<Record<LifeName, string>>;

export type WatchedLife = keyof typeof watched;

export function isWatched(life: LifeName): life is WatchedLife {
  return Object.hasOwn(watched, life);
}

/** The address is that of the list, and the id: a command that begins a thing is sent to the list. The console asks without the prefix. */
export function pointTo(c: Context, life: LifeName, id: string): void {
  const list = new URL(c.req.url).pathname.replace(/^\/api\/v1|\/$/g, '');
  c.header('location', `/api/v1${list}/${encodeURIComponent(id)}`);
  if (isWatched(life)) c.header('link', `</api/v1${watched[life]}/${id}/events>; rel="monitor"`, { append: true });
}
