/** `/healthz`: the process answers. `/readyz`: it can do its work. `/metrics`: for Prometheus, to who has its token. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { Hono } from 'hono';
import { refuse } from '#policies/refusal.ts';
import type { Office } from '../office.ts';
import { respond } from '../respond.ts';
import type { Meters } from './meters.ts';

export interface Watched {
  readonly office: Office;
  readonly meters: Meters;
  /** Where there is none, everybody may read what is measured: on the loopback address of a demonstration. */
  readonly metricsToken: string | undefined;
  readonly isEnding: () => boolean;
}

export function healthRoutes({ office, meters, metricsToken, isEnding }: Watched): Hono {
  const app = new Hono();
  app.get('/healthz', (c) => c.json({ ok: true }));
  app.get('/readyz', async (c) => {
    const checks = await readiness(office, isEnding);
    return c.json(checks, Object.values(checks).every(Boolean) ? 200 : 503, { 'cache-control': 'no-store' });
  });
  app.get('/metrics', async (c) => {
    if (metricsToken !== undefined && !isToken(c.req.header('authorization'), metricsToken))
      return respond(c, refuse('E_AUTH', 'Cannot tell what is measured: must be sent with the token of the metrics'));
    return c.body(await meters.registry.metrics(), 200, { 'content-type': meters.registry.contentType });
  });
  return app;
}

/** Each tried, none guessed; that it is not so is all that is told. */
async function readiness(
  { record, domain }: Office,
  isEnding: () => boolean,
): Promise<Readonly<Record<string, boolean>>> {
  const [witnessed, answers] = await Promise.all([
    record.checkpoint().then(
      ({ ok }) => ok,
      () => false,
    ),
    domain.isolation({}).then(
      ({ ok }) => ok,
      () => false,
    ),
  ]);
  return { open: !isEnding(), record: record.read.size() >= 0, witnessed, domain: answers };
}

function isToken(header: string | undefined, token: string): boolean {
  return timingSafeEqual(digest(header ?? ''), digest(`Bearer ${token}`));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
