/** What a package of simulation data says of itself: enough to make the same rows again. */
import { z } from 'zod';
import { favour } from '#policies/simulation/wishes.ts';
import { dirtFound, dirtySchema } from '../dirty/rates-schema.ts';
import { formats } from './formats.ts';

export const notice = '仿真数据,非真实数据 Simulation data; no row is real';

export const manifestSchema = z.strictObject({
  /** Of this form. */
  version: z.literal(1),
  notice: z.literal(notice),
  /** Sampling seed: public, and all that is random here. */
  seed: z.int(),
  scale: z.number(),
  /** Absent where nothing is spoilt. */
  dirty: dirtySchema.exactOptional(),
  /** What is wrong on purpose, and how often; empty where nothing is spoilt. */
  dirt: z.array(dirtFound),
  /** Absent where no rows were favoured. Where some were, frequencies are not those of the catalog or of a model. */
  favour: favour.exactOptional(),
  format: z.enum(formats),
  generator: z.strictObject({ sluice: z.string(), duckdb: z.string() }),
  /** The catalog that the rows were made by. */
  entries: z.array(z.strictObject({ id: z.string(), version: z.int() })),
  tables: z.array(
    z.strictObject({
      name: z.string(),
      rows: z.int(),
      level: z.union([z.literal(0), z.literal(1)]),
    }),
  ),
  /** Fitted models that rows were drawn from: hash, method, and what each cost, as ε at δ. */
  models: z.array(z.strictObject({ hash: z.string(), method: z.string(), epsilon: z.number(), delta: z.number() })),
  /** All files of the package but this one. */
  files: z.array(z.strictObject({ name: z.string(), sha256: z.string(), bytes: z.int() })),
});
export type Manifest = z.output<typeof manifestSchema>;
