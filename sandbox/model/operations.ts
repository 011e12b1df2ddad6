/** What a model worker can be asked: to take rows, part by part, and then to train on them and judge what came out. Once per worker. */
import { z } from 'zod';
import { exactCardSchema } from '#policies/disclosure/model/card.ts';
import { modelFinding } from '#policies/disclosure/model/finding.ts';
import { fieldSchemas } from '#policies/privacy/train/card-schema.ts';
import { exactProgramCard } from '#policies/program/models/card.ts';
import type { Operations } from '../rpc.ts';

const training = z.strictObject({
  ...fieldSchemas,
  intercept: z.boolean(),
  rowsPerUnit: z.literal(1),
});

const asked = { profile: z.enum(['open', 'standard', 'sensitive']), k: z.number().int() };

export const modelOperations = {
  /** One list of numbers for each feature, then the target. */
  take: { ask: z.strictObject({ columns: z.array(z.array(z.number())) }), answer: z.strictObject({}) },
  train: {
    ask: z.strictObject({ training, ...asked }),
    answer: z.strictObject({ card: exactCardSchema, finding: modelFinding }),
  },
  /** The checks of a model that a program made of these rows; `given` are its numbers before they were rounded. */
  judge: {
    ask: z.strictObject({ card: exactProgramCard, given: z.array(z.number()), ...asked }),
    answer: z.strictObject({ finding: modelFinding }),
  },
} as const satisfies Operations;
