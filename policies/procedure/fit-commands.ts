/** What may be asked of a fit. What the domain answers is a hash, a price and where the rows came from: the model itself lies beside. */
import { z } from 'zod';
import { fitOrder } from '../simulation/fit-order.ts';
import {
  aLedgerAmount,
  aSha256,
  aSnapshotId,
  anEntryId,
  bare,
  docId,
  prose,
  reasoned,
  verdictCode,
  type Parsed,
} from './fields.ts';

/** What the record keeps of a fitted model. */
export const fitResult = z.strictObject({
  /** SHA-256 of the model's file: the JCS form of it. */
  model: aSha256,
  space: docId,
  rho: aLedgerAmount,
  delta: aLedgerAmount,
  /** Whether the same model had been paid for before. */
  cached: z.boolean(),
  ledger: z.strictObject({ seq: z.int().min(0), hash: aSha256 }).exactOptional(),
  sources: z
    .array(z.strictObject({ entry: anEntryId, snapshot: aSnapshotId }))
    .min(1)
    .max(50),
});

/** One command of a fit. */
export const fitCommand = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('request'), order: fitOrder, purpose: prose }),
  bare('agree'),
  reasoned('refuse'),
  bare('order'),
  z.strictObject({ type: z.literal('finish'), result: fitResult }),
  z.strictObject({ type: z.literal('fail'), code: verdictCode }),
  bare('publish'),
  reasoned('withdraw'),
]);

/** @see fitResult */
export type FitResult = Parsed<typeof fitResult>;
/** @see fitCommand */
export type FitCommand = Parsed<typeof fitCommand>;
