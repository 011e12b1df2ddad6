/**
 * What a program says of the model that its numbers are: a family, the columns it scores by and what is public of them, so that a card, PMML
 * and an evaluator can be made of them without asking the program. All of it is part of the hashed content.
 *
 * Numbers stand in one result, in the order that the family gives. A feature that is a number is one column; a category is one column for
 * each of its values but the first, 1 where a row has that value and 0 elsewhere. A number with a scaling is meant scaled, everywhere:
 * (value − mean) / scale, after it was clamped to its bounds.
 *
 * @see programs.md decision 5; docs/decisions/037-models-of-programs.md
 */
import { z } from 'zod';
import { identifier, wellFormed, type Parsed } from '../procedure/fields.ts';

export const modelFamilies = ['linear', 'logistic', 'kmeans', 'boosted_stumps'] as const;

const amount = z.number().min(-1e12).max(1e12);

/** In the units of the data. `scaling`: declared constants, never computed from rows. */
export const scaledNumber = z.strictObject({
  kind: z.literal('number'),
  name: identifier,
  lo: amount,
  hi: amount,
  scaling: z.strictObject({ mean: amount, scale: z.number().min(1e-9).max(1e12) }).exactOptional(),
});
/** The first value is the reference. */
const category = z.strictObject({
  kind: z.literal('category'),
  name: identifier,
  values: z.array(wellFormed.min(1).max(200)).min(2).max(64).readonly(),
});
export const modelFeature = z.discriminatedUnion('kind', [scaledNumber, category]);
const features = z.array(modelFeature).min(1).max(64).readonly();

export const numberTarget = z.strictObject({ kind: z.literal('number'), name: identifier, lo: amount, hi: amount });
/** Exactly 0 or 1. */
export const binaryTarget = z.strictObject({ kind: z.literal('binary'), name: identifier });

/** `score` points where the odds for the class `favours` are `odds` to 1; `double` more points double them. @see Siddiqi 2006, ch. 6 */
export const pointScaling = z.strictObject({
  score: z.number().min(-1e6).max(1e6),
  odds: z.number().min(1e-6).max(1e6),
  double: z.number().min(1e-3).max(1e6),
  favours: z.literal([0, 1]),
});

/** `from`: the result whose numbers the model is. */
export const modelDeclaration = z.discriminatedUnion('family', [
  /** The intercept, then one coefficient for each column. */
  z.strictObject({ family: z.literal('linear'), from: identifier, target: numberTarget, features }),
  /** As `linear`, of the log odds of 1. With `points`, a scorecard. */
  z.strictObject({
    family: z.literal('logistic'),
    from: identifier,
    target: binaryTarget,
    features,
    points: pointScaling.exactOptional(),
  }),
  /** The first centre, then the second …; of each a number for each feature. A row belongs to the nearest, by squared distance. */
  z.strictObject({
    family: z.literal('kmeans'),
    from: identifier,
    clusters: z.int().min(2).max(30),
    features: z.array(scaledNumber).min(1).max(64).readonly(),
  }),
  /**
   * The base score, then of each stump four numbers: place of the column from 0, threshold, value where the column is at most that, value
   * elsewhere. The threshold of a category is at least 0 and below 1. Score = base + rate · Σ values; of a binary target it is the log odds of 1. A stump whose values are both 0 is none.
   */
  z.strictObject({
    family: z.literal('boosted_stumps'),
    from: identifier,
    target: z.discriminatedUnion('kind', [numberTarget, binaryTarget]),
    features,
    stumps: z.int().min(1).max(400),
    rate: z.number().min(1e-6).max(1),
  }),
]);

/** @see modelDeclaration */
export type ModelDeclaration = Parsed<typeof modelDeclaration>;
/** @see modelFeature */
export type ModelFeature = Parsed<typeof modelFeature>;
/** @see pointScaling */
export type PointScaling = Parsed<typeof pointScaling>;
