/** What may be asked of a registration: the materials of 003-14(1) and the moves of a person. */
import { z } from 'zod';
import { anOrgId, bare, prose, reasoned, shortText, type Parsed } from './fields.ts';

/** The three groups of materials: credit, technology, security. @see AO-14-1 */
export const materials = z.strictObject({
  name: shortText,
  /** Unified social credit code, GB 32100. */
  uscc: z.string().regex(/^[0-9A-HJ-NP-RTUW-Y]{18}$/),
  contact: shortText,
  credit: prose,
  technology: prose,
  security: prose,
  /** Organizations under the same control: none of them may check this vendor. */
  affiliates: z.array(anOrgId).max(100),
});

const draft = z.strictObject({ type: z.literal('draft'), materials });
const edit = z.strictObject({ type: z.literal('edit'), materials });

/** One command of the registration life. */
export const registrationCommand = z.discriminatedUnion('type', [
  draft,
  edit,
  bare('submit'),
  reasoned('ask_to_complete'),
  bare('accept'),
  bare('check'),
  reasoned('register'),
  reasoned('refuse'),
  reasoned('confirm_refusal'),
  reasoned('return_refusal'),
  reasoned('suspend'),
  reasoned('reinstate'),
  reasoned('exit'),
]);

/** @see registrationCommand */
export type RegistrationCommand = Parsed<typeof registrationCommand>;
