/** What a package of simulation data says of itself: enough to make the same rows again. */
import { z } from 'zod';

export const manifestSchema = z.strictObject({
  /** Of this form. */
  version: z.literal(1),
  notice: z.literal('仿真数据,非真实数据 Simulation data; no row is real'),
  /** Sampling seed: public, and all that is random here. */
  seed: z.int(),
  scale: z.number(),
  dirty: z.boolean(),
  favoured: z.boolean(),
  format: z.enum(['parquet', 'arrow', 'csv', 'duckdb']),
  generator: z.strictObject({ sluice: z.string(), duckdb: z.string() }),
  tables: z.array(
    z.strictObject({
      name: z.string(),
      rows: z.int(),
      level: z.union([z.literal(0), z.literal(1)]),
    }),
  ),
  /** Fitted models that rows were drawn from: hash, method, and what each cost, as ε at δ. */
  models: z.array(z.strictObject({ hash: z.string(), method: z.string(), epsilon: z.number(), delta: z.number() })),
  files: z.array(z.strictObject({ name: z.string(), sha256: z.string(), bytes: z.int() })),
});
export type Manifest = z.output<typeof manifestSchema>;

export const notice = '仿真数据,非真实数据 Simulation data; no row is real';
