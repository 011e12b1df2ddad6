/**
 * Agreement 协议: the vendor and then the operator sign the same text; the second signature opens the grants.
 *
 * @see procedure.md §3.6, requirements AO-20-2…6
 */
import type { Outcome } from '../refusal.ts';
import type { Instant, OrgId, Sha256 } from '../units.ts';
import { agreementCommand, type AgreementCommand, type Clauses } from './agreement-commands.ts';
import {
  requireAgreedCase,
  requireApproved,
  requireClauses,
  requireSameText,
  requireTerms,
  type Terms,
} from './agreement-guards.ts';
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
  requireAll,
  requireThat,
  requireTurn,
  stamp,
  vendorOwner,
  type ActedDoc,
  type Happening,
  type Life,
} from './decider.ts';
import { requireGrantable } from './grantable.ts';
import { grantsOf, type Grant } from './grant.ts';
import { doingOf, requireMove, type Context } from './life.ts';
import type { CaseContext } from './lookup.ts';
import { requireEffective } from './norms.ts';
import type { Registration } from './registration.ts';
import { requireIndependent, requireOtherPerson } from './roles.ts';
import { isBefore, monthsAfter } from './term.ts';

/** An agreement and the grants that it opened. Grants give rights only while it is in force: ask `requireGrant`. */
export interface Agreement extends ActedDoc<AgreementState> {
  readonly vendor: OrgId;
  readonly affiliates: readonly OrgId[];
  readonly application: string;
  readonly clauses: Clauses;
  /** SHA-256 of the canonical form of the clauses; both signatures name it. */
  readonly hash: Sha256;
  /** The agreement whose place it takes when both have signed. */
  readonly supersedes?: string;
  /** The version of the template that it instantiates. @see AO-20-1 */
  readonly template?: string;
  /** Empty until both have signed. */
  readonly grants: readonly Grant[];
  readonly reason?: string;
  readonly case?: string;
}

/** What a decision about an agreement depends on. */
export interface AgreementContext extends Context, Terms, Pick<CaseContext, 'lookup' | 'profile'> {
  readonly application: Application | undefined;
  readonly registration: Registration | undefined;
  /** Every other agreement of the same application. */
  readonly sameApplication: readonly { readonly id: string; readonly state: AgreementState }[];
  /** When the operator's own authorization ends: no agreement outlives it. */
  readonly authorizedUntil: Instant;
  /** The longest term of the jurisdiction profile, in years. */
  readonly longestYears: number;
  /** Does the place demand an agreement before rights open? */
  readonly agreementRequired: boolean;
}

type Signature = { readonly hash: Sha256 };
type Drafted = Pick<
  Agreement,
  'vendor' | 'affiliates' | 'application' | 'clauses' | 'hash' | 'supersedes' | 'template'
>;
type Plain = 'suspend' | 'reinstate' | 'terminate' | 'expire' | 'call_report' | 'amend';
type Event<Type extends string, Payload> = Happening<`agreement.${Type}`, AgreementState, Payload>;
/** What can happen to an agreement. */
export type AgreementEvent =
  | Event<'drafted', Drafted>
  | Event<'vendor_signed', Signature>
  | Event<'activated', Signature & { readonly grants: readonly Grant[] }>
  | Event<'adopted', { readonly grants: readonly Grant[] }>
  | Event<(typeof past)[Plain], Partial<Pick<Agreement, 'reason' | 'case'>>>;

const past = {
  suspend: 'suspended',
  reinstate: 'reinstated',
  terminate: 'terminated',
  expire: 'expired',
  call_report: 'report_called',
  amend: 'amended',
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
    case 'adopt': {
      const free = requireThat(
        !context.agreementRequired,
        'E_NO_RIGHTS',
        `Cannot ${doing}: must be signed by both sides where an agreement is demanded`,
      );
      const adopted = { grants: grantsOf(context.id, found.clauses) };
      const checks = [free, requireCurrent(doing, found, context), ...requireOther(doing, found, context)];
      return recordIf(checks, happening('agreement.adopted', to, context, adopted));
    }
    case 'terminate': {
      const checks = [...requireOther(doing, found, context), requireAgreedCase(doing, command.case, found.clauses)];
      return recordIf(checks, happening('agreement.terminated', to, context, fieldsOf(command)));
    }
    case 'call_report':
      return recordIf([requireReportDue(doing, found, context)], happening('agreement.report_called', to, context, {}));
    case 'amend':
      return recordIf([], happening('agreement.amended', to, context, {}));
    case 'suspend':
    case 'reinstate':
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
  const { clauses, supersedes, template } = command;
  const approved = requireApproved(command.application, context, supersedes);
  if (!approved.ok) return approved;
  const { vendor, affiliates, request } = approved.value;
  const parties = {
    vendor,
    affiliates,
    application: command.application,
    ...(supersedes && { supersedes }),
    ...(template && { template }),
  };
  const drafted = { ...parties, clauses, hash: contentHash(clauses) };
  const checks = [
    requireIndependent(doingOf(agreementTable, 'draft'), context.actor, approved.value),
    ...requireClauses(clauses, request, context),
    ...requireTerms(clauses, context),
    requireEffective(doingOf(agreementTable, 'draft'), { kind: 'agreement_template', norm: template }, context),
  ];
  return recordIf(checks, happening('agreement.drafted', to.value, context, drafted));
}

/** What either signature needs: the text that was read, a term that has not ended, a vendor still registered. */
function requireSignable(doing: string, doc: Agreement, hash: Sha256, context: AgreementContext): Outcome<unknown>[] {
  return [requireSameText(doing, doc.hash, hash), requireCurrent(doing, doc, context)];
}

/** The term has not ended, and the vendor is still registered. */
function requireCurrent(doing: string, doc: Agreement, context: AgreementContext): Outcome<unknown> {
  const { term } = doc.clauses;
  return requireAll([
    requireRegistered(doing, context.registration, doc.vendor),
    requireGrantable(doing, doc.clauses.dataScope, context),
    requireThat(
      isBefore(context.now, term.to),
      'E_STATE',
      `Cannot ${doing}: the term must not have ended; got an end at ${term.to}`,
    ),
  ]);
}

/** The moment of the next report on the use: so many months after the rights opened, and again and again. */
function nextReportAt(doc: Agreement): Instant | undefined {
  const opened = doc.acts.find(({ type }) => type === 'agreement.activated' || type === 'agreement.adopted');
  const called = doc.acts.filter(({ type }) => type === 'agreement.report_called').length;
  return opened && monthsAfter(opened.at, (called + 1) * doc.clauses.rightsAndDuties.reportEvery);
}

function requireReportDue(doing: string, doc: Agreement, { now }: Context): Outcome<void> {
  const at = nextReportAt(doc);
  const isDue = at !== undefined && !isBefore(now, at);
  return requireThat(isDue, 'E_STATE', `Cannot ${doing}: must be later than ${at ?? 'never'}; got ${now}`);
}

/** Its end, then its reports. A draft that nobody signed ends with the term that it named. */
function due(doc: Agreement, now: Instant): AgreementCommand | undefined {
  if (!Object.values(agreementTable.moves.expire.from).some((state) => state === doc.state)) return undefined;
  if (!isBefore(now, doc.clauses.term.to)) return { type: 'expire' };
  const at = nextReportAt(doc);
  return doc.state === 'active' && at !== undefined && !isBefore(now, at) ? { type: 'call_report' } : undefined;
}

/** The operator's acts are of another organization than the vendor's, and of another person than its signatory. */
function requireOther(doing: string, doc: Agreement, { actor }: Context): Outcome<unknown>[] {
  if (actor.role === 'system') return [];
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
    case 'agreement.adopted':
      return { ...existing(doc, event), ...stamped, grants: event.data.grants };
    case 'agreement.suspended':
    case 'agreement.reinstated':
    case 'agreement.terminated':
    case 'agreement.expired':
    case 'agreement.report_called':
    case 'agreement.amended':
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
  due,
};
