/** What may be asked of a use application: the fields that make it legitimate and necessary, and the moves. */
import { z } from 'zod';
import { aChecklist } from './checklist.ts';
import {
  anEntryId,
  anOrgId,
  aProductForm,
  aScope,
  aTerm,
  bare,
  docId,
  identifier,
  prose,
  reasoned,
  shortText,
} from './fields.ts';
import type { Parsed } from './fields.ts';

/** A column and why nothing less would do. @see AO-18-2 */
const aWantedColumn = z.strictObject({ name: identifier, reason: prose });

/** What the vendor wants, and why. @see AO-18-2…4 */
export const useRequest = z.strictObject({
  /** One scenario, one application: grants, runs and exports carry this id. */
  scenario: z.strictObject({ id: docId, title: shortText }),
  purpose: z.strictObject({ text: prose, legalBasis: prose }),
  datasets: z
    .array(z.strictObject({ entry: anEntryId, table: identifier, columns: z.array(aWantedColumn).min(1).max(200) }))
    .min(1)
    .max(50),
  rowScope: prose,
  productForms: z.array(aProductForm).min(1).max(7),
  term: aTerm,
  securityMeasures: prose,
  /** The district authority that must approve, for data of one district. */
  district: anOrgId.exactOptional(),
});

/** One command of the application life. */
export const applicationCommand = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('draft'), request: useRequest }),
  z.strictObject({ type: z.literal('edit'), request: useRequest }),
  bare('submit'),
  bare('begin_check'),
  z.strictObject({ type: z.literal('forward'), checklist: aChecklist }),
  reasoned('return'),
  reasoned('reject'),
  bare('route'),
  /** `columns`: of one table, all that this body approves, where that is less than was asked for. */
  z.strictObject({ type: z.literal('approve'), reason: prose, columns: aScope.exactOptional() }),
  /** `interests`: what the experts have declared of their own; with a conflict they must not advise. */
  z.strictObject({ type: z.literal('advise'), opinion: prose, interests: prose, conflict: z.boolean() }),
  reasoned('accept_narrowing'),
  reasoned('decline_narrowing'),
  z.strictObject({ type: z.literal('grant'), agreement: docId }),
  reasoned('reopen_check'),
  reasoned('reopen_review'),
  bare('lapse'),
  reasoned('disapprove'),
  reasoned('cancel'),
]);

/** @see useRequest */
export type UseRequest = Parsed<typeof useRequest>;
/** @see applicationCommand */
export type ApplicationCommand = Parsed<typeof applicationCommand>;
