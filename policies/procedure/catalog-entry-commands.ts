/** What may be asked of a catalog entry. The entry itself has its schema in `policies/catalog`. */
import { z } from 'zod';
import { entrySchema } from '../catalog/entry-schema.ts';
import { bare, prose, reasoned, shortText, type Parsed } from './fields.ts';

/** One command of the catalog entry life. */
export const catalogEntryCommand = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('draft'), entry: entrySchema }),
  z.strictObject({ type: z.literal('edit'), entry: entrySchema }),
  /** `evidence`: why this attribute and these grades; `riskAssessment`: what could go wrong (002-10…14). */
  z.strictObject({ type: z.literal('submit'), evidence: prose, riskAssessment: prose }),
  bare('begin_level_review'),
  reasoned('pass_level_review'),
  reasoned('return'),
  reasoned('approve'),
  /** The consent id that the push of 003-8(6) cites. */
  z.strictObject({ type: z.literal('consent'), consentId: shortText }),
  bare('publish'),
  reasoned('withdraw'),
]);

/** @see catalogEntryCommand */
export type CatalogEntryCommand = Parsed<typeof catalogEntryCommand>;
