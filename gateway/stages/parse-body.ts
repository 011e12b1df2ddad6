/** Step *parse*: a JSON body through a schema, or a refusal that names the field. */
import type { Context } from 'hono';
import { z } from 'zod';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';

export async function parseBody<Schema extends z.ZodType>(
  c: Context,
  schema: Schema,
): Promise<Outcome<z.output<Schema>>> {
  const text = await c.req.text();
  const value = parseJson(text === '' ? '{}' : text);
  if (value === undefined) return refuse('E_INPUT', 'Cannot read the body: must be JSON');
  const parsed = schema.safeParse(value);
  return parsed.success
    ? accept(parsed.data)
    : refuse('E_INPUT', `Cannot read the body: ${z.prettifyError(parsed.error)}`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
