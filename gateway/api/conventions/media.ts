/** Bodies are JSON. @see RFC 9110 §15.5.16 */
import { createMiddleware } from 'hono/factory';
import { refuse } from '#policies/refusal.ts';
import { respond } from '../../respond.ts';

/** Text is taken for JSON, because programs that say nothing of a body are made to say this of it. */
const readable = /^\s*(?:application\/(?:[\w.!#$&^-]+\+)?json|text\/plain)\s*(?:;|$)/i;

/** Refuses E_MEDIA for a body that says it is something else. */
export const requireJson = createMiddleware(async (c, next) => {
  const type = c.req.header('content-type');
  if (c.req.method === 'GET' || type === undefined || readable.test(type)) return next();
  if ((await c.req.arrayBuffer()).byteLength === 0) return next();
  return respond(c, refuse('E_MEDIA', 'Cannot read the body: must be application/json; got another form'));
});
