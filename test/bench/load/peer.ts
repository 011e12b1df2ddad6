/** What stands beside the gateway: a bare Hono handler, and one that makes a single durable INSERT. A process of its own, as the gateway is. */
import { DatabaseSync } from 'node:sqlite';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';

const [file = ':memory:', read = '{}'] = process.argv.slice(2);
const db = new DatabaseSync(file);
db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE word (n INTEGER PRIMARY KEY, word TEXT)');
const insert = db.prepare('INSERT INTO word (word) VALUES (?)');
const answer: unknown = JSON.parse(read);

const app = new Hono();
app.get('/read', (c) => c.json(answer));
app.post('/write', async (c) => {
  const { lastInsertRowid } = insert.run(JSON.stringify(await c.req.json()).padEnd(1000));
  return c.json({ id: String(lastInsertRowid) }, 201);
});
serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, ({ port }) => console.log(`http://127.0.0.1:${port}`));
