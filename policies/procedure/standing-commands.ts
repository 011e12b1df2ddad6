/** What may be asked of a standing approval: for which released export, until when, how often, and how far its receipts may drift. */
import { z } from 'zod';
import { anInstant, bare, docId, reasoned, type Parsed } from './fields.ts';

/** Most releases that one standing approval may pass: two years of months. */
export const mostUses = 24;

/** How far a later run's receipt may lie from that of the approved one. Receipts only: no value is compared. */
export const driftLimits = z.strictObject({
  rows: z.int().min(0).max(100_000),
  suppressedCells: z.int().min(0).max(100_000),
});

/** One command of a standing approval. */
export const standingCommand = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('request'),
    export: docId,
    until: anInstant,
    uses: z.int().min(1).max(mostUses),
    drift: driftLimits,
  }),
  bare('grant'),
  reasoned('refuse'),
  reasoned('suspend'),
  reasoned('resume'),
  reasoned('end'),
]);

/** @see standingCommand */
export type StandingCommand = Parsed<typeof standingCommand>;
