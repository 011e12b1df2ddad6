/** `GET /openapi.json`: made once, and known by its hash from then on. */
import { createHash } from 'node:crypto';
import { Hono } from 'hono';
import { describeApi } from './openapi.ts';

/** As long as the gateway runs it does not change; another version may answer tomorrow. */
const cache = 'public, max-age=300';

export function descriptionRoutes(): Hono {
  const app = new Hono();
  app.get('/openapi.json', (c) => {
    const { text, tag } = made();
    const headers = { etag: tag, 'cache-control': cache };
    if (c.req.header('if-none-match') === tag) return c.body(null, 304, headers);
    return c.body(text, 200, { ...headers, 'content-type': 'application/json' });
  });
  return app;
}

interface Made {
  readonly text: string;
  readonly tag: string;
}

let last: Made | undefined;

function made(): Made {
  if (last) return last;
  const text = JSON.stringify(describeApi());
  last = { text, tag: `"${createHash('sha256').update(text).digest('base64url')}"` };
  return last;
}
