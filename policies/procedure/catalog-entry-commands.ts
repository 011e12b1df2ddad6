/** What may be asked of a catalog entry. The entry itself has its schema in `policies/catalog`. */
import { z } from 'zod';
import { entrySchema } from '../catalog/entry-schema.ts';
import { bare, prose, reasoned, shortText, type Parsed } from './fields.ts';

/** One command of the catalog entry life. */
export const catalogEntryCommand = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('draft'), entry: entrySchema }),
  z.strictObject({ type: z.literal('edit'), entry: entrySchema }),
  /** The next version; the published one stays until this is approved. */
  z.strictObject({ type: z.literal('revise'), entry: entrySchema }),
  reasoned('abandon'),
  /**
   * `evidence`: why this attribute and these grades; `riskAssessment`: what could go wrong (002-10…14). The reviews of lawyers and of experts
   * stand beside them where they were needed (002-14(1)).
   */
  z.strictObject({
    type: z.literal('submit'),
    evidence: prose,
    riskAssessment: prose,
    legalReview: prose.exactOptional(),
    expertReview: prose.exactOptional(),
  }),
  bare('sign'),
  bare('begin_level_review'),
  reasoned('pass_level_review'),
  reasoned('consolidate'),
  bare('begin_city_review'),
  reasoned('return'),
  reasoned('approve'),
  /** The consent id that the push of 003-8(6) cites. */
  z.strictObject({ type: z.literal('consent'), consentId: shortText }),
  bare('publish'),
  /** The regular look at what is not open: stay, or open further by a revision. */
  z.strictObject({ type: z.literal('evaluate'), outcome: z.enum(['keep', 'upgrade']), finding: prose }),
  /** At once, for it only takes away; `entry` is the published one but for its attribute and what is said of it. */
  z.strictObject({ type: z.literal('downgrade'), entry: entrySchema, legalBasis: prose }),
  reasoned('withdraw'),
  z.strictObject({ type: z.literal('rework'), entry: entrySchema }),
  reasoned('retire'),
]);

/** @see catalogEntryCommand */
export type CatalogEntryCommand = Parsed<typeof catalogEntryCommand>;
