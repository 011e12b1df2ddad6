/**
 * What may be asked of a fit: over which entries, with how much of the privacy budget, and what the models should know of relations.
 *
 * @see synth.md §2, §2.8
 */
import { z } from 'zod';
import { anEntryId } from '../procedure/fields.ts';
import { summary } from './attribute.ts';

const tableWish = z.strictObject({
  table: z.string(),
  /** Columns that are not modelled, but made up from the catalog as before. */
  leaveOut: z.array(z.string()).max(200).default([]),
  /** Attributes of the parent that this table's rows depend on, besides their number: columns or summaries; all codes of few values where absent. */
  context: z.array(z.string()).max(6).exactOptional(),
  /** What this table's own model knows of the rows of its children. */
  summaries: z.array(summary).max(3).default([]),
});
export type TableWish = z.output<typeof tableWish>;

/** Order of a fit. */
export const fitOrder = z.strictObject({
  entries: z.array(anEntryId).min(1).max(20),
  /** ε at δ = 10⁻⁶ of all models together. */
  epsilon: z.number().min(0.01).max(20),
  tables: z.array(tableWish).max(50).default([]),
  /** Share of the units that is kept out, for the attacks of the owner's report. */
  holdout: z.number().min(0).max(0.5).default(0.1),
  /** Columns, each one attribute, that a tree and a regression should predict, in the owner's report; the owner allows it by agreeing. */
  predict: z
    .array(z.strictObject({ table: z.string(), column: z.string() }))
    .max(4)
    .default([]),
});
export type FitOrder = z.output<typeof fitOrder>;
