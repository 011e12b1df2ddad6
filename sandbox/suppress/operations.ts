/** What a suppression worker can be asked. Functions do not cross: implicit cells come as demands. */
import { z } from 'zod';
import type { Operations } from '../rpc.ts';

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

export const suppressOperations = {
  protect: {
    ask: z.strictObject({
      leafCount: z.number(),
      cells: z.array(cell).readonly(),
      demands: z.array(target).readonly(),
    }),
    answer: protection,
  },
} as const satisfies Operations;
