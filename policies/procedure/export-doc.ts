/** The document of an export and how its events make it. It names results by hash and never holds one. @see procedure.md §3.9 */
import type { OrgId, Sha256 } from '../units.ts';
import type { Checklist } from './checklist.ts';
import { existing, payloadOf, stamp, type ActedDoc, type Happening } from './decider.ts';
import type { ExportCommand, Product } from './export-commands.ts';
import type { ExportState } from './export-table.ts';
import type { Actor } from './life.ts';

/** One person's passing of an export, in all four domains. */
export interface Check {
  readonly checker: Actor;
  readonly checklist: Checklist;
  readonly reason: string;
}

/** An export: the product, what the checks said, how it was filed, what left. */
export interface Export extends ActedDoc<ExportState> {
  readonly vendor: OrgId;
  readonly affiliates: readonly OrgId[];
  readonly agreement: string;
  readonly product: Product;
  /** The runs as they were when submitted: later checks refuse a run whose result has changed. */
  readonly results: readonly { readonly run: string; readonly resultHash: Sha256 }[];
  readonly findings: readonly string[];
  readonly checks: readonly Check[];
  readonly filing?: string;
  /** Present exactly when the data agency has accepted the filing. */
  readonly receipt?: string;
  readonly files?: Extract<ExportCommand, { type: 'release' }>['files'];
  /** Digest of the certificate's statement. */
  readonly certificate?: Sha256;
  /** Who asked for the release. */
  readonly askedBy?: string;
  readonly reason?: string;
}

/** Whose export it is, and under what. */
export type Origin = Pick<Export, 'vendor' | 'affiliates' | 'agreement' | 'product'>;
/** Commands whose fields are the payload of their event. */
export type Plain = Exclude<ExportCommand['type'], 'draft' | 'edit' | 'submit' | 'pass'>;
type Noted = Partial<Pick<Export, 'findings' | 'filing' | 'receipt' | 'files' | 'certificate' | 'askedBy' | 'reason'>>;
type Event<Type extends string, Payload> = Happening<`export.${Type}`, ExportState, Payload>;

/** What can happen to an export. */
export type ExportEvent =
  | Event<'drafted', Origin>
  | Event<'edited', Pick<Export, 'product'>>
  | Event<'submitted', Pick<Export, 'results'>>
  | Event<'check_passed' | 'passed', { readonly check: Check }>
  | Event<(typeof past)[Plain], Noted>;

/** The events of the plain commands. */
export const past = {
  begin_auto_check: 'auto_check_begun',
  block: 'blocked',
  clear: 'cleared',
  return: 'returned',
  reject: 'rejected',
  submit_filing: 'filing_submitted',
  accept_filing: 'filed',
  return_filing: 'filing_returned',
  release: 'released',
  recall: 'recalled',
} as const satisfies Record<Plain, string>;

/** Folds one event. @throws Error when the record is broken */
export function evolve(doc: Export | undefined, event: ExportEvent): Export {
  const stamped = stamp(doc, event);
  switch (event.type) {
    case 'export.drafted':
      return { ...payloadOf(event), ...stamped, results: [], findings: [], checks: [] };
    case 'export.edited': {
      // Another product: what was found out about the old one is forgotten.
      const { vendor, affiliates, agreement } = existing(doc, event);
      return { vendor, affiliates, agreement, ...payloadOf(event), ...stamped, results: [], findings: [], checks: [] };
    }
    case 'export.check_passed':
    case 'export.passed': {
      const before = existing(doc, event);
      return { ...before, ...stamped, checks: [...before.checks, event.data.check] };
    }
    case 'export.submitted':
    case 'export.auto_check_begun':
    case 'export.blocked':
    case 'export.cleared':
    case 'export.returned':
    case 'export.rejected':
    case 'export.filing_submitted':
    case 'export.filed':
    case 'export.filing_returned':
    case 'export.released':
    case 'export.recalled':
      break;
  }
  return { ...existing(doc, event), ...payloadOf(event), ...stamped };
}
