/** What a suppression worker can be asked. Functions do not cross: implicit cells come as demands. */
import { z } from 'zod';
import { releaseSettings } from '#policies/disclosure/release-settings.ts';
import { treatmentLabelSchema } from '#policies/disclosure/treat/label.ts';
import type { Operations } from '../rpc.ts';
import { boundsHits, boundsProblem } from './bounds-form.ts';

const numbers = z.array(z.number()).readonly();
const range = z.strictObject({ lower: z.number(), upper: z.number() }).readonly();

const cell = z.strictObject({
  leaves: numbers,
  value: z.number(),
  status: z.enum(['open', 'primary', 'absent']),
  protection: range.exactOptional(),
  prior: range.exactOptional(),
  weight: z.number(),
  wish: z.enum(['publish', 'hide']).exactOptional(),
  singleton: z.number().exactOptional(),
  level: z.number().exactOptional(),
});
const target = z.strictObject({ leaves: numbers, lower: z.number(), upper: z.number(), cells: numbers });

const protection = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('protected'),
    secondary: numbers,
    intervals: z.array(z.strictObject({ cell: z.number(), lower: z.number(), upper: z.number() })).readonly(),
    insiders: z.array(z.strictObject({ singleton: z.number(), cell: z.number() })).readonly(),
    programs: z.number(),
  }),
  z.strictObject({ kind: z.literal('infeasible'), cells: numbers }),
]);

const scalars = z.array(z.union([z.string(), z.number(), z.boolean(), z.null()])).readonly();
const marks = z.array(z.boolean()).readonly();
const released = { grouping: z.number(), keys: scalars, values: scalars, hidden: marks };

/** Record keys do not come here: whoever rounds needs none. */
const treatable = z.strictObject({ ...released, exact: scalars, leaves: numbers, absent: z.boolean() });

export const suppressOperations = {
  protect: {
    ask: z.strictObject({
      leafCount: z.number(),
      cells: z.array(cell).readonly(),
      demands: z.array(target).readonly(),
      /** Seconds of work for a pattern that loses less. @see exact.ts */
      polishSeconds: z.number().min(0).exactOptional(),
    }),
    answer: z.strictObject({ protection, spent: z.number() }),
  },
  /** What releases together tell of hidden cells by bounds. @see policies/disclosure/history/bounds-audit.ts */
  bounds: {
    ask: z.strictObject({ problems: z.array(boundsProblem) }),
    answer: z.strictObject({ hits: boundsHits }),
  },
  /** Rounds the counts of a table; refuses E_TREATMENT where no table was found in time. */
  treat: {
    ask: z.strictObject({
      statistics: z.array(z.enum(['count', 'count_distinct'])).readonly(),
      leafCount: z.number(),
      cells: z.array(treatable).readonly(),
      settings: releaseSettings.pick({ treatment: true, base: true, profile: true, exactPolish: true }),
    }),
    answer: z.strictObject({
      cells: z.array(z.strictObject(released)).readonly(),
      label: treatmentLabelSchema,
      beyondNearest: z.boolean(),
    }),
  },
} as const satisfies Operations;
