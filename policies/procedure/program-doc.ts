/** The document of a program and how its events make it. @see procedure.md §3.7 */
import type { OrgId, Sha256 } from '../units.ts';
import type { Checklist } from './checklist.ts';
import { existing, payloadOf, stamp, type ActedDoc, type Happening } from './decider.ts';
import type { Scope } from './fields.ts';
import type { Output } from './output-contract.ts';
import type { ProgramContent } from './program-commands.ts';
import type { ProgramState } from './program-table.ts';
import type { CheckRecord } from './rule-packs/record.ts';

/** A program and what is known of its present text. */
export interface Program extends ActedDoc<ProgramState> {
  readonly vendor: OrgId;
  readonly affiliates: readonly OrgId[];
  readonly agreement: string;
  readonly scenario: string;
  /** Counts texts from 1. */
  readonly version: number;
  readonly content: ProgramContent;
  /** SHA-256 of the canonical form of `content`. */
  readonly hash: Sha256;
  /** The last text that passed a test on simulation data. */
  readonly testedHash?: Sha256;
  /** What the static check found that the present text uses. */
  readonly uses?: Scope;
  /** The declared outputs, with the columns that the static check found where the text declares none. */
  readonly outputs?: readonly Output[];
  readonly checklist?: Checklist;
  /** The review, item by item. */
  readonly check?: CheckRecord;
  /** For how many combinations of parameter values it was approved. */
  readonly combinations?: number;
  readonly reason?: string;
}

/** Whose program it is, and under what. */
export type Origin = Pick<Program, 'vendor' | 'affiliates' | 'agreement' | 'scenario'>;
/** A text and its name. */
export type Text = Pick<Program, 'content' | 'hash'>;
/** Commands whose event only carries a reason, or nothing. */
export type Plain = 'begin_review' | 'return' | 'supersede' | 'revoke';
type Event<Type extends string, Payload> = Happening<`program.${Type}`, ProgramState, Payload>;
/** What can happen to a program. */
export type ProgramEvent =
  | Event<'drafted', Origin & Text>
  | Event<'edited' | 'changed', Text>
  | Event<'tested' | 'frozen', { readonly hash: Sha256 }>
  | Event<'static_checked', Pick<Program, 'hash' | 'outputs'> & { readonly uses: Scope }>
  | Event<'approved', Pick<Program, 'hash' | 'combinations' | 'check'> & { readonly checklist: Checklist }>
  | Event<(typeof past)[Plain], Partial<Pick<Program, 'reason'>>>;

/** Their events. */
export const past = {
  begin_review: 'review_begun',
  return: 'returned',
  supersede: 'superseded',
  revoke: 'revoked',
} as const satisfies Record<Plain, string>;

/** Folds one event. @throws Error when the record is broken */
export function evolve(doc: Program | undefined, event: ProgramEvent): Program {
  const stamped = stamp(doc, event);
  switch (event.type) {
    case 'program.drafted':
      return { ...payloadOf(event), ...stamped, version: 1 };
    case 'program.edited':
    case 'program.changed': {
      // What was found out about the old text is forgotten: uses, outputs, checklist, reason.
      const {
        uses: _uses,
        outputs: _outputs,
        checklist: _checklist,
        check: _check,
        combinations: _count,
        reason: _reason,
        ...kept
      } = existing(doc, event);
      return { ...kept, ...payloadOf(event), ...stamped, version: kept.version + 1 };
    }
    case 'program.tested':
      return { ...existing(doc, event), ...stamped, testedHash: event.data.hash };
    case 'program.frozen':
    case 'program.static_checked':
    case 'program.approved':
    case 'program.review_begun':
    case 'program.returned':
    case 'program.superseded':
    case 'program.revoked':
      break;
  }
  return { ...existing(doc, event), ...payloadOf(event), ...stamped };
}
