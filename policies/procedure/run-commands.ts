/** What may be asked of a run. What the domain reports is names, hashes, counts and codes: there is no field for a value. */
import { z } from 'zod';
import { isolationTier } from '../isolation.ts';
import { treatmentLabelSchema } from '../disclosure/treat/label.ts';
import { modelFamilies } from '../program/model.ts';
import {
  aLedgerAmount,
  aSha256,
  aSnapshotId,
  anEntryId,
  bare,
  docId,
  identifier,
  reasoned,
  verdictCode,
  type Parsed,
} from './fields.ts';
import { givenParameters } from './parameters.ts';
import { columnName, columnType } from './output-contract.ts';

/** What the record keeps of a finished run. @see DC-10, AO-04-6 */
export const runResult = z.strictObject({
  resultHash: aSha256,
  /** Rows left after suppression; of a program over cells, the most that it may write. */
  rows: z.int().min(0),
  suppressedCells: z.int().min(0),
  verdicts: z.array(verdictCode).max(200),
  columns: z.array(z.strictObject({ name: columnName, type: columnType })).max(500),
  /** What the program declared, and nothing else is kept. */
  outputs: z
    .array(z.strictObject({ name: identifier, kind: z.enum(['table', 'api', 'model', 'report']) }))
    .max(16)
    .exactOptional(),
  /** Salted commitment to the decision object, which lies in the domain: why each cell may be shown or not. @see disclosure.md §2.10 */
  decision: aSha256.exactOptional(),
  /** Of counts that are not exact: by which method they were changed, never how far. @see disclosure.md §2.6 */
  treatment: treatmentLabelSchema.exactOptional(),
  /** Isolation tier that the domain ran in. @see programs.md decision 6 */
  tier: isolationTier,
  /** What it was computed from; the commitment is the domain's, keyed. */
  sources: z.array(z.strictObject({ entry: anEntryId, snapshot: aSnapshotId, commitment: aSha256 })).max(50),
  /** Of an exact model: its kind. */
  model: z.enum(modelFamilies).exactOptional(),
  /**
   * Of a private run, whose rows are noisy, so that their number is too: the loss of the answer in 10⁻⁹ of ρ and 10⁻¹⁸ of δ, fixed before
   * the data was opened. `cached`: it was paid before. `ledger`: where the budget's books stood, so that nobody rewrites them later.
   */
  privacy: z
    .strictObject({
      space: docId,
      rho: aLedgerAmount,
      delta: aLedgerAmount,
      cached: z.boolean(),
      ledger: z.strictObject({ seq: z.int().min(0), hash: aSha256 }).exactOptional(),
    })
    .exactOptional(),
});

const verdicts = z.array(verdictCode).min(1).max(200);

/** One command of the run life. */
export const runCommand = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('request'),
    program: docId,
    hash: aSha256,
    scenario: docId,
    parameters: givenParameters,
    /** Where the text sees columns that need it: each is used once. @see GD-24-1 */
    consents: z.array(docId).min(1).max(10_000).exactOptional(),
  }),
  bare('precheck'),
  bare('queue'),
  bare('start'),
  z.strictObject({ type: z.literal('finish'), result: runResult }),
  z.strictObject({ type: z.literal('block'), verdicts }),
  z.strictObject({ type: z.literal('fail'), code: verdictCode }),
  reasoned('kill'),
  reasoned('purge'),
]);

/** @see runResult */
export type RunResult = Parsed<typeof runResult>;
/** @see runCommand */
export type RunCommand = Parsed<typeof runCommand>;
