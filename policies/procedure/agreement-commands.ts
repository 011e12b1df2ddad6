/** The ten contents of an agreement as a schema, and the moves of an agreement. @see AO-20-4 (003-20) */
import { z } from 'zod';
import {
  aLane,
  aProductForm,
  aScope,
  aSha256,
  aTerm,
  bare,
  docId,
  prose,
  reasoned,
  shortText,
  type Parsed,
} from './fields.ts';

/** Why an agreement may end early. @see procedure.md §3.6 */
export const aTerminationCase = z.enum([
  'mutual',
  'breach',
  'sanction',
  'dataset_withdrawn',
  'vendor_exit',
  'operator_authorization_ended',
  'force_majeure',
]);

/** The only things the operator may charge for: it must not trade for itself. @see procedure.md §9 (11); AO-04-9 */
export const feeCategories = ['processing', 'compute', 'compliance_support'] as const;

const fee = z.strictObject({ category: z.enum(feeCategories), rate: shortText });

/** The ten contents, in the order of the article; what is enforced is a field, what is only promised is prose. */
export const clauses = z.strictObject({
  /** `reportEvery`: after how many months each report on the use is due. @see AO-27-6, GD-26-1 */
  rightsAndDuties: z.strictObject({ reportEvery: z.int().min(1).max(12), text: prose }),
  scenario: docId,
  dataScope: aScope,
  term: aTerm,
  /**
   * `runs`: how many runs on real data; `productForms`: in which forms results may leave; `lanes`: how queries may be read, exactly only
   * where nothing is said; `epsilon`: ε at δ = 10⁻⁶ that all private runs together may spend, where it is to be less than the domain allows;
   * `recipients`: to whom results may go; `published`: which of the conditions that its catalog entries publish, all of them unless `deviation`
   * says why.
   */
  conditions: z.strictObject({
    runs: z.int().min(1).max(100_000),
    productForms: z.array(aProductForm).min(1).max(7),
    recipients: z.array(shortText).min(1).max(100),
    published: z.array(prose).max(200).exactOptional(),
    deviation: prose.exactOptional(),
    lanes: z.array(aLane).min(1).max(2).exactOptional(),
    epsilon: z.number().min(0.001).max(100).exactOptional(),
    text: prose,
  }),
  /** `destroyWithin`: so many days after its end nothing is left in the workspace. @see AO-27-5 */
  dataSecurity: z.strictObject({ destroyWithin: z.int().min(0).max(365), text: prose }),
  /** None of them: free of charge, as for public welfare. */
  fees: z.strictObject({ items: z.array(fee).max(3), text: prose }),
  /** `venue`: the approved exchange that products may be listed on; without one they are not traded. @see AO-23-2 */
  trading: z.strictObject({ venue: docId.exactOptional(), text: prose }),
  termination: z.strictObject({ cases: z.array(aTerminationCase).min(1).max(7), text: prose }),
  breachLiability: prose,
});

/** `hash` is of the clauses: each side names what it has read. */
const signVendor = z.strictObject({ type: z.literal('sign_vendor'), hash: aSha256 });
const signOperator = z.strictObject({ type: z.literal('sign_operator'), hash: aSha256 });

/** One command of the agreement life. */
export const agreementCommand = z.discriminatedUnion('type', [
  /**
   * `supersedes`: the agreement in force of the same application that it will take the place of. `template`: the norm that it instantiates;
   * one must be named where the record has had one.
   */
  z.strictObject({
    type: z.literal('draft'),
    application: docId,
    clauses,
    supersedes: docId.exactOptional(),
    template: docId.exactOptional(),
  }),
  signVendor,
  signOperator,
  /** Opens the rights without signatures, where the place does not demand an agreement. */
  bare('adopt'),
  /** The system asks for the next report on the use. */
  bare('call_report'),
  /** The one that supersedes it has been signed by both. */
  z.strictObject({ type: z.literal('amend'), by: docId }),
  reasoned('suspend'),
  reasoned('reinstate'),
  z.strictObject({ type: z.literal('terminate'), case: aTerminationCase, reason: prose }),
  bare('expire'),
]);

/** @see aTerminationCase */
export type TerminationCase = z.infer<typeof aTerminationCase>;
/** @see clauses */
export type Clauses = Parsed<typeof clauses>;
/** @see agreementCommand */
export type AgreementCommand = Parsed<typeof agreementCommand>;
