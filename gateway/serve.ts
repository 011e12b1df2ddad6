/** HTTP at one address. TLS is ended by a proxy in front. */
import { serve, type ServerType } from '@hono/node-server';
import type { Hono } from 'hono';

export interface Server extends AsyncDisposable {
  readonly url: string;
}

export interface Address {
  readonly host?: string;
  /** 0 for any free one. */
  readonly port: number;
  /** How long answers under way are waited for when it is closed. */
  readonly patienceMs?: number;
}

/** Closing takes no new connection, waits for the answers under way, then cuts what is left, streams among it. */
export async function listen(app: Hono, { host = '127.0.0.1', port, patienceMs = 5_000 }: Address): Promise<Server> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const server: ServerType = serve({ fetch: app.fetch, hostname: host, port }, (info) => resolve(info.port));
  server.once('error', reject);
  const bound = await promise;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}`,
    [Symbol.asyncDispose]: async () => {
      const closed = new Promise<void>((done) => void server.close(() => done()));
      const cut = setTimeout(() => 'closeAllConnections' in server && server.closeAllConnections(), patienceMs);
      await closed;
      clearTimeout(cut);
    },
  };
}
