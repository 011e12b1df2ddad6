/** What an ingest worker can be asked: one thing, then it ends. */
import { z } from 'zod';
import type { Operations } from '../rpc.ts';

export const ingestOperations = {
  ingest: {
    ask: z.strictObject({
      entry: z.unknown(),
      files: z.record(z.string(), z.string()),
      options: z.unknown().optional(),
      root: z.string(),
      now: z.string(),
    }),
    answer: z.strictObject({ entry: z.string(), snapshot: z.string(), entryHash: z.string(), contentHash: z.string() }),
  },
  /** The private file of simulation data, unless it is there and current. */
  publishSimulation: {
    ask: z.strictObject({ entry: z.unknown(), folder: z.string() }),
    answer: z.strictObject({}),
  },
} as const satisfies Operations;
