/** What a sent form says, as the body of a command. Names of fields are paths: `request.datasets.0.table`. Empty optional fields say nothing. */
import { textOf } from '../html.ts';
import { controlOf, type FieldSchema } from './schema.ts';

export type Sent = ReadonlyMap<string, readonly string[]>;

export function sentOf(form: FormData): Sent {
  const sent = new Map<string, string[]>();
  for (const [name, value] of form) {
    if (typeof value === 'string') sent.set(name, [...(sent.get(name) ?? []), value]);
  }
  return sent;
}

/** The value at this path, undefined where the form says nothing. Texts that are no number or no JSON go on as they are: the schema refuses them. */
export function valueOf(schema: FieldSchema, sent: Sent, path: string): unknown {
  const [text = ''] = sent.get(path) ?? [];
  switch (controlOf(schema)) {
    case 'fixed':
      return schema.const;
    case 'yes':
      return sent.has(path);
    case 'number':
      return text.trim() === '' ? undefined : numberOf(text);
    case 'choice':
    case 'line':
    case 'text':
      return text === '' ? undefined : text;
    case 'lines':
      return listOf(
        text.split('\n').map((line) => line.trim()),
        schema,
      );
    case 'choices':
      return listOf(sent.get(path) ?? [], schema);
    case 'group':
      return groupOf(schema, sent, path);
    case 'groups':
      return rowsOf(schema, sent, path);
    case 'json':
      return text.trim() === '' ? undefined : jsonOf(text);
  }
}

function numberOf(text: string): unknown {
  const value = Number(text);
  return Number.isNaN(value) ? text : value;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function listOf(given: readonly string[], schema: FieldSchema): unknown {
  const texts = given.filter((text) => text !== '');
  return texts.length === 0 && schema.default !== undefined ? undefined : texts;
}

/** Undefined where nothing in it was filled in, so that an optional group can be left out. */
function groupOf(schema: FieldSchema, sent: Sent, path: string): unknown {
  const fields = Object.entries(schema.properties ?? {}).map(([name, field]) => ({
    name,
    value: valueOf(field, sent, join(path, name)),
    isGiven: isGiven(field, sent, join(path, name)),
  }));
  if (path !== '' && !fields.some(({ isGiven: given }) => given)) return undefined;
  const required = schema.required ?? [];
  const kept = fields.filter(
    ({ name, value, isGiven: given }) => value !== undefined && (given || required.includes(name)),
  );
  return Object.fromEntries(kept.map(({ name, value }) => [name, value]));
}

/** Whether somebody filled it in: a box that is not ticked and a list without a line are not. */
function isGiven(schema: FieldSchema, sent: Sent, path: string): boolean {
  const control = controlOf(schema);
  if (control === 'fixed') return false;
  if (control === 'group')
    return Object.entries(schema.properties ?? {}).some(([name, field]) => isGiven(field, sent, join(path, name)));
  if (control === 'groups') return rowCount(sent, path) > 0 && rowsOf(schema, sent, path).length > 0;
  return (sent.get(path) ?? []).some((text) => text.trim() !== '');
}

function rowsOf({ items = {} }: FieldSchema, sent: Sent, path: string): readonly unknown[] {
  return Array.from({ length: rowCount(sent, path) }, (_, at) => groupOf(items, sent, join(path, String(at)))).filter(
    (row) => row !== undefined,
  );
}

/** How many rows of a list were on the form. */
export function rowCount(sent: Sent, path: string): number {
  const start = `${path}.`;
  const rows = [...sent.keys()]
    .filter((name) => name.startsWith(start))
    .map((name) => Number.parseInt(name.slice(start.length), 10));
  return Math.max(-1, ...rows.filter(Number.isInteger)) + 1;
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

/** The other way: an existing value as a form would have sent it. */
export function sentFrom(schema: FieldSchema, value: unknown, path = ''): Sent {
  const sent = new Map<string, readonly string[]>();
  fill(sent, schema, { value, path });
  return sent;
}

function fill(
  sent: Map<string, readonly string[]>,
  schema: FieldSchema,
  { value, path }: { value: unknown; path: string },
): void {
  if (value === undefined || value === null) return;
  switch (controlOf(schema)) {
    case 'fixed':
      return;
    case 'yes':
      if (value === true) sent.set(path, ['on']);
      return;
    case 'lines':
      sent.set(path, [(value as readonly unknown[]).map(textOf).join('\n')]);
      return;
    case 'choices':
      sent.set(path, (value as readonly unknown[]).map(textOf));
      return;
    case 'group':
      for (const [name, field] of Object.entries(schema.properties ?? {}))
        fill(sent, field, { value: (value as Readonly<Record<string, unknown>>)[name], path: join(path, name) });
      return;
    case 'groups':
      for (const [at, row] of (value as readonly unknown[]).entries())
        fill(sent, schema.items ?? {}, { value: row, path: join(path, String(at)) });
      return;
    case 'json':
      sent.set(path, [JSON.stringify(value, undefined, 2)]);
      return;
    case 'number':
    case 'choice':
    case 'line':
    case 'text':
      sent.set(path, [textOf(value)]);
  }
}
