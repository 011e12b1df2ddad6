/** HTTP on the loopback address. Demonstration accounts exist only there. */
import { serve, type ServerType } from '@hono/node-server';
import type { Hono } from 'hono';

export interface Server extends AsyncDisposable {
  readonly url: string;
}

/** @param port 0 for any free one */
export async function listen(app: Hono, port: number): Promise<Server> {
  const hostname = '127.0.0.1';
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const server: ServerType = serve({ fetch: app.fetch, hostname, port }, (info) => resolve(info.port));
  server.once('error', reject);
  const bound = await promise;
  return {
    url: `http://${hostname}:${bound}`,
    [Symbol.asyncDispose]: () => new Promise<void>((done) => void server.close(() => done())),
  };
}
