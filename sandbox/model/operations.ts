/** What a model worker can be asked: to take rows, part by part, and then to train on them and judge what came out. Once per worker. */
import { z } from 'zod';
import { exactCardSchema } from '#policies/disclosure/model/card.ts';
import { modelFinding } from '#policies/disclosure/model/finding.ts';
import { fieldSchemas } from '#policies/privacy/train/card-schema.ts';
import type { Operations } from '../rpc.ts';

const training = z.strictObject({
  ...fieldSchemas,
  intercept: z.boolean(),
  rowsPerUnit: z.literal(1),
});

export const modelOperations = {
  /** One list of numbers for each feature, then the target. */
  take: { ask: z.strictObject({ columns: z.array(z.array(z.number())) }), answer: z.strictObject({}) },
  train: {
    ask: z.strictObject({ training, profile: z.enum(['open', 'standard', 'sensitive']), k: z.number().int() }),
    answer: z.strictObject({ card: exactCardSchema, finding: modelFinding }),
  },
} as const satisfies Operations;
