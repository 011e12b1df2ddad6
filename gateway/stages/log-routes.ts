/**
 * The log as files. At the public prefix: checkpoint, policy and hashes, which say nothing of the entries, because each leaf holds a
 * commitment with 32 random bytes. Behind the tokens of the supervising bodies: the entries too.
 *
 * @see C2SP tlog-tiles; record.md §1 rule 2
 */
import { Hono, type Context } from 'hono';
import { supervising } from '#policies/procedure/roles.ts';
import { refuse } from '#policies/refusal.ts';
import { parseTilePath } from '#policies/record/tiles.ts';
import type { Office } from '../office.ts';
import { policyText, publishedCheckpoint } from '../published.ts';
import { tileBytes } from '../record/tile-bytes.ts';
import { respond } from '../respond.ts';
import type { CallerEnv } from './caller.ts';

/** A tile of a given width never changes; one of entries must not lie in a cache that others use. */
const forever = 'max-age=31536000, immutable';

/** What anybody may have. */
export function publicLogRoutes(office: Office): Hono {
  const app = new Hono();
  app.get('/checkpoint', checkpointOf(office));
  app.get('/policy.txt', (c) => policy(c, office));
  app.get('/tile/:path{.+}', (c) => tile(c, office, 'hashes'));
  return app;
}

/** The same with the entries, for the supervising bodies. @see AO-30-1, DC-13 */
export function auditorLogRoutes(office: Office): Hono<CallerEnv> {
  const app = new Hono<CallerEnv>();
  app.use(async (c, next) => {
    const { role } = c.get('caller');
    if (!supervising.includes(role))
      return respond(c, refuse('E_ROLE', `Cannot read the log: must be a supervising body; got ${role}`));
    await next();
    return undefined;
  });
  app.get('/checkpoint', checkpointOf(office));
  app.get('/policy.txt', (c) => policy(c, office));
  app.get('/tile/:path{.+}', (c) => tile(c, office, 'entries'));
  return app;
}

/** The newest that a quorum cosigned: while the witnesses cannot be reached, the last one that was given. */
function checkpointOf(office: Office): (c: Context) => Promise<Response> {
  let last: string | undefined;
  return async (c) => {
    const newest = await publishedCheckpoint(office);
    if (newest.ok) last = newest.value;
    const isAway = !newest.ok && newest.refusals[0].code === 'E_WITNESS';
    const given = newest.ok || isAway ? last : undefined;
    return given === undefined ? respond(c, newest) : c.text(given, 200, { 'cache-control': 'max-age=1' });
  };
}

function policy(c: Context, office: Office): Response {
  return c.text(policyText(office));
}

function tile(c: Context, office: Office, depth: 'hashes' | 'entries'): Response {
  const asked = parseTilePath(`tile/${c.req.param('path') ?? ''}`);
  if (asked?.level === 'entries' && depth === 'hashes')
    return respond(
      c,
      refuse('E_AUTH', 'Cannot give entries here: must be asked under /api/v1/log by a supervising body'),
    );
  const bytes = asked && tileBytes(office.record, asked);
  if (!bytes) return respond(c, refuse('E_NOT_FOUND', 'Cannot give the tile: must be one of the tree as it is now'));
  const cache = `${asked.level === 'entries' ? 'private' : 'public'}, ${forever}`;
  return c.body(Uint8Array.from(bytes), 200, { 'content-type': 'application/octet-stream', 'cache-control': cache });
}
