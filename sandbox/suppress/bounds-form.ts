/** The programs of the history guard as they cross to the suppression worker and back. @see policies/disclosure/history/bounds.ts */
import { z } from 'zod';

const whole = z.number().int();
const atoms = z.array(whole).readonly();
const about = { atoms, run: z.string(), label: z.string(), isNew: z.boolean() };

export const boundsProblem = z.strictObject({
  space: z.string(),
  run: z.string(),
  sizes: z.array(whole).readonly(),
  rows: z
    .array(
      z.strictObject({ ...about, range: z.strictObject({ lower: whole, upper: whole }).readonly().exactOptional() }),
    )
    .readonly(),
  targets: z.array(z.strictObject({ ...about, kind: z.enum(['hidden', 'denied']), size: whole, k: whole })).readonly(),
});

export const boundsAsk = z.strictObject({ problems: z.array(boundsProblem), tooLarge: whole });

export const boundsHits = z.array(
  z.array(
    z.strictObject({
      target: whole,
      below: whole,
      above: whole,
      isNews: z.boolean(),
      rows: z.array(whole).readonly(),
    }),
  ),
);
