/** The ten contents of an agreement as a schema, and the moves of an agreement. @see AO-20-4 (003-20) */
import { z } from 'zod';
import { aLane, aProductForm, aScope, aSha256, aTerm, bare, docId, prose, reasoned, type Parsed } from './fields.ts';

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

/** The ten contents, in the order of the article; what is enforced is a field, what is only promised is prose. */
export const clauses = z.strictObject({
  rightsAndDuties: prose,
  scenario: docId,
  dataScope: aScope,
  term: aTerm,
  /**
   * `runs`: how many runs on real data; `productForms`: in which forms results may leave; `lanes`: how queries may be read, exactly only
   * where nothing is said; `epsilon`: ε at δ = 10⁻⁶ that all private runs together may spend, where it is to be less than the domain allows.
   */
  conditions: z.strictObject({
    runs: z.int().min(1).max(100_000),
    productForms: z.array(aProductForm).min(1).max(7),
    lanes: z.array(aLane).min(1).max(2).exactOptional(),
    epsilon: z.number().min(0.001).max(100).exactOptional(),
    text: prose,
  }),
  dataSecurity: prose,
  fees: prose,
  trading: prose,
  termination: z.strictObject({ cases: z.array(aTerminationCase).min(1).max(7), text: prose }),
  breachLiability: prose,
});

/** `hash` is of the clauses: each side names what it has read. */
const signVendor = z.strictObject({ type: z.literal('sign_vendor'), hash: aSha256 });
const signOperator = z.strictObject({ type: z.literal('sign_operator'), hash: aSha256 });

/** One command of the agreement life. */
export const agreementCommand = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('draft'), application: docId, clauses }),
  signVendor,
  signOperator,
  reasoned('suspend'),
  reasoned('reinstate'),
  z.strictObject({ type: z.literal('terminate'), case: aTerminationCase, reason: prose }),
  bare('expire'),
]);

/** @see clauses */
export type Clauses = Parsed<typeof clauses>;
/** @see agreementCommand */
export type AgreementCommand = Parsed<typeof agreementCommand>;
