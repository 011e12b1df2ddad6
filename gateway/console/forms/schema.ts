/** What a form must ask for a command: the schema that validates it, as JSON Schema. One schema, so a form cannot ask for what is refused. */
import { z } from 'zod';
import { lives, type LifeName } from '#policies/procedure/lives.ts';

/** The part of JSON Schema that zod makes of our commands. */
export interface FieldSchema {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, FieldSchema>>;
  readonly required?: readonly string[];
  readonly items?: FieldSchema;
  readonly additionalProperties?: FieldSchema | boolean;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly pattern?: string;
  readonly format?: string;
  readonly oneOf?: readonly FieldSchema[];
  readonly anyOf?: readonly FieldSchema[];
  readonly default?: unknown;
}

const made = new Map<string, FieldSchema>();

/** The fields of a command besides its type. */
export function schemaOf(life: LifeName, command: string): FieldSchema {
  const key = `${life}.${command}`;
  const known = made.get(key) ?? build(life, command);
  made.set(key, known);
  return known;
}

function build(life: LifeName, command: string): FieldSchema {
  const whole = z.toJSONSchema(lives[life].command, { io: 'input', unrepresentable: 'any', reused: 'inline' });
  const { oneOf, anyOf, ...single } = whole as FieldSchema;
  const found = (oneOf ?? anyOf ?? [single]).find(({ properties }) => properties?.['type']?.const === command);
  if (!found) throw new Error(`Cannot make a form: ${command} must be a command of ${life}`);
  const { type: _, ...properties } = found.properties ?? {};
  return { ...found, properties, required: (found.required ?? []).filter((name) => name !== 'type') };
}

/** How a field is asked for: `json` where no plainer way has all of its values. */
export type Control =
  'fixed' | 'choice' | 'yes' | 'number' | 'line' | 'text' | 'lines' | 'choices' | 'group' | 'groups' | 'json';

/** Longer texts get several lines. */
const longLine = 200;

export function controlOf(schema: FieldSchema): Control {
  if (schema.const !== undefined) return 'fixed';
  if (schema.enum) return 'choice';
  if (schema.type === 'boolean') return 'yes';
  if (schema.type === 'number' || schema.type === 'integer') return 'number';
  if (schema.type === 'string') return (schema.maxLength ?? 0) > longLine ? 'text' : 'line';
  if (schema.type === 'object' && schema.properties) return 'group';
  if (schema.type === 'array' && schema.items) return manyOf(schema.items);
  return 'json';
}

function manyOf(items: FieldSchema): Control {
  if (items.enum) return 'choices';
  if (items.type === 'string') return 'lines';
  return items.type === 'object' && items.properties ? 'groups' : 'json';
}
