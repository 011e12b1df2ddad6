/**
 * What refusals have told: for each difference for which the guard blocked a submitted export, the units that differ, by what they are known by
 * in membership files. Whoever was refused may know that they are 1 to k − 1. It stays in the domain, as the memberships do.
 *
 * @see disclosure.md §2.9 (5)
 */
import { z } from 'zod';

export const deniedSet = z.strictObject({
  run: z.string(),
  space: z.string(),
  k: z.number().int(),
  recipe: z.string(),
  /** Upper and lower half of the hash of each. */
  units: z.array(z.tuple([z.number().int(), z.number().int()]).readonly()).readonly(),
});
export type DeniedSet = z.output<typeof deniedSet>;
