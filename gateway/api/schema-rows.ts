/** A schema as lines of a table: the way to each field, its type, whether it must be there. */
import { z } from 'zod';

export interface SchemaRow {
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
}

interface Form {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Form>>;
  readonly required?: readonly string[];
  readonly items?: Form;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Form[];
  readonly oneOf?: readonly Form[];
  readonly pattern?: string;
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
}

/** So deep does a table go; the description says the rest. */
const deepest = 3;

export function rowsOf(schema: z.ZodType, io: 'input' | 'output'): readonly SchemaRow[] {
  const form = z.toJSONSchema(schema, { io, unrepresentable: 'any', reused: 'inline', cycles: 'ref' }) as Form;
  return fieldsOf(form, '', 1);
}

function fieldsOf(form: Form, prefix: string, depth: number): readonly SchemaRow[] {
  return Object.entries(form.properties ?? {}).flatMap(([name, field]) => {
    const row = { name: prefix + name, type: typeOf(field), required: form.required?.includes(name) ?? false };
    const inner = field.type === 'array' ? field.items : field;
    const under = `${prefix}${name}${field.type === 'array' ? '[]' : ''}.`;
    return depth < deepest && inner ? [row, ...fieldsOf(inner, under, depth + 1)] : [row];
  });
}

function typeOf(form: Form): string {
  if (form.const !== undefined) return JSON.stringify(form.const);
  if (form.enum) return form.enum.map((one) => JSON.stringify(one)).join(' | ');
  const choices = form.anyOf ?? form.oneOf;
  if (choices) return choices.map(typeOf).join(' | ');
  if (form.type === 'array') return `array of ${form.items ? typeOf(form.items) : 'anything'}`;
  return [form.format ?? form.type ?? 'anything', rangeOf(form)].filter((part) => part !== '').join(' ');
}

/** No upper end is told where it is only that of whole numbers. */
function rangeOf({ minimum, maximum, minLength, maxLength }: Form): string {
  const [lo, hi] = [minimum ?? minLength, maximum ?? maxLength];
  const ends = [lo, hi !== undefined && hi < Number.MAX_SAFE_INTEGER ? hi : undefined];
  if (ends[0] === undefined && ends[1] === undefined) return '';
  return `${ends[0] ?? ''}…${ends[1] ?? ''}`;
}
