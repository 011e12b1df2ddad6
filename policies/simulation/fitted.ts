/**
 * A fitted model: the differentially private answer of a fit. Whatever is drawn from it, in any size and format and as often as one likes,
 * costs nothing more. It holds noisy numbers and public ones, and nothing else.
 *
 * @see synth.md decision 3, §2.5
 */
import { z } from 'zod';
import { fitPlan } from './fit-plan.ts';

/** How the fine cells of an attribute were merged, and how likely each is within its bin. */
const fittedAttribute = z.strictObject({
  name: z.string(),
  /** The bin of each fine cell, from 0. */
  bins: z.array(z.int().min(0)).readonly(),
  /** Noisy count of each fine cell, none below 0. */
  mass: z.array(z.number().min(0)).readonly(),
});

/** The potential of a clique: over its bins, row-major, the last attribute fastest. Float64 little-endian in base64. */
const clique = z.strictObject({ attributes: z.array(z.int().min(0)).readonly(), theta: z.string() });

/** One noisy histogram that was taken: which attributes, how many cells, σ of the noise in each, in units of one protected unit. */
export const measured = z.strictObject({
  attributes: z.array(z.int().min(0)).readonly(),
  cells: z.int().min(1),
  sigma: z.number().positive(),
});
export type Measured = z.output<typeof measured>;

export const fittedTable = z.strictObject({
  table: z.string(),
  /** Noisy number of units with a row. */
  units: z.number().min(1),
  attributes: z.array(fittedAttribute).readonly(),
  cliques: z.array(clique).readonly(),
  measured: z.array(measured).readonly(),
});
export type FittedTable = z.output<typeof fittedTable>;

export const fittedModel = z.strictObject({
  /** Which version of the method made it. */
  method: z.literal('aim-1'),
  plan: fitPlan,
  tables: z.array(fittedTable).readonly(),
  /** Noisy mean of the total variation between data and model over all pairs of each table's attributes; where paid for. */
  score: z.strictObject({ meanPairError: z.number(), sigma: z.number() }).exactOptional(),
});
export type FittedModel = z.output<typeof fittedModel>;
