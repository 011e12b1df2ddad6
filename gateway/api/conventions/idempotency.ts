/**
 * `Idempotency-Key`: who does not know whether a request arrived sends it again with the same key, and it has one effect. The first event
 * that a request writes marks its key in the same transaction; whoever lost the key meanwhile writes nothing.
 *
 * @see draft-ietf-httpapi-idempotency-key-header-07; docs/decisions/054-api-conventions.md
 */
import type { Context, MiddlewareHandler } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { z } from 'zod';
import { refuse } from '#policies/refusal.ts';
import type { Office } from '../../office.ts';
import { underHold } from '../../record/request-hold.ts';
import type { Hold, RequestName } from '../../record/request-table.ts';
import { respond } from '../../respond.ts';
import type { CallerEnv } from '../../stages/caller.ts';
import { fingerprintOf, nameOf, openAnswer, parseKey, sealAnswer } from './idempotency-key.ts';

/** Keys are forgotten after a day. */
export const keptMs = 24 * 3_600_000;

/** A gateway that was not heard of for so long has lost its requests; none of them takes longer. */
const leaseMs = 5 * 60_000;

/** They ask and change nothing: a key of theirs is not looked at. */
const questions = ['/simulate/query', '/simulate/explain', '/simulate/fits/plan'];

const kept = z.object({ status: z.int(), headers: z.record(z.string(), z.string()), body: z.string() });

const headersKept = ['content-type', 'location', 'link', 'etag'];

/** What of an office it uses. */
type Keeping = Pick<Office, 'record' | 'name'>;

/** To stand behind whoever says who is calling, for a key is of a caller. */
export function idempotency(office: Keeping): MiddlewareHandler<CallerEnv> {
  return async (c, next) => {
    const given = c.req.header('idempotency-key');
    const path = pathOf(c);
    if (given === undefined || isSafe(c.req.method) || questions.includes(path.replace(/\?.*/, ''))) return next();
    const key = parseKey(given);
    if (!key.ok) return respond(c, key);
    const name = nameOf(c.get('caller'), key.value);
    const { method } = c.req;
    const condition = c.req.header('if-match') ?? '';
    const body = new Uint8Array(await c.req.arrayBuffer());
    const fingerprint = fingerprintOf({ method, path, condition, body });
    const { requests } = office.record;
    const claim = { ...name, fingerprint, holder: office.name, now: Date.now(), leaseMs, keptMs };
    const claimed = await requests.claim(claim);
    switch (claimed.kind) {
      case 'yours':
        return doOnce(c, office, { hold: claimed.hold, key: key.value, next });
      case 'answered':
        return replay(c, { name, key: key.value, answer: claimed.answer });
      case 'cut':
        return respond(c, refuse('E_REPLAY', `Cannot answer again: ${writtenBy(office, claimed.seq)}`));
      case 'busy':
        c.header('retry-after', '1');
        return respond(c, refuse('E_REPLAY', 'Cannot answer yet: the request of this key must end first'));
      case 'other':
        return respond(c, refuse('E_IDEMPOTENCY', 'Cannot use the key: must be new, or come with the same request'));
    }
  };
}

interface Once {
  readonly hold: Hold;
  readonly key: string;
  readonly next: () => Promise<void>;
}

/** What fails for reasons of ours may be sent again, unless it has written something. */
async function doOnce(c: Context<CallerEnv>, { record }: Keeping, { hold, key, next }: Once): Promise<undefined> {
  await underHold(hold, next);
  if (c.res.status >= 500) await record.requests.drop(hold);
  else await record.requests.keep(hold, await answerOf(c, hold, key));
  return undefined;
}

/** Null for what must not be stored: a secret that is told once, a file. @see RFC 9111 §5.2.2.5 */
async function answerOf({ res }: Context, hold: Hold, key: string): Promise<string | null> {
  const isJson = /^application\/(problem\+)?json/.test(res.headers.get('content-type') ?? '');
  if (!isJson || res.headers.get('cache-control')?.includes('no-store')) return null;
  const headers = headersKept.flatMap((name) => {
    const value = res.headers.get(name);
    return value === null ? [] : [[name, value] as const];
  });
  const body = await res.clone().text();
  return sealAnswer(key, hold, JSON.stringify({ status: res.status, headers: Object.fromEntries(headers), body }));
}

interface Kept {
  readonly name: RequestName;
  readonly key: string;
  readonly answer: string | undefined;
}

function replay(c: Context, { name, key, answer }: Kept): Response {
  if (answer === undefined)
    return respond(
      c,
      refuse('E_REPLAY', 'Cannot answer again: the request is done, and its answer was given once and not kept', {
        remedy: 'Look at what it made. If it was a secret that is lost, revoke it and ask for another with a new key.',
      }),
    );
  const { status, headers, body } = kept.parse(JSON.parse(openAnswer(key, name, answer)));
  return c.body(body, status as ContentfulStatusCode, { ...headers, 'idempotency-replayed': 'true' });
}

function writtenBy({ record }: Keeping, seq: number): string {
  const [thing] = record.read.entry(seq)?.entry.subjects ?? [];
  return `it was done, and failed before its answer; look at ${thing ?? 'what it was to make'}`;
}

function isSafe(method: string): boolean {
  return method === 'GET' || method === 'HEAD';
}

/** The console asks without the prefix. */
function pathOf(c: Context): string {
  const { pathname, search } = new URL(c.req.url);
  return pathname.replace(/^\/api\/v1/, '') + search;
}
