/**
 * The card of an exactly trained model: declared facts and rounded coefficients. It has no interval and no exact count: a standard error and
 * a residual sum say more of the rows than the coefficients do.
 *
 * @see programs.md §0 (models are products); policies/privacy/train/model.ts, the card of a private one
 */
import { z } from 'zod';
import { fieldSchemas } from '../../privacy/train/card-schema.ts';
import { toDataUnits } from '../../privacy/train/fit.ts';
import type { Training } from '../../privacy/train/training.ts';
import type { ExactFit } from './fit.ts';

/** More digits than these tell of the rows, and nobody needs them. @see disclosure.md §3 (format) */
export const cardDigits = 6;

const coefficient = z.strictObject({ feature: z.string(), value: z.string().exactOptional(), coefficient: z.number() });

/** The fields in the order in which they are written. */
export const exactCardSchema = z.strictObject({
  kind: z.enum(['linear', 'logistic']),
  lane: z.literal('exact'),
  ...fieldSchemas,
  intercept: z.number(),
  coefficients: z.array(coefficient).readonly(),
  /** Significant digits of intercept and coefficients. */
  digits: z.literal(cardDigits),
  /** Rows used, to two significant digits. */
  aboutRows: z.number(),
});
export type ExactCard = Readonly<z.output<typeof exactCardSchema>>;

/** For every fit, every number of the card that was computed from rows has at most {@link cardDigits} significant digits. */
export function exactCard(training: Training, { weights }: ExactFit, rows: number): ExactCard {
  const { intercept, coefficients } = toDataUnits(training, { weights: [...weights] });
  return {
    kind: training.target.kind === 'binary' ? 'logistic' : 'linear',
    lane: 'exact',
    target: training.target,
    features: training.features,
    intercept: round(intercept, cardDigits),
    coefficients: coefficients.map(({ feature, value, coefficient: exact }) => ({
      feature,
      ...(value !== undefined && { value }),
      coefficient: round(exact, cardDigits),
    })),
    digits: cardDigits,
    aboutRows: round(rows, 2),
  };
}

export function round(value: number, digits: number): number {
  // Adding 0 makes −0 a plain zero.
  return Number(value.toPrecision(digits)) + 0;
}
