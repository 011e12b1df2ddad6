/** What the process that turns files of simulation data into databases is told. */
import { z } from 'zod';
import { entrySchema } from '#policies/catalog/entry-schema.ts';

export const loadRequest = z.strictObject({
  entries: z.array(entrySchema),
  /** With `SIM_<table>.parquet` for each table of the entries. */
  from: z.string(),
  /** An existing folder for `<entry>.duckdb`. */
  into: z.string(),
});
export type LoadRequest = z.input<typeof loadRequest>;
