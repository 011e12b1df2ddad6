/** The form of a kept model card, for whoever reads one back. */
import { z } from 'zod';
import { idSpace } from '../../units.ts';
import type { ModelCard } from './model.ts';

const number = z.strictObject({ kind: z.literal('number'), name: z.string(), lo: z.number(), hi: z.number() });
const category = z.strictObject({
  kind: z.literal('category'),
  name: z.string(),
  values: z.array(z.string()).readonly(),
});
const binary = z.strictObject({ kind: z.literal('binary'), name: z.string() });

/** The columns of a model with what is declared of them. */
export const fieldSchemas = {
  target: z.discriminatedUnion('kind', [number, binary]),
  features: z.array(z.discriminatedUnion('kind', [number, category])).readonly(),
};

const coefficient = z.strictObject({
  feature: z.string(),
  value: z.string().exactOptional(),
  coefficient: z.number(),
  interval: z.tuple([z.number(), z.number()]).readonly().exactOptional(),
});

const intervals = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('given'), level: z.number(), covers: z.string() }),
  z.strictObject({
    kind: z.literal('absent'),
    reason: z.enum(['weak_direction', 'rows_of_one_unit', 'few_rows', 'no_sound_method']),
  }),
]);

const privacy = z.strictObject({
  nanoRho: z.string(),
  epsilon: z.number(),
  delta: z.number(),
  unitSpace: z.string().transform(idSpace),
  rowsPerUnit: z.number(),
  iterations: z.number(),
});

/** The fields of a card in the order in which they are written, so that a card that is read back prints the same bytes. */
export const cardSchema = z.strictObject({
  kind: z.enum(['linear', 'logistic']),
  ...fieldSchemas,
  intercept: z.number(),
  coefficients: z.array(coefficient).readonly(),
  intervals,
  noisyRows: z.number(),
  weakDirections: z.number(),
  privacy,
});

/** @throws ZodError for what is no card */
export function readCard(kept: unknown): ModelCard {
  return cardSchema.parse(kept);
}
