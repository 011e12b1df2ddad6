/** What the process that bundles can be asked: one thing. */
import { z } from 'zod';
import { wellFormed } from '#policies/procedure/fields.ts';
import { lock, maxSource, sourcePath } from '#policies/program/script.ts';
import type { Operations } from '../../rpc.ts';

const files = z
  .array(z.strictObject({ path: sourcePath, text: wellFormed.max(maxSource) }))
  .min(1)
  .max(32);

export const bundleRequest = z.strictObject({
  mode: z.enum(['tables', 'map', 'blocks', 'rows']),
  entry: sourcePath,
  files: files.readonly(),
});

/** The source of a program, and the mode that it is linted for. */
export type BundleRequest = z.input<typeof bundleRequest>;

const made = z.strictObject({ bundle: z.string(), lock });

/** What runs, and what made it. */
export type Made = z.output<typeof made>;

export const bundleOperations = {
  /** Bundle and lint; refuses with E_BUNDLE or E_LINT and the place in the source. */
  make: { ask: bundleRequest, answer: made },
} as const satisfies Operations;
