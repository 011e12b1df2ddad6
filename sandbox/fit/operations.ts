/** What the process of a fit can be asked. It runs no text of a vendor: plan and SQL are made from the catalog. */
import { z } from 'zod';
import { fitPlan } from '#policies/simulation/fit-plan.ts';
import { fittedModel } from '#policies/simulation/fitted.ts';
import type { Operations } from '../rpc.ts';

export const fitOperations = {
  /** Reads the rows, measures with noise, infers. Once per process; the rows stay in memory for the report. */
  fit: {
    ask: z.strictObject({
      plan: fitPlan,
      /** Private files, under the id of their entry. */
      attach: z.array(z.strictObject({ name: z.string(), path: z.string() })),
      memoryLimitMb: z.int().positive(),
      threads: z.int().positive(),
      temp: z.string(),
      /** Which units are held out, in hexadecimal. */
      holdoutKey: z.string().regex(/^[0-9a-f]{64}$/),
      /** File that says how far the work is: for the owner, since it follows the rows. */
      progress: z.string(),
    }),
    answer: z.strictObject({ model: fittedModel }),
  },
  /** Compares rows drawn from the model with those that it was fitted to and those that were held out. */
  report: {
    ask: z.strictObject({
      model: fittedModel,
      /** Hash of the model. */
      hash: z.string(),
      epsilon: z.number(),
      delta: z.number(),
      seed: z.int(),
      predict: z.array(z.strictObject({ table: z.string(), column: z.string() })),
    }),
    answer: z.strictObject({ json: z.string(), page: z.string() }),
  },
} as const satisfies Operations;
