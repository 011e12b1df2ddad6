/** The shape of what checkers see of a result: nothing in it is a value. */
import { z } from 'zod';
import { tableEvidence } from '#policies/disclosure/decision/evidence.ts';

/** Of a model: its structure and what was tested, without a figure. */
export const modelEvidence = z.strictObject({
  family: z.string(),
  maker: z.enum(['program', 'trainer']),
  lane: z.enum(['exact', 'private']),
  features: z.int().min(0),
  parameters: z.int().min(0),
  checks: z.array(z.strictObject({ name: z.string(), verdict: z.enum(['pass', 'review', 'fail']), limit: z.number() })),
});
export type ModelEvidence = z.output<typeof modelEvidence>;

/** `table` is absent where no cell was judged: of public data, behind noise, and of a model. */
export const resultEvidence = z.strictObject({
  table: tableEvidence.exactOptional(),
  model: modelEvidence.exactOptional(),
});
export type ResultEvidence = z.output<typeof resultEvidence>;
