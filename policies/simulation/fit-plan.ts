/**
 * What a fit will measure, table by table, and what it costs: a function of the catalog and the order alone.
 *
 * @see synth.md §2.1 (unit and accounting), §2.8 (relations)
 */
import { z } from 'zod';
import { free, type Cost } from '../privacy/cost.ts';
import { idSpace, nanoRho } from '../units.ts';
import { attribute } from './attribute.ts';

/** Cells of several attributes that no row can have together: public rules of the catalog. Places in the list of attributes, fine cells. */
const impossible = z.strictObject({
  attributes: z.array(z.int().min(0)).min(2).max(3).readonly(),
  cells: z.array(z.array(z.int().min(0)).readonly()).readonly(),
});

/**
 * One model. A table of the catalog; or, where no table of the fit lists the units that a table is about, those units themselves: then
 * `table` is `@` and the name of that table, and its attributes are columns that a unit determines.
 */
export const modelledTable = z.strictObject({
  table: z.string(),
  /** The entry that the rows are read from. */
  entry: z.string(),
  /** The model whose rows this one's belong to, by which columns of this table, and which of the parent; units have no columns. */
  parent: z
    .strictObject({
      table: z.string(),
      columns: z.array(z.string()).readonly(),
      references: z.array(z.string()).readonly(),
    })
    .exactOptional(),
  /** First the attributes of the parent that the rows depend on, its degree to this table among them; then the table's own. */
  attributes: z.array(attribute).min(1).max(120).readonly(),
  /** How many attributes are the parent's: their values are given when rows are drawn. */
  given: z.int().min(0),
  /** Of one unit at most so many rows count. Each of its k rows counts 1/k, so that a unit adds at most 1 to any histogram. */
  rowsPerUnit: z.int().min(1),
  /** About how many rows there are: the public volume. */
  volume: z.int().min(0),
  impossible: z.array(impossible).readonly(),
});
export type ModelledTable = z.output<typeof modelledTable>;

/** All models of a fit, parents before children, and the part of ρ that each gets, in billionths. */
export const fitPlan = z.strictObject({
  space: z.string().transform(idSpace),
  tables: z
    .array(z.strictObject({ model: modelledTable, nanoRho: z.string().regex(/^\d+$/) }))
    .min(1)
    .max(20)
    .readonly(),
  /** Part of the budget for the noisy score of how near the pairs came, in billionths of ρ; 0 for none. */
  scoreNanoRho: z.string().regex(/^\d+$/),
  /** Share of the units, by a keyed hash, that no model sees: the privacy report compares with them. */
  holdout: z.number().min(0).max(0.5),
});
export type FitPlan = z.output<typeof fitPlan>;

/** What a fit costs: each step has its part of ρ, and no δ of its own. */
export function costOfFit({ tables, scoreNanoRho }: FitPlan): Cost {
  const parts = [...tables.map((table) => table.nanoRho), scoreNanoRho].map(BigInt);
  return { ...free, rho: nanoRho(parts.reduce((sum, part) => sum + part, 0n)) };
}
