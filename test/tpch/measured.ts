/** What `measure.ts` keeps of the 22 queries: the plan, which follows from text and catalog, and errors over repeats. */
import { z } from 'zod';
import { releaseDescription } from '#policies/privacy/describe.ts';

const error = z.number().nullable();

const column = z.strictObject({
  name: z.string(),
  /** Median over rows and repeats of |noisy − bounded| / |true|; null where nothing was shown. */
  noise: error,
  /** Median over rows of |bounded − true| / |true|. */
  clipping: error,
  /** Median over rows and repeats of |noisy − true| / |true|. */
  total: error,
});

export const measuredQuery = z.strictObject({
  query: z.number(),
  releases: z.array(releaseDescription),
  columns: z.array(column),
  /** Rows of the true answer. */
  rows: z.number(),
  /** Mean share of them that the noisy answer has. */
  found: z.number(),
  /** Mean number of rows that it has besides. */
  besides: z.number(),
  /** Mean share of the groups of the data that the threshold hides. */
  hidden: z.number(),
  repeats: z.number(),
});
export type MeasuredQueryResult = z.output<typeof measuredQuery>;

/** By scale factor. */
export const measuredFile = z.record(z.string(), z.array(measuredQuery));
export type MeasuredFile = z.output<typeof measuredFile>;

export const measuredPath = new URL('measured.json', import.meta.url);
