/**
 * States as they change, as Server-Sent Events: of a run, an export, a fit, the states that its reader sees and their times, and nothing of
 * how far anything is. The record is the only source, so a stream that broke goes on where it was, at this gateway or another.
 *
 * @see WHATWG HTML §9.2 (server-sent events)
 */
import { Hono, type Context } from 'hono';
import { streamSSE, type SSEStreamingApi } from 'hono/streaming';
import { refuse } from '#policies/refusal.ts';
import type { Identity } from '../../accounts.ts';
import type { Office } from '../../office.ts';
import { respond } from '../../respond.ts';
import type { CallerEnv } from '../../stages/caller.ts';
import { show } from '../../stages/life-routes.ts';
import { watched, type WatchedLife } from './point-to.ts';
import { statesOf, type Told } from './states.ts';
import { whenGrown } from './when-grown.ts';

/** Streams that one person may have open. */
export const mostStreams = 8;

/** A comment so often keeps the way open, and shows whether anybody is there. */
const beatMs = 15_000;

export function eventRoutes(office: Office, identity: Identity): Hono<CallerEnv> {
  const app = new Hono<CallerEnv>();
  const open = new Map<string, number>();
  for (const [life, path] of Object.entries(watched) as [WatchedLife, string][])
    app.get(`${path}/:id/events`, (c) => {
      const { person } = c.get('caller');
      const asked = { id: c.req.param('id'), caller: c.get('caller') };
      const seen = show(office, life, asked);
      if (!seen.ok) return respond(c, seen);
      if (c.req.method === 'HEAD') return c.body(null, 200, { 'content-type': 'text/event-stream' });
      const count = open.get(person) ?? 0;
      if (count >= mostStreams) {
        c.header('retry-after', '10');
        return respond(c, refuse('E_CONNECTIONS', `Cannot open a stream: must be one of at most ${mostStreams}`));
      }
      open.set(person, count + 1);
      c.header('x-accel-buffering', 'no');
      return streamSSE(c, async (stream) => {
        try {
          await tell(c, stream, { office, identity, life, id: asked.id });
        } catch (error) {
          office.onError(error);
        } finally {
          open.set(person, (open.get(person) ?? 1) - 1);
        }
      });
    });
  return app;
}

interface Telling {
  readonly office: Office;
  readonly identity: Identity;
  readonly life: WatchedLife;
  readonly id: string;
}

/** Until an end state, or until the reader is gone, may no longer see it, or is nobody any more. */
async function tell(c: Context<CallerEnv>, stream: SSEStreamingApi, telling: Telling): Promise<void> {
  const { office, life, id } = telling;
  let last = lastSeen(c);
  const growth = whenGrown(office.record.read);
  stream.onAbort(growth.end);
  try {
    while (!stream.aborted && !stream.closed) {
      const caller = await stillCalling(c, telling.identity);
      if (!caller || !show(office, life, { id, caller }).ok) return;
      const states = statesOf(office.record.read, { life, id, reader: caller });
      for (const told of states.filter(({ seq }) => seq > last)) {
        await stream.writeSSE(eventOf(told));
        last = told.seq;
      }
      if (states.at(-1)?.isEnd) return;
      if (!(await growth.next(beatMs))) await stream.write(': \n\n');
    }
  } finally {
    growth.end();
  }
}

function eventOf({ seq, state, at }: Told) {
  return { id: String(seq), event: 'state', data: JSON.stringify({ state, at }) };
}

/** The place in the log of what the reader had last. */
function lastSeen(c: Context): number {
  const given = c.req.header('last-event-id') ?? '';
  return /^\d{1,15}$/.test(given) ? Number(given) : -1;
}

/** Whoever was suspended hears nothing more. The console answers for its own readers. */
async function stillCalling(c: Context<CallerEnv>, identity: Identity) {
  return c.env?.caller ?? (await identity.identify(c.req.raw));
}
