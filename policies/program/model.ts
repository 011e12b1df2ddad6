/**
 * What a program says of the model that its numbers are: a family and the columns it scores by, so that a card, PMML and an evaluator can be
 * made of them without asking the program.
 *
 * @see programs.md decision 5
 */
import { z } from 'zod';
import { identifier, type Parsed } from '../procedure/fields.ts';

const feature = z.strictObject({ name: identifier });

export const modelDeclaration = z.discriminatedUnion('family', [
  /** `from`: the result that holds the intercept, then one number for each feature, and for a category one for each value but the first. */
  z.strictObject({
    family: z.enum(['linear', 'logistic']),
    from: identifier,
    target: identifier,
    features: z.array(feature).min(1).max(64),
  }),
]);

/** @see modelDeclaration */
export type ModelDeclaration = Parsed<typeof modelDeclaration>;
