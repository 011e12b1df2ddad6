/** What a kit says of itself. @see names.ts */
import { z } from 'zod';

export const kitForm = z.strictObject({
  version: z.literal(1),
  notice: z.string(),
  /** The address or folder that was asked. */
  from: z.string(),
  level: z.enum(['fitted', 'schema']),
  seed: z.int(),
  scale: z.number(),
  /** Pulled, with the versions that the rows were made by. */
  entries: z.array(z.strictObject({ id: z.string(), version: z.int() })),
  /** Hashes of the rules: of the server, and of the command line that wrote this. */
  rules: z.strictObject({ server: z.string(), local: z.string() }),
  /** Every file but this one, by its path in the folder. */
  files: z.array(z.strictObject({ name: z.string(), sha256: z.string(), bytes: z.int() })),
});
export type Kit = z.output<typeof kitForm>;
