/**
 * The cards of models that programs make: declared facts, and the released numbers in their places. There is no field in which a row or a text
 * of the program could travel.
 *
 * @see programs.md decision 5; disclosure.md §3 (format); policies/disclosure/model/forms.ts
 */
import { z } from 'zod';
import { idSpace } from '../../units.ts';
import { binaryTarget, modelFeature, numberTarget, pointScaling, scaledNumber } from '../model.ts';

const maker = z.literal('program');
const features = z.array(modelFeature).readonly();
/** Significant digits that the number is written with, 0 where the stability rule left none; absent behind noise. */
const digits = z.int().min(0).max(15);

/** Of a column, in the units of the model: scaled where the feature has a scaling. */
const coefficient = z.strictObject({
  feature: z.string(),
  value: z.string().exactOptional(),
  coefficient: z.number(),
  digits: digits.exactOptional(),
});
const regression = {
  features,
  intercept: z.number(),
  interceptDigits: digits.exactOptional(),
  coefficients: z.array(coefficient).readonly(),
};

/** Of a number the points for each unit of the column; of a category the points of each value. */
const attribute = z.strictObject({ feature: z.string(), value: z.string().exactOptional(), points: z.number() });
const scorecard = z.strictObject({
  scaling: pointScaling,
  initial: z.number(),
  attributes: z.array(attribute).readonly(),
});

const centre = z.strictObject({
  /** One number for each feature. */
  at: z.array(z.number()).readonly(),
  digits: z.array(digits).readonly().exactOptional(),
});

const stump = z.strictObject({
  feature: z.string(),
  /** Of a category: the column is 1 where the row has this value, else 0. */
  value: z.string().exactOptional(),
  threshold: z.number(),
  /** Where the column is at most the threshold. */
  left: z.number(),
  right: z.number(),
  /** Of threshold, left and right. */
  digits: z.tuple([digits, digits, digits]).readonly().exactOptional(),
});

const linear = { kind: z.literal('linear'), maker, target: numberTarget, ...regression };
const logistic = {
  kind: z.literal('logistic'),
  maker,
  target: binaryTarget,
  ...regression,
  points: scorecard.exactOptional(),
};
const kmeans = {
  kind: z.literal('kmeans'),
  maker,
  features: z.array(scaledNumber).readonly(),
  centres: z.array(centre).readonly(),
};
const stumps = {
  kind: z.literal('boosted_stumps'),
  maker,
  target: z.discriminatedUnion('kind', [numberTarget, binaryTarget]),
  features,
  base: z.number(),
  baseDigits: digits.exactOptional(),
  rate: z.number(),
  stumps: z.array(stump).min(1).readonly(),
};

/** What was spent, at which ε for the δ beside it, for whom, and over how many passes; in mode `blocks` there is one. */
const privacy = z.strictObject({
  /** In billionths of ρ, as text of a whole number. */
  nanoRho: z.string(),
  epsilon: z.number(),
  delta: z.number(),
  unitSpace: z.string().transform(idSpace),
  mode: z.enum(['map', 'blocks']),
  iterations: z.int(),
});

/** `aboutRows`: rows that the program read, to two significant digits. */
const exact = { lane: z.literal('exact'), aboutRows: z.number() };
const noisy = { lane: z.literal('private'), privacy };

export const exactProgramCard = z.discriminatedUnion('kind', [
  z.strictObject({ ...linear, ...exact }),
  z.strictObject({ ...logistic, ...exact }),
  z.strictObject({ ...kmeans, ...exact }),
  z.strictObject({ ...stumps, ...exact }),
]);
const privateProgramCard = z.discriminatedUnion('kind', [
  z.strictObject({ ...linear, ...noisy }),
  z.strictObject({ ...logistic, ...noisy }),
  z.strictObject({ ...kmeans, ...noisy }),
  z.strictObject({ ...stumps, ...noisy }),
]);

/** The fields in the order in which they are written. */
export const programCardSchema = z.discriminatedUnion('lane', [exactProgramCard, privateProgramCard]);

export type ExactProgramCard = Readonly<z.output<typeof exactProgramCard>>;
export type PrivateProgramCard = Readonly<z.output<typeof privateProgramCard>>;
export type ProgramModelCard = ExactProgramCard | PrivateProgramCard;
export type CardOf<Kind extends ProgramModelCard['kind']> = Extract<ProgramModelCard, { readonly kind: Kind }>;
export type PrivateProgramNote = PrivateProgramCard['privacy'];
