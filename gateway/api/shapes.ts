/** Shapes of answers that several operations have. */
import { z } from 'zod';
import { roleTitles, type Role } from '#policies/procedure/roles.ts';

export const title = z.strictObject({ zh: z.string(), en: z.string() });
export const role = z.enum(Object.keys(roleTitles) as Role[]);
export const actor = z.strictObject({ person: z.string(), org: z.string(), role });
export const moment = z.iso.datetime({ precision: 3 });
export const whole = z.int().min(0);

/** A page of a long list. */
export function pageOf(item: z.ZodType): z.ZodObject {
  return listOf(item).extend({ next: z.string().optional() });
}

/** A list of things, all of them. */
export function listOf(item: z.ZodType): z.ZodObject {
  return z.strictObject({ items: z.array(item) });
}
