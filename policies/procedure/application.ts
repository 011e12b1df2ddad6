/**
 * Use application 使用申请, one scenario, one application: the operator checks it, then every reviewing body must approve.
 * Any rejection rejects; approval of fewer columns is an offer that the vendor may accept.
 *
 * @see procedure.md §3.5, requirements AO-04-1, AO-18, AO-19
 */
import type { Outcome } from '../refusal.ts';
import type { Instant, OrgId } from '../units.ts';
import { applicationCommand, type ApplicationCommand, type UseRequest } from './application-commands.ts';
import {
  narrowed,
  offerOf,
  requireKnownColumns,
  requireNarrowing,
  requireOneApplication,
  requireRegistered,
} from './application-guards.ts';
import { applicationTable, type ApplicationState } from './application-table.ts';
import type { CatalogEntryDoc } from './catalog-entry-doc.ts';
import { requirePassed, type Checklist } from './checklist.ts';
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
import type { Scope } from './fields.ts';
import { doingOf, requireMove, type Actor, type Context } from './life.ts';
import type { CaseContext } from './lookup.ts';
import type { Registration } from './registration.ts';
import { applicationEvaluators } from './rule-packs/application-rules.ts';
import { judge, requireNoCritical } from './rule-packs/check.ts';
import { answered, requireAnswers, type CheckRecord } from './rule-packs/record.ts';
import type { Standard } from './rule-packs/standard-in-force.ts';
import { requireGrantable } from './grantable.ts';
import { requireSeat, seatsOf, type Review, type ReviewMode, type Seat } from './reviewers.ts';
import { requireIndependent, requireOtherPerson } from './roles.ts';
import { isBefore, requireTerm } from './term.ts';
import { dayAt, endOfDay, workingDaysAfter } from './working-days.ts';

/** A use application: what is wanted, who must review it, and who has. */
export interface Application extends ActedDoc<ApplicationState> {
  readonly vendor: OrgId;
  readonly affiliates: readonly OrgId[];
  readonly request: UseRequest;
  readonly checklist?: Checklist;
  /** The operator's check, item by item. */
  readonly check?: CheckRecord;
  /** Every one of these must approve; empty until routed. */
  readonly seats: readonly Seat[];
  readonly reviews: readonly Review[];
  /** How they decide. */
  readonly mode?: ReviewMode;
  /** What is left of the columns where a body approved fewer; the request has no more once the vendor has accepted. */
  readonly offer?: Scope;
  /** Until when an agreement must be signed. */
  readonly signBy?: Instant;
  readonly agreement?: string;
  readonly opinions?: readonly Opinion[];
  readonly reason?: string;
}

/** What the expert committee advised. */
export interface Opinion {
  readonly by: Actor;
  readonly opinion: string;
  readonly interests: string;
}

/** What a decision about an application depends on. */
export interface ApplicationContext extends CaseContext {
  /** The registration of the vendor who applies. */
  readonly registration: Registration | undefined;
  /** The catalog entries that the request names, as far as they exist. */
  readonly entries: readonly CatalogEntryDoc[];
  /** Every other application of this vendor for the same scenario id. */
  readonly sameScenario: readonly { readonly id: string; readonly state: ApplicationState }[];
  /** Under what it is checked. */
  readonly standard: Standard;
}

type Wanted = { readonly vendor: OrgId; readonly affiliates: readonly OrgId[]; readonly request: UseRequest };
type Special = 'draft' | 'edit' | 'route' | 'approve' | 'advise' | 'accept_narrowing';
type Plain = Exclude<ApplicationCommand['type'], Special>;
type Noted = Partial<Pick<Application, 'checklist' | 'check' | 'reason' | 'agreement'>>;
type Approval = { readonly review: Review } & Pick<Application, 'signBy' | 'offer'>;
type Event<Type extends string, Payload> = Happening<`application.${Type}`, ApplicationState, Payload>;
/** What can happen to an application. */
export type ApplicationEvent =
  | Event<'drafted' | 'edited', Wanted>
  | Event<'routed', { readonly seats: readonly Seat[]; readonly mode: ReviewMode }>
  | Event<'review_passed' | 'approved' | 'offered', Approval>
  | Event<'advised', { readonly opinion: Opinion }>
  | Event<'narrowing_accepted', { readonly request: UseRequest; readonly signBy: Instant }>
  | Event<(typeof past)[Plain], Noted>;

const past = {
  submit: 'submitted',
  begin_check: 'check_begun',
  forward: 'forwarded',
  return: 'returned',
  reject: 'rejected',
  disapprove: 'disapproved',
  cancel: 'cancelled',
  decline_narrowing: 'narrowing_declined',
  grant: 'granted',
  lapse: 'lapsed',
  reopen_check: 'check_reopened',
  reopen_review: 'review_reopened',
} as const satisfies Record<Plain, string>;

type Decision = Outcome<readonly [ApplicationEvent]>;

function decide(doc: Application | undefined, command: ApplicationCommand, context: ApplicationContext): Decision {
  if (command.type === 'draft') {
    const to = requireMove(applicationTable, 'draft', doc?.state ?? 'none', context.actor);
    if (!to.ok) return to;
    const checks = requireSound(command.request, context.actor.org, context);
    return recordIf(checks, happening('application.drafted', to.value, context, wanted(command.request, context)));
  }
  const turn = requireTurn(applicationTable, command.type, { doc, ownerOf: vendorOwner }, context);
  if (!turn.ok) return turn;
  const { to, doc: found } = turn.value;
  const doing = doingOf(applicationTable, command.type);
  switch (command.type) {
    case 'edit': {
      const event = happening('application.edited', to, context, wanted(command.request, context));
      return recordIf(requireSound(command.request, found.vendor, context), event);
    }
    case 'route': {
      const known = requireKnownColumns(found.request, context.entries);
      if (!known.ok) return known;
      const mode = context.profile.switches.reviewMode.value;
      const seats = seatsOf(found.request, context.entries, mode);
      return recordIf([], happening('application.routed', to, context, { seats, mode }));
    }
    case 'approve':
      return approve(found, command, context);
    case 'advise':
      return advise(found, command, context);
    case 'accept_narrowing': {
      const request = narrowed(found.request, found.offer ?? []);
      const event = happening('application.narrowing_accepted', to, context, { request, signBy: signBy(context) });
      return recordIf([], event);
    }
    case 'lapse': {
      const late = found.signBy !== undefined && !isBefore(context.now, found.signBy);
      const must = `Cannot ${doing}: the time to sign must be over; got an end at ${found.signBy ?? 'never'}`;
      return recordIf([requireThat(late, 'E_STATE', must)], plain(command, to, context));
    }
    case 'submit':
      return recordIf(requireSound(found.request, found.vendor, context), plain(command, to, context));
    case 'begin_check':
    case 'return':
    case 'reject':
      return recordIf(requireChecker(doing, found, context), plain(command, to, context));
    case 'forward':
      return forward(found, command, context);
    case 'disapprove':
      return recordIf(requireReviewer(doing, found, context), plain(command, to, context));
    case 'cancel':
    case 'decline_narrowing':
    case 'grant':
    case 'reopen_check':
    case 'reopen_review':
      break;
  }
  return recordIf([], plain(command, to, context));
}

function plain(command: Extract<ApplicationCommand, { type: Plain }>, to: ApplicationState, context: Context) {
  return happening(`application.${past[command.type]}` as const, to, context, fieldsOf(command));
}

function wanted(request: UseRequest, { actor, registration }: ApplicationContext): Wanted {
  return { vendor: actor.org, affiliates: registration?.affiliates ?? [], request };
}

type CommandOf<Type> = Extract<ApplicationCommand, { type: Type }>;

function approve(doc: Application, { reason, columns }: CommandOf<'approve'>, context: ApplicationContext): Decision {
  const doing = doingOf(applicationTable, 'approve');
  const seat = requireSeat(doing, doc, context.actor);
  if (!seat.ok) return seat;
  const review: Review = { seat: seat.value, reviewer: context.actor, reason, ...(columns && { columns }) };
  const reviews = [...doc.reviews, review];
  const offer = offerOf(doc.request, reviews);
  const isLast = reviews.length === doc.seats.length;
  const kind = !isLast ? 'approve' : offer ? 'approve_narrow_last' : 'approve_last';
  const to = requireMove(applicationTable, kind, doc.state, context.actor);
  if (!to.ok) return to;
  const what = { approve: 'review_passed', approve_narrow_last: 'offered', approve_last: 'approved' } as const;
  const more = !isLast ? {} : offer ? { offer } : { signBy: signBy(context) };
  const event = happening(`application.${what[kind]}`, to.value, context, { review, ...more });
  const checks = [...requireReviewer(doing, doc, context), requireNarrowing(doing, doc.request, columns)];
  return recordIf(checks, event);
}

/** Experts with an interest of their own do not advise, nor who applied or checked. */
function advise(doc: Application, command: CommandOf<'advise'>, context: ApplicationContext): Decision {
  const doing = doingOf(applicationTable, 'advise');
  const to = requireMove(applicationTable, 'advise', doc.state, context.actor);
  if (!to.ok) return to;
  const { opinion, interests, conflict } = command;
  const checks = [
    requireThat(!conflict, 'E_SEPARATION', `Cannot ${doing}: must have no conflict of interest; got one declared`),
    requireIndependent(doing, context.actor, doc),
    requireOtherPerson(doing, context.actor, doersOf(doc, [...applicants, ...checkers])),
  ];
  const given = { by: context.actor, opinion, interests };
  return recordIf(checks, happening('application.advised', to.value, context, { opinion: given }));
}

/** The end of the working day until which the agreement must be signed. */
function signBy({ calendar, profile, now }: ApplicationContext): Instant {
  return endOfDay(workingDaysAfter(calendar, dayAt(now), profile.days.agreement_signing_days.value).day);
}

/** An approved application whose agreement nobody signed in time. */
function due(doc: Application, now: Instant): ApplicationCommand | undefined {
  const late = doc.state === 'approved' && doc.signBy !== undefined && !isBefore(now, doc.signBy);
  return late ? { type: 'lapse' } : undefined;
}

/** The first gate: no automatic item is against it, and a person has answered for the others. @see AO-15-1 */
function forward(
  doc: Application,
  command: Extract<ApplicationCommand, { type: 'forward' }>,
  context: ApplicationContext,
): Decision {
  const doing = doingOf(applicationTable, 'forward');
  const to = requireMove(applicationTable, 'forward', doc.state, context.actor);
  if (!to.ok) return to;
  const { checklist } = command;
  const may = requireAll([...requireChecker(doing, doc, context), requirePassed(doing, checklist)]);
  if (!may.ok) return may;
  const judged = judgeApplication(doc, context);
  const free = requireNoCritical(doing, judged);
  if (!free.ok) return free;
  const check = answered(judged.check, checklist);
  return recordIf(
    [requireAnswers(doing, checklist, judged.check)],
    happening('application.forwarded', to.value, context, { checklist, check }),
  );
}

/** The items of the first gate for this application. */
export function judgeApplication({ vendor, request }: Application, context: ApplicationContext) {
  const { entries, registration, standard } = context;
  const evidence = { vendor, request, entries, registration, switches: standard.switches };
  const asked = { pack: standard.pack, gate: 'application', forms: request.productForms } as const;
  return judge(asked, applicationEvaluators, evidence);
}

/** What makes a request legitimate: a registered vendor, a new scenario, known columns, a term. @see AO-18 */
function requireSound(request: UseRequest, vendor: OrgId, context: ApplicationContext): readonly Outcome<unknown>[] {
  const doing = 'apply for use';
  return [
    requireRegistered(doing, context.registration, vendor),
    requireOneApplication(request.scenario.id, context),
    requireKnownColumns(request, context.entries),
    requireGrantable(doing, request.datasets, context),
    requireTerm(doing, request.term),
  ];
}

/** The operator's check: of another organization and person than the applicant. */
function requireChecker(doing: string, doc: Application, { actor }: Context): readonly Outcome<unknown>[] {
  return [requireIndependent(doing, actor, doc), requireOtherPerson(doing, actor, doersOf(doc, applicants))];
}

/** A body's review: an open seat, and nobody who applied, checked or sat before. */
function requireReviewer(doing: string, doc: Application, { actor }: Context): readonly Outcome<unknown>[] {
  const others = doersOf(doc, [...applicants, ...checkers, 'application.review_passed']);
  return [
    requireSeat(doing, doc, actor),
    requireIndependent(doing, actor, doc),
    requireOtherPerson(doing, actor, others),
  ];
}

const applicants = ['application.drafted', 'application.edited', 'application.submitted'];
const checkers = ['application.check_begun', 'application.forwarded'];

function evolve(doc: Application | undefined, event: ApplicationEvent): Application {
  const stamped = stamp(doc, event);
  switch (event.type) {
    case 'application.drafted':
    case 'application.edited':
      return { ...doc, ...payloadOf(event), ...stamped, seats: [], reviews: [] };
    case 'application.review_passed':
    case 'application.offered':
    case 'application.approved': {
      const before = existing(doc, event);
      const { review, ...more } = payloadOf(event);
      return { ...before, ...more, ...stamped, reviews: [...before.reviews, review] };
    }
    case 'application.advised': {
      const before = existing(doc, event);
      return { ...before, ...stamped, opinions: [...(before.opinions ?? []), event.data.opinion] };
    }
    case 'application.routed':
    case 'application.narrowing_accepted':
    case 'application.narrowing_declined':
    case 'application.granted':
    case 'application.lapsed':
    case 'application.check_reopened':
    case 'application.review_reopened':
    case 'application.submitted':
    case 'application.check_begun':
    case 'application.forwarded':
    case 'application.returned':
    case 'application.rejected':
    case 'application.disapproved':
    case 'application.cancelled':
      break;
  }
  return { ...existing(doc, event), ...payloadOf(event), ...stamped };
}

/** The four types of this life. */
export interface ApplicationTypes {
  readonly doc: Application;
  readonly command: ApplicationCommand;
  readonly context: ApplicationContext;
  readonly event: ApplicationEvent;
}

/** Use application. */
export const application: Life<ApplicationTypes> = {
  ...applicationTable,
  command: applicationCommand,
  ownerOf: vendorOwner,
  decide,
  evolve,
  due,
};
