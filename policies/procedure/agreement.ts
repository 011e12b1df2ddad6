/**
 * Agreement 协议: the vendor and then the operator sign the same text; the second signature opens the grants.
 *
 * @see procedure.md §3.6, requirements AO-20-2…6
 */
import type { Outcome } from '../refusal.ts';
import type { Instant, OrgId, Sha256 } from '../units.ts';
import { agreementCommand, type AgreementCommand, type Clauses } from './agreement-commands.ts';
import { requireApproved, requireClauses, requireSameText } from './agreement-guards.ts';
import { agreementTable, type AgreementState } from './agreement-table.ts';
import type { Application } from './application.ts';
import { requireRegistered } from './application-guards.ts';
import { contentHash } from '../record/content-hash.ts';
import {
  doersOf,
  existing,
  fieldsOf,
  happening,
  payloadOf,
  recordIf,
  requireThat,
  requireTurn,
  stamp,
  vendorOwner,
  type ActedDoc,
  type Happening,
  type Life,
} from './decider.ts';
import { grantsOf, type Grant } from './grant.ts';
import { doingOf, requireMove, type Context } from './life.ts';
import type { Registration } from './registration.ts';
import { requireIndependent, requireOtherPerson } from './roles.ts';
import { isBefore } from './term.ts';

/** An agreement and the grants that it opened. Grants give rights only while it is in force: ask `requireGrant`. */
export interface Agreement extends ActedDoc<AgreementState> {
  readonly vendor: OrgId;
  readonly affiliates: readonly OrgId[];
  readonly application: string;
  readonly clauses: Clauses;
  /** SHA-256 of the canonical form of the clauses; both signatures name it. */
  readonly hash: Sha256;
  /** Empty until both have signed. */
  readonly grants: readonly Grant[];
  readonly reason?: string;
  readonly case?: string;
}

/** What a decision about an agreement depends on. */
export interface AgreementContext extends Context {
  readonly application: Application | undefined;
  readonly registration: Registration | undefined;
  /** Every other agreement of the same application. */
  readonly sameApplication: readonly { readonly id: string; readonly state: AgreementState }[];
  /** When the operator's own authorization ends: no agreement outlives it. */
  readonly authorizedUntil: Instant;
  /** The longest term of the jurisdiction profile, in years. */
  readonly longestYears: number;
}

type Signature = { readonly hash: Sha256 };
type Drafted = Pick<Agreement, 'vendor' | 'affiliates' | 'application' | 'clauses' | 'hash'>;
type Plain = 'suspend' | 'reinstate' | 'terminate' | 'expire';
type Event<Type extends string, Payload> = Happening<`agreement.${Type}`, AgreementState, Payload>;
/** What can happen to an agreement. */
export type AgreementEvent =
  | Event<'drafted', Drafted>
  | Event<'vendor_signed', Signature>
  | Event<'activated', Signature & { readonly grants: readonly Grant[] }>
  | Event<(typeof past)[Plain], Partial<Pick<Agreement, 'reason' | 'case'>>>;

const past = {
  suspend: 'suspended',
  reinstate: 'reinstated',
  terminate: 'terminated',
  expire: 'expired',
} as const satisfies Record<Plain, string>;

type Decision = Outcome<readonly [AgreementEvent]>;

function decide(doc: Agreement | undefined, command: AgreementCommand, context: AgreementContext): Decision {
  if (command.type === 'draft') return draft(doc, command, context);
  const turn = requireTurn(agreementTable, command.type, { doc, ownerOf: vendorOwner }, context);
  if (!turn.ok) return turn;
  const { to, doc: found } = turn.value;
  const doing = doingOf(agreementTable, command.type);
  switch (command.type) {
    case 'sign_vendor': {
      const event = happening('agreement.vendor_signed', to, context, { hash: command.hash });
      return recordIf(requireSignable(doing, found, command.hash, context), event);
    }
    case 'sign_operator': {
      const grants = grantsOf(context.id, found.clauses);
      const event = happening('agreement.activated', to, context, { hash: command.hash, grants });
      const checks = [...requireSignable(doing, found, command.hash, context), ...requireOther(doing, found, context)];
      return recordIf(checks, event);
    }
    case 'expire': {
      const { term } = found.clauses;
      const due = requireThat(
        !isBefore(context.now, term.to),
        'E_STATE',
        `Cannot ${doing}: the term must have ended; got an end at ${term.to}`,
      );
      return recordIf([due], happening('agreement.expired', to, context, {}));
    }
    case 'suspend':
    case 'reinstate':
    case 'terminate':
      break;
  }
  const event = happening(`agreement.${past[command.type]}` as const, to, context, fieldsOf(command));
  return recordIf(requireOther(doing, found, context), event);
}

function draft(
  doc: Agreement | undefined,
  command: Extract<AgreementCommand, { type: 'draft' }>,
  context: AgreementContext,
): Decision {
  const to = requireMove(agreementTable, 'draft', doc?.state ?? 'none', context.actor);
  if (!to.ok) return to;
  const approved = requireApproved(command.application, context);
  if (!approved.ok) return approved;
  const { vendor, affiliates, request } = approved.value;
  const { clauses } = command;
  const parties = { vendor, affiliates, application: command.application };
  const drafted = { ...parties, clauses, hash: contentHash(clauses) };
  const checks = [
    requireIndependent(doingOf(agreementTable, 'draft'), context.actor, approved.value),
    ...requireClauses(clauses, request, context),
  ];
  return recordIf(checks, happening('agreement.drafted', to.value, context, drafted));
}

/** What either signature needs: the text that was read, a term that has not ended, a vendor still registered. */
function requireSignable(doing: string, doc: Agreement, hash: Sha256, context: AgreementContext): Outcome<unknown>[] {
  const { term } = doc.clauses;
  return [
    requireSameText(doing, doc.hash, hash),
    requireRegistered(doing, context.registration, doc.vendor),
    requireThat(
      isBefore(context.now, term.to),
      'E_STATE',
      `Cannot ${doing}: the term must not have ended; got an end at ${term.to}`,
    ),
  ];
}

/** The operator's acts are of another organization than the vendor's, and of another person than its signatory. */
function requireOther(doing: string, doc: Agreement, { actor }: Context): Outcome<unknown>[] {
  const signatories = doersOf(doc, ['agreement.vendor_signed']);
  return [requireIndependent(doing, actor, doc), requireOtherPerson(doing, actor, signatories)];
}

function evolve(doc: Agreement | undefined, event: AgreementEvent): Agreement {
  const stamped = stamp(doc, event);
  switch (event.type) {
    case 'agreement.drafted':
      return { ...payloadOf(event), ...stamped, grants: [] };
    case 'agreement.vendor_signed':
      return { ...existing(doc, event), ...stamped };
    case 'agreement.activated':
      return { ...existing(doc, event), ...stamped, grants: event.data.grants };
    case 'agreement.suspended':
    case 'agreement.reinstated':
    case 'agreement.terminated':
    case 'agreement.expired':
      break;
  }
  return { ...existing(doc, event), ...payloadOf(event), ...stamped };
}

/** The four types of this life. */
export interface AgreementTypes {
  readonly doc: Agreement;
  readonly command: AgreementCommand;
  readonly context: AgreementContext;
  readonly event: AgreementEvent;
}

/** Agreement. */
export const agreement: Life<AgreementTypes> = {
  ...agreementTable,
  command: agreementCommand,
  ownerOf: vendorOwner,
  decide,
  evolve,
};
