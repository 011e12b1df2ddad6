/**
 * What a vendor may choose about a private query: how much to spend, and how to bound what one unit contributes. Nothing here can be set
 * from the data, and every choice is priced before anything is opened.
 *
 * @see query-and-privacy.md §3.3, §3.7; DpPolicy in §3.1
 */
import { z } from 'zod';

export const privacySettings = z.strictObject({
  /** ε of this query at δ = 10⁻⁶. */
  epsilon: z.number().min(0.001).max(20).default(1),
  /** K: of each unit at most this many groups count. */
  maxGroupsPerUnit: z.int().min(1).max(1000).exactOptional(),
  /** M: of each unit at most this many rows count in a group. */
  maxRowsPerGroup: z.int().min(1).max(1_000_000).exactOptional(),
  /** Only the first rows of each unit are read, in an order that nobody knows. */
  maxRowsPerUnit: z.int().min(1).max(1_000_000).exactOptional(),
});

export type PrivacySettings = z.output<typeof privacySettings>;

/** δ at which ε is stated; with keys from the data, half of it is for their selection. An engineering choice below 1 / (people in a city). */
export const statedDelta = 1e-6;

/** K where neither the text nor the vendor bounds the groups of a unit. */
export const defaultGroupsPerUnit = 8;

/** M where the text does not bound the rows of a unit. */
export const defaultRowsPerGroup = 64;

/** A tier is taken over a cheaper one only when its noise is lower by more than this factor. */
export const worthItsCost = 1.25;

/** k: groups of fewer units are dropped whatever the noise. */
export const minUnitsPerKey = 1n;
