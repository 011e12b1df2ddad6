/** What may be asked of an export: what leaves, for whom, from which runs; and the moves up to its recall. */
import { z } from 'zod';
import { exceptionRequest } from './exception-request.ts';
import { aFinding, judgement, namedFinding } from './export-votes.ts';
import { reportText } from './report/report.ts';
import { aProductForm, aSha256, bare, docId, prose, reasoned, shortText, type Parsed } from './fields.ts';

/** A product that is to leave the domain: where it comes from, where it goes. @see 003-21(2), 001-25(2) */
export const product = z.strictObject({
  title: shortText,
  form: aProductForm,
  scenario: docId,
  purpose: prose,
  recipients: z.array(shortText).min(1).max(100),
  sourceStatement: prose,
  runs: z.array(docId).min(1).max(50),
  /** Text around the numbers of these runs. @see procedure.md §5, `data_report` */
  report: reportText.exactOptional(),
  /** Of an application: the exports that it embeds. @see procedure.md §5, `data_application` */
  embedded: z.array(docId).min(1).max(100).exactOptional(),
  /** Of a service: the exports that it delivers, and who delivers them by their real names. @see procedure.md §5, `data_service` */
  deliverables: z.array(docId).min(1).max(100).exactOptional(),
  staff: z.array(shortText).min(1).max(100).exactOptional(),
  /** Of an interface: who calls it. @see procedure.md §5, `data_api` */
  consumers: z.array(shortText).min(1).max(100).exactOptional(),
});

const findings = z.array(aFinding).max(500);
const file = z.strictObject({
  name: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,127}$/),
  sha256: aSha256,
});

/** One command of the export life. */
export const exportCommand = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('draft'), agreement: docId, product }),
  z.strictObject({ type: z.literal('edit'), product }),
  bare('submit'),
  bare('begin_auto_check'),
  z.strictObject({ type: z.literal('block'), findings }),
  z.strictObject({ type: z.literal('clear'), findings }),
  /** What the system passes under a standing approval, in the place of `clear`. */
  z.strictObject({ type: z.literal('pass_standing'), standing: docId, findings }),
  z.strictObject({ type: z.literal('vote'), ...judgement, acknowledged: z.array(namedFinding).max(500) }),
  /** What one reviewer writes down after the two have talked; it counts when the other has signed it too. */
  z.strictObject({ type: z.literal('consolidate'), ...judgement }),
  bare('countersign'),
  reasoned('contest'),
  z.strictObject({ type: z.literal('request_exception'), ...exceptionRequest }),
  bare('grant_exception'),
  reasoned('refuse_exception'),
  reasoned('return'),
  /** A decision on an appeal has people look again. */
  reasoned('reopen'),
  /** `filing`: the operator's number of the filing. */
  z.strictObject({ type: z.literal('submit_filing'), filing: shortText }),
  /** `receipt`: the agency's number of its acceptance. */
  z.strictObject({ type: z.literal('accept_filing'), receipt: shortText }),
  reasoned('return_filing'),
  /** `certificate`: digest of the statement that the certificate signs, so that log and certificate name each other. */
  z.strictObject({
    type: z.literal('release'),
    files: z.array(file).min(1).max(100),
    certificate: aSha256,
    /** The system releases; this person of the operator asked it to. */
    askedBy: docId,
  }),
  /** `cause`: what it rested on and is no more, as `life/id`. */
  z.strictObject({ type: z.literal('suspend'), cause: shortText }),
  bare('resume'),
  bare('expire'),
  reasoned('recall'),
]);

/** @see product */
export type Product = Parsed<typeof product>;
/** @see exportCommand */
export type ExportCommand = Parsed<typeof exportCommand>;
