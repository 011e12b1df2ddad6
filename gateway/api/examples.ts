/** A well-formed body for every command, field by field. */
import { z } from 'zod';
import type { LifeName } from '#policies/procedure/lives.ts';
import { exampleFields } from './example-fields.ts';

/** Where a command is well formed only if its fields agree with each other. */
const whole: Readonly<Record<string, object>> = {
  'calendarYear.enter': { year: 2027 },
  'demand.submit': { channel: 'online' },
};

/** Optional fields that an example is clearer with. */
const shown = new Set(['toVendor']);

export function exampleBody(life: LifeName, command: string, form: z.ZodObject): object {
  const fields = Object.entries(form.shape).flatMap(([name, schema]) => {
    const value = valueOf(name, schema as z.ZodType);
    return value === undefined ? [] : [[name, value]];
  });
  return { ...Object.fromEntries(fields), ...whole[`${life}.${command}`] };
}

function valueOf(name: string, schema: z.ZodType): unknown {
  if (schema instanceof z.ZodExactOptional || schema instanceof z.ZodOptional)
    return shown.has(name) ? '请调整' : undefined;
  const known = exampleFields[name]?.find((value) => schema.safeParse(value).success);
  if (known !== undefined) return known;
  return fallbacks(schema).find((value) => schema.safeParse(value).success);
}

function fallbacks(schema: z.ZodType): readonly unknown[] {
  const choices: readonly unknown[] = schema instanceof z.ZodEnum ? schema.options : [];
  return [...choices, '已核实', 'one', 1, true, []];
}
