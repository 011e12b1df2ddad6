/** A program as text, and the moves of its life. The hash of the text is the program's name. */
import { z } from 'zod';
import { releaseSettings } from '../disclosure/release-settings.ts';
import { script } from '../program/script.ts';
import { privacySettings } from '../privacy/settings.ts';
import { trainSpec } from '../privacy/train/spec.ts';
import { aChecklist } from './checklist.ts';
import {
  aLane,
  aReading,
  aSha256,
  bare,
  docId,
  identifier,
  reasoned,
  shortText,
  wellFormed,
  type Parsed,
} from './fields.ts';
import { output } from './output-contract.ts';
import { declaredParameters } from './parameters.ts';

/**
 * All that is hashed and approved: queries, the script over their results, parameters with finite domains, declared outputs.
 *
 * @see procedure.md §3.7 (freeze); programs.md decision 3 (modes)
 */
export const programContent = z.strictObject({
  title: shortText,
  queries: z
    .array(z.strictObject({ name: identifier, sql: wellFormed.min(1).max(65_536) }))
    .min(1)
    .max(16),
  /** A program over the rows or cells of the one query. */
  script: script.exactOptional(),
  /** How the queries are read on real data: with the rules of exact tables, which is the default, or with noise. */
  lane: aLane.exactOptional(),
  /** The price and the bounds of contributions in the private lane: part of what is approved. */
  privacy: privacySettings.exactOptional(),
  /** How exact tables leave, with their rules and wishes. */
  release: releaseSettings.exactOptional(),
  /** The rows of the one query train a model, exactly or privately as the lane says; they are not shown. */
  train: trainSpec.exactOptional(),
  /** `$name` in a query; each run gives one value of each. */
  parameters: declaredParameters,
  outputs: z.array(output).min(1).max(16),
});

/** One command of the program life. `test` and `static_check` report what the system did to the text of that hash. */
export const programCommand = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('draft'), agreement: docId, content: programContent }),
  z.strictObject({ type: z.literal('edit'), content: programContent }),
  z.strictObject({ type: z.literal('change'), content: programContent }),
  z.strictObject({ type: z.literal('test'), hash: aSha256 }),
  bare('freeze'),
  /** `outputs`: the declared ones with all their columns, as far as they have any. */
  z.strictObject({
    type: z.literal('static_check'),
    hash: aSha256,
    uses: aReading,
    outputs: z.array(output).max(16).exactOptional(),
  }),
  bare('begin_review'),
  /** `combinations`: for how many combinations of parameter values it is approved; 1 where not given. */
  z.strictObject({
    type: z.literal('approve'),
    hash: aSha256,
    checklist: aChecklist,
    combinations: z.int().min(1).exactOptional(),
  }),
  reasoned('return'),
  reasoned('supersede'),
  reasoned('revoke'),
]);

/** @see programContent */
export type ProgramContent = Parsed<typeof programContent>;
/** @see programCommand */
export type ProgramCommand = Parsed<typeof programCommand>;
