/** The document of an export and how its events make it. It names results by hash and never holds one. @see procedure.md §3.9 */
import type { OrgId, Sha256 } from '../units.ts';
import { existing, payloadOf, stamp, type ActedDoc, type Happening } from './decider.ts';
import type { Denial } from './denials.ts';
import type { ExportCommand, Product } from './export-commands.ts';
import type { Exception } from './exception-request.ts';
import type { ExportState } from './export-table.ts';
import type { Finding, Judgement, Vote } from './export-votes.ts';
import type { Actor } from './life.ts';
import type { CheckRecord } from './rule-packs/record.ts';

/** The decision that one of two reviewers who disagreed has written down for both. */
export interface Consolidation extends Judgement {
  readonly by: Actor;
  /** What it says to each item that people are asked about. */
  readonly check?: CheckRecord;
}

/** An export: the product, what the checks said, how it was filed, what left. */
export interface Export extends ActedDoc<ExportState> {
  readonly vendor: OrgId;
  readonly affiliates: readonly OrgId[];
  readonly agreement: string;
  readonly product: Product;
  /** The runs as they were when submitted: later checks refuse a run whose result has changed. */
  readonly results: readonly { readonly run: string; readonly resultHash: Sha256 }[];
  /** Hash of the report's text as submitted, where there is one: the domain writes no other. */
  readonly report?: Sha256;
  readonly findings: readonly Finding[];
  /** The automatic check, item by item; what people are asked is open in it. Absent before, and in records of old. */
  readonly check?: CheckRecord;
  /** What a block has cost the vendor's legal group. */
  readonly denial?: Denial;
  /** Of the present round. Who may read which of them says `viewOfExport`. */
  readonly votes: readonly Vote[];
  readonly consolidation?: Consolidation;
  /** Where people pass it although a check has spoken against it. */
  readonly exception?: Exception;
  /** Why a consolidation was not signed. */
  readonly contested?: string;
  /** The standing approval that passed it, in the place of people. */
  readonly standing?: string;
  /** Every standing approval that ever passed it, also before it was edited: uses are not given back. */
  readonly standingsUsed?: readonly string[];
  readonly filing?: string;
  /** Present exactly when the data agency has accepted the filing. */
  readonly receipt?: string;
  readonly files?: Extract<ExportCommand, { type: 'release' }>['files'];
  /** Digest of the certificate's statement. */
  readonly certificate?: Sha256;
  /** Who asked for the release. */
  readonly askedBy?: string;
  /** What suspended it last, as `life/id`. */
  readonly cause?: string;
  /** What the vendor was told last. */
  readonly reason?: string;
}

/** What a submission names, and again its filing: what was returned since is not filed with what came in its place. */
export type Submitted = Pick<Export, 'results' | 'report'>;
/** Whose export it is, and under what. */
export type Origin = Pick<Export, 'vendor' | 'affiliates' | 'agreement' | 'product'>;
/** Commands whose fields are the payload of their event. */
export type Plain = Exclude<
  ExportCommand['type'],
  | 'draft'
  | 'edit'
  | 'submit'
  | 'submit_filing'
  | 'accept_filing'
  | 'pass_standing'
  | 'vote'
  | 'consolidate'
  | 'countersign'
  | 'contest'
  | 'request_exception'
  | 'grant_exception'
  | 'refuse_exception'
  | 'return'
  | 'reopen'
>;
type Noted = Partial<
  Pick<Export, 'findings' | 'check' | 'denial' | 'files' | 'certificate' | 'askedBy' | 'cause' | 'reason'>
>;
type Event<Type extends string, Payload> = Happening<`export.${Type}`, ExportState, Payload>;

/** What a decision of people leaves: the vote that completed the round, and what the vendor is told. */
export interface Decided {
  readonly vote?: Vote;
  readonly reason?: string;
}

/** What can happen to an export. The type of a first vote says nothing of the vote: types stand in the log in the clear. */
export type ExportEvent =
  | Event<'drafted', Origin>
  | Event<'edited', Pick<Export, 'product'>>
  | Event<'submitted', Submitted>
  | Event<'filing_submitted', Submitted & { readonly filing: string }>
  | Event<'filed', Submitted & { readonly receipt: string }>
  | Event<'voted' | 'conflicted', { readonly vote: Vote }>
  | Event<'passed' | 'changes_asked' | 'rejected', Decided>
  | Event<'consolidated', { readonly consolidation: Consolidation }>
  | Event<'contested', { readonly contested: string }>
  | Event<'exception_requested' | 'exception_granted', { readonly exception: Exception }>
  | Event<'exception_needed', Decided>
  | Event<'passed_by_standing', Pick<Export, 'findings' | 'check'> & { readonly standing: string }>
  | Event<'returned' | 'reopened' | 'exception_refused', { readonly reason: string }>
  | Event<(typeof past)[Plain], Noted>;

/** The events of the plain commands. */
export const past = {
  begin_auto_check: 'auto_check_begun',
  block: 'blocked',
  clear: 'cleared',
  return_filing: 'filing_returned',
  release: 'released',
  suspend: 'suspended',
  resume: 'resumed',
  expire: 'expired',
  recall: 'recalled',
} as const satisfies Record<Plain, string>;

/** Folds one event. @throws Error when the record is broken */
export function evolve(doc: Export | undefined, event: ExportEvent): Export {
  const stamped = stamp(doc, event);
  switch (event.type) {
    case 'export.drafted':
      return { ...payloadOf(event), ...stamped, results: [], findings: [], votes: [] };
    case 'export.edited': {
      // Another product: what was found out about the old one is forgotten.
      const { vendor, affiliates, agreement, standingsUsed } = existing(doc, event);
      const kept = { vendor, affiliates, agreement, ...(standingsUsed && { standingsUsed }) };
      return { ...kept, ...payloadOf(event), ...stamped, results: [], findings: [], votes: [] };
    }
    case 'export.voted':
    case 'export.conflicted':
    case 'export.passed':
    case 'export.exception_needed':
    case 'export.changes_asked':
    case 'export.rejected': {
      const before = existing(doc, event);
      const { vote, ...told } = decidedOf(event);
      return { ...before, ...told, ...stamped, votes: vote ? [...before.votes, vote] : before.votes };
    }
    case 'export.passed_by_standing': {
      const before = existing(doc, event);
      const standingsUsed = [...(before.standingsUsed ?? []), event.data.standing];
      return { ...before, ...payloadOf(event), ...stamped, standingsUsed };
    }
    case 'export.contested': {
      const { consolidation: _, ...kept } = existing(doc, event);
      return { ...kept, ...payloadOf(event), ...stamped };
    }
    case 'export.exception_refused':
    case 'export.reopened':
    case 'export.returned': {
      // A round that was broken off is over: what was voted in it stays untold.
      const { consolidation: _, contested: _contested, exception: _exception, ...kept } = existing(doc, event);
      return { ...kept, ...payloadOf(event), ...stamped, votes: [] };
    }
    case 'export.submitted':
    case 'export.auto_check_begun':
    case 'export.blocked':
    case 'export.cleared':
    case 'export.consolidated':
    case 'export.exception_requested':
    case 'export.exception_granted':
    case 'export.filing_submitted':
    case 'export.filed':
    case 'export.filing_returned':
    case 'export.released':
    case 'export.suspended':
    case 'export.resumed':
    case 'export.expired':
    case 'export.recalled':
      break;
  }
  return { ...existing(doc, event), ...payloadOf(event), ...stamped };
}

function decidedOf(event: Extract<ExportEvent, { data: Decided | { vote: Vote } }>): Decided {
  return payloadOf(event);
}
