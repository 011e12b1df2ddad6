/** What the process that makes simulation data is told, and what it says when it is done. */
import { z } from 'zod';
import type { CatalogEntry } from '#policies/catalog/entry.ts';
import { entrySchema } from '#policies/catalog/entry-schema.ts';
import { favour } from '#policies/simulation/wishes.ts';
import { dirtySchema } from '../dirty/rates-schema.ts';
import { formats } from '../deliver/formats.ts';
import { manifestSchema } from '../deliver/manifest.ts';

export const makeRequest = z.strictObject({
  entries: z.array(entrySchema),
  /** Files of fitted models, each with the hash of its bytes. Those that know no table of the entries are left alone. */
  models: z.array(z.strictObject({ path: z.string(), hash: z.string() })),
  /** An existing folder for the databases. */
  dir: z.string(),
  seed: z
    .int()
    .min(0)
    .max(2 ** 32 - 1),
  scale: z.number().positive(),
  dirty: dirtySchema.exactOptional(),
  favour: favour.exactOptional(),
  /** A package to write besides. */
  deliver: z.strictObject({ format: z.enum(formats), path: z.string(), sluice: z.string() }).exactOptional(),
});
export interface MakeRequest extends Omit<z.input<typeof makeRequest>, 'entries'> {
  readonly entries: readonly CatalogEntry[];
}

export const makeAnswer = z.strictObject({
  tables: z.array(z.strictObject({ name: z.string(), rows: z.int() })),
  manifest: manifestSchema.exactOptional(),
});
export type MakeAnswer = z.output<typeof makeAnswer>;
