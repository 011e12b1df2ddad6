/** The API as a program uses it: one call per operation, a refusal as an Outcome. */
import { z } from 'zod';
import { accept, rules, type Outcome, type Position, type Refusal, type RefusalCode } from '#policies/refusal.ts';

const problem = z.looseObject({
  code: z.custom<RefusalCode>((code) => typeof code === 'string' && Object.hasOwn(rules, code)),
  detail: z.string(),
  remedy: z.string(),
  /** Line and column count from 1. */
  where: z.object({ line: z.int(), column: z.int(), length: z.int().optional() }).optional(),
});
const problems = z.looseObject({ refusals: z.array(problem) });

export type Json = Record<string, unknown>;

export interface Client {
  /** POST with a body, GET without. */
  call(path: string, body?: unknown): Promise<Outcome<Json>>;
  bytes(path: string): Promise<Outcome<Uint8Array>>;
  /** Every thing of a list, page after page. */
  all(path: string): Promise<Outcome<readonly Json[]>>;
}

/** @param fetch the network, or an app's own `request` */
export function clientOf(
  base: string,
  token: string,
  fetch: (url: string, init: RequestInit) => Promise<Response> | Response,
): Client {
  const ask = async (path: string, body?: unknown): Promise<Response> =>
    fetch(`${base}/api/v1${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${token}`, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  const call: Client['call'] = async (path, body) => {
    const response = await ask(path, body);
    const value: unknown = await response.json();
    return response.ok ? { ok: true, value: value as Json } : refusalOf(value, body);
  };
  return {
    call,
    all: async (path) => {
      const items: Json[] = [];
      for (let after = ''; ;) {
        const page = await call(`${path}${path.includes('?') ? '&' : '?'}limit=500${after}`);
        if (!page.ok) return page;
        items.push(...(page.value['items'] as readonly Json[]));
        const { next } = page.value;
        if (typeof next !== 'string') return accept(items);
        after = `&after=${encodeURIComponent(next)}`;
      }
    },
    bytes: async (path) => {
      const response = await ask(path);
      return response.ok
        ? { ok: true, value: new Uint8Array(await response.arrayBuffer()) }
        : refusalOf(await response.json());
    },
  };
}

/** @param asked what the places are in, where it has a text of SQL */
function refusalOf(value: unknown, asked?: unknown): Outcome<never> {
  const parsed = problems.safeParse(value);
  const refusals = (parsed.success ? parsed.data.refusals : []).map(({ code, detail, remedy, where }): Refusal => {
    const place = where && placeOf(asked, where);
    return { code, detail, remedy, ...(place && { where: place }) };
  });
  const [first, ...rest] = refusals;
  return { ok: false, refusals: [first ?? { code: 'E_EXEC', detail: 'Cannot read the answer' }, ...rest] };
}

function placeOf(
  asked: unknown,
  { line, column, length }: NonNullable<z.output<typeof problem>['where']>,
): Position | undefined {
  if (typeof asked !== 'object' || asked === null || !('sql' in asked) || typeof asked.sql !== 'string')
    return undefined;
  const before = asked.sql
    .split('\n')
    .slice(0, line - 1)
    .reduce((sum, text) => sum + text.length + 1, 0);
  return { offset: before + column - 1, ...(length !== undefined && { length }) };
}
