/** What may be asked of a registration: the materials of 003-14(1) and the moves of a person. */
import { z } from 'zod';
import { anInstant, anOrgId, bare, docId, prose, reasoned, shortText, type Parsed } from './fields.ts';

/** What a vendor may be able to do. @see AO-03-4 */
export const capabilities = ['develop', 'publish', 'underwrite', 'compliance', 'standardize', 'value_add'] as const;

const certificate = z.strictObject({ number: shortText, validFrom: anInstant, validTo: anInstant });

/** The three groups of materials: credit, technology, security. @see AO-14-1 */
export const materials = z.strictObject({
  name: shortText,
  /** Unified social credit code, GB 32100. */
  uscc: z.string().regex(/^[0-9A-HJ-NP-RTUW-Y]{18}$/),
  /** Whom it acts through, by their real names: nobody acts without one. @see GD-18-3 */
  contacts: z
    .array(z.strictObject({ name: shortText, certificate: shortText, phone: shortText }))
    .min(1)
    .max(20),
  /** What it does with data. @see AO-03-4 */
  capabilities: z.array(z.enum(capabilities)).min(1).max(6),
  /** Of its security management; a new one before the old ends. @see GD-35-3 */
  certificate,
  /** The version of the platform's rules that it has accepted. @see GD-18-5 */
  acceptedRules: docId,
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
  /** A finding against a registered vendor's credit: the agency reviews it. @see AO-14-5 */
  reasoned('report_anomaly'),
  reasoned('confirm_anomaly'),
  reasoned('dismiss_anomaly'),
  z.strictObject({ type: z.literal('renew_certificate'), certificate }),
  reasoned('reopen'),
  reasoned('suspend'),
  reasoned('reinstate'),
  reasoned('exit'),
]);

/** @see registrationCommand */
export type RegistrationCommand = Parsed<typeof registrationCommand>;
