/**
 * How an exact table is to leave: with cells hidden, which is the default, or with every count rounded or perturbed. It is part of what is
 * approved, for it decides what the recipients can take the numbers for.
 *
 * @see disclosure.md §2.4 (wishes), §2.6; docs/decisions/025-treatments.md
 */
import { z } from 'zod';
import type { Parsed } from '../procedure/fields.ts';

/** Cells by their keys: output column → value. A column that is not named may have any value; `null` is NULL. */
const cellWish = z
  .record(
    z.string().min(1).max(63),
    z.union([
      z
        .string()
        .max(200)
        .refine((text) => text.isWellFormed(), 'must be well-formed Unicode'),
      z.number(),
      z.boolean(),
      z.null(),
    ]),
  )
  .refine((keys) => Object.keys(keys).length > 0, 'must name a column');

const wishes = z.array(cellWish).max(200);

export const treatments = ['suppress', 'controlled_rounding', 'small_count_rounding', 'cell_key'] as const;

export const releaseSettings = z.strictObject({
  treatment: z.enum(treatments).default('suppress'),
  /** Multiples of it are what a rounded count can be. The noise of `cell_key` follows from the profile, and is not told. */
  base: z.int().min(2).max(100).default(5),
  /** Not to be hidden for the sake of other cells; what protects a cell itself comes before any wish. */
  publish: wishes.default([]),
  /** To be hidden first where something must be. */
  hide: wishes.default([]),
  profile: z.enum(['open', 'standard', 'sensitive']).default('standard'),
  /** Seconds of work for a pattern that hides less, the same on every machine; or seconds to look for the nearest rounded table. */
  exactPolish: z.number().positive().max(30).exactOptional(),
});

/** @see releaseSettings */
export type ReleaseSettings = Parsed<typeof releaseSettings>;
export type Treatment = ReleaseSettings['treatment'];
/** @see ReleaseSettings.publish */
export type CellWish = Parsed<typeof cellWish>;
