/** Rates of the dirty mode, as somebody asks for them. */
import { z } from 'zod';

const share = z.number().min(0).max(1).exactOptional();

/** How dirty the rows are: as the catalog declares, or the same everywhere. */
export const dirtySchema = z.union([
  z.literal('declared'),
  z.strictObject({ missing: share, late: share, duplicated: share, outside: share, unmatched: share }),
]);

/** What is wrong on purpose, and in how many rows. */
export const dirtFound = z.strictObject({
  table: z.string(),
  kind: z.enum(['missing', 'late', 'duplicated', 'outside', 'unmatched']),
  column: z.string().exactOptional(),
  rows: z.int(),
});
