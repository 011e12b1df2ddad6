/** Simulation data of one vendor's own: what may be asked for, what is kept of it, and how much of it there may be. */
import { z } from 'zod';
import { favour } from '#policies/simulation/wishes.ts';
import { formats } from '#synth/deliver/formats.ts';
import { manifestSchema } from '#synth/deliver/manifest.ts';
import { dirtySchema } from '#synth/dirty/rates-schema.ts';

/** What may be asked for. Every field has the value that most people want. */
export const setWish = z.strictObject({
  /** Entries; all published ones where absent. */
  entries: z.array(z.string()).min(1).max(50).exactOptional(),
  /** `schema`: from the catalog alone, also where there is a model. */
  level: z.enum(['schema', 'fitted']).default('fitted'),
  seed: z
    .int()
    .min(0)
    .max(2 ** 32 - 1)
    .default(7),
  scale: z.number().min(0.0001).max(100).default(1),
  dirty: dirtySchema.exactOptional(),
  favour: favour.exactOptional(),
  format: z.enum(formats).default('parquet'),
});
export type SetWish = z.output<typeof setWish>;

const missed = z.strictObject({
  why: z.string(),
  at: z.strictObject({ offset: z.number(), length: z.number().exactOptional() }).exactOptional(),
});

export const simulationSet = z.strictObject({
  id: z.string(),
  org: z.string(),
  at: z.string(),
  state: z.enum(['making', 'ready', 'failed']),
  wish: setWish,
  /** Of the query: what could not be read as a wish. */
  notUnderstood: z.array(missed).exactOptional(),
  /** Wishes that keys or declared rules leave no room for. */
  cannot: z.array(z.string()).exactOptional(),
  manifest: manifestSchema.exactOptional(),
});
export type SimulationSet = z.output<typeof simulationSet>;

/** Rows of one set, of all its tables together. */
export const mostRows = 5_000_000;
/** Sets that an organization keeps; the oldest goes when another comes. */
export const mostSets = 8;
/** Sets of one organization that are being made, or wait for it. */
export const mostWaiting = 3;
