/** The console asks the API as everybody does, inside the process and in the name of who is before it: no page shows what the API would not. */
import type { Hono } from 'hono';
import type { CallerEnv } from '../stages/caller.ts';
import { clientOf, type Client } from '../client.ts';
import type { Caller } from '../accounts.ts';

export type Ask = (caller: Caller) => Client;

/** @param api the routes below `/api/v1` */
export function askThrough(api: Hono<CallerEnv>): Ask {
  return (caller) =>
    clientOf('', '', (url, init) => {
      const headers = new Headers(init.headers);
      headers.delete('authorization');
      return api.request(url.replace(/^\/api\/v1/, ''), { ...init, headers }, { caller });
    });
}
