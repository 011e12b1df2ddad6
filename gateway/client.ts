/** The API as a program uses it: one call per operation, a refusal as an Outcome. */
import { z } from 'zod';
import { rules, type Outcome, type Refusal, type RefusalCode } from '#policies/refusal.ts';

const problem = z.looseObject({
  code: z.custom<RefusalCode>((code) => typeof code === 'string' && Object.hasOwn(rules, code)),
  detail: z.string(),
  remedy: z.string(),
});
const problems = z.looseObject({ refusals: z.array(problem) });

export type Json = Record<string, unknown>;

export interface Client {
  /** POST with a body, GET without. */
  call(path: string, body?: unknown): Promise<Outcome<Json>>;
  bytes(path: string): Promise<Outcome<Uint8Array>>;
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
  return {
    call: async (path, body) => {
      const response = await ask(path, body);
      const value: unknown = await response.json();
      return response.ok ? { ok: true, value: value as Json } : refusalOf(value);
    },
    bytes: async (path) => {
      const response = await ask(path);
      return response.ok
        ? { ok: true, value: new Uint8Array(await response.arrayBuffer()) }
        : refusalOf(await response.json());
    },
  };
}

function refusalOf(value: unknown): Outcome<never> {
  const parsed = problems.safeParse(value);
  const refusals = (parsed.success ? parsed.data.refusals : []).map(({ code, detail, remedy }): Refusal => ({
    code,
    detail,
    remedy,
  }));
  const [first, ...rest] = refusals;
  return { ok: false, refusals: [first ?? { code: 'E_EXEC', detail: 'Cannot read the answer' }, ...rest] };
}
