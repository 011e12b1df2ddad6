/** A refusal as RFC 9457 problem details. @see respond.ts */
import { z } from 'zod';
import { rules, type RefusalCode } from '#policies/refusal.ts';

const one = z.looseObject({
  /** A page that says more. */
  type: z.string(),
  title: z.string(),
  status: z.int().min(400).max(599),
  code: z.enum(Object.keys(rules) as RefusalCode[]),
  /** Cannot *do what*: *must be so*; got *this*. */
  detail: z.string(),
  source: z.string(),
  remedy: z.string(),
  /** In the text that was sent, from 1. */
  where: z.strictObject({ line: z.int(), column: z.int(), length: z.int().optional() }).optional(),
});

/** The first refusal decides the status; all of them are in `refusals`. */
export const problem = one.extend({ refusals: z.array(one).min(1) });
