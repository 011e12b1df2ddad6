/** The catalog of the demonstration city as an API, for a project that begins without a server: nobody's data, and no installation. */
import { Hono } from 'hono';
import type { CatalogEntry } from '#policies/catalog/entry.ts';
import { rulesInForce } from './rules.ts';

export function demonstrationApp(entries: readonly CatalogEntry[]): Hono {
  const app = new Hono().basePath('/api/v1');
  app.get('/catalog/entries', (c) =>
    c.json({ items: entries.map((entry) => ({ id: entry.id, state: 'published', entry })) }),
  );
  app.get('/catalog/search', (c) => c.json({ items: entries.map(({ id }) => ({ id })) }));
  app.get('/simulate/rules', (c) => c.json(rulesInForce()));
  return app;
}
