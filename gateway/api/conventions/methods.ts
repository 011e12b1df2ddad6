/** Why a request reached no operation: there is no such address, or not by this method. @see RFC 9110 §15.5.5, §15.5.6 */
import type { Context, Hono } from 'hono';
import { refuse } from '#policies/refusal.ts';
import { respond } from '../../respond.ts';

type Routes = Hono['routes'];

/** @param routes all that the application answers */
export function answerMissing(c: Context, routes: Routes): Response {
  const { method, path } = c.req;
  const allowed = methodsAt(path, routes);
  // The operation that there is has found nothing.
  if (allowed.length === 0 || allowed.includes(method))
    return respond(c, refuse('E_NOT_FOUND', `Cannot answer ${method} ${path}: there is no such operation`));
  c.header('allow', allowed.join(', '));
  return respond(c, refuse('E_METHOD', `Cannot answer ${method} ${path}: must be ${allowed.join(' or ')}`));
}

/** Who can be got can be asked for his head. Middleware stands at every method and says nothing. */
function methodsAt(path: string, routes: Routes): readonly string[] {
  const found = routes.filter((route) => route.method !== 'ALL' && patternOf(route.path).test(path));
  return [...new Set(found.flatMap(({ method }) => (method === 'GET' ? ['GET', 'HEAD'] : [method])))].sort();
}

const patterns = new Map<string, RegExp>();

/** `/runs/:id/events`, `/tile/:path{.+}`, `/style/*`. */
function patternOf(route: string): RegExp {
  const known = patterns.get(route);
  if (known) return known;
  const parts = route.split(/(:\w+(?:\{[^}]*\})?\??|\*)/).map((part) => {
    if (part === '*') return '.*';
    if (!part.startsWith(':')) return part.replaceAll(/[.+^$()|[\]\\]/g, String.raw`\$&`);
    const inner = /\{([^}]*)\}/.exec(part)?.[1] ?? '[^/]+';
    return `(?:${inner})`;
  });
  const made = new RegExp(`^${parts.join('')}/?$`);
  patterns.set(route, made);
  return made;
}
