/**
 * Use application 使用申请, one scenario, one application: the operator checks it, then every reviewing body must approve.
 * Any rejection rejects.
 *
 * @see procedure.md §3.5, requirements AO-04-1, AO-18, AO-19
 */
import type { Outcome } from '../refusal.ts';
import type { OrgId } from '../units.ts';
import { applicationCommand, type ApplicationCommand, type UseRequest } from './application-commands.ts';
import { requireKnownColumns, requireOneApplication, requireRegistered } from './application-guards.ts';
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
  requireTurn,
  stamp,
  vendorOwner,
  type ActedDoc,
  type Happening,
  type Life,
} from './decider.ts';
import { doingOf, requireMove, type Context } from './life.ts';
import type { Registration } from './registration.ts';
import { applicationEvaluators } from './rule-packs/application-rules.ts';
import { judge, requireNoCritical } from './rule-packs/check.ts';
import { answered, requireAnswers, type CheckRecord } from './rule-packs/record.ts';
import type { Standard } from './rule-packs/standard-in-force.ts';
import { requireSeat, seatsOf, type Review, type Seat } from './reviewers.ts';
import { requireIndependent, requireOtherPerson } from './roles.ts';
import { requireTerm } from './term.ts';

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
  readonly reason?: string;
}

/** What a decision about an application depends on. */
export interface ApplicationContext extends Context {
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
type Plain = Exclude<ApplicationCommand['type'], 'draft' | 'edit' | 'route' | 'approve'>;
type Noted = Partial<Pick<Application, 'checklist' | 'check' | 'reason'>>;
type Event<Type extends string, Payload> = Happening<`application.${Type}`, ApplicationState, Payload>;
/** What can happen to an application. */
export type ApplicationEvent =
  | Event<'drafted' | 'edited', Wanted>
  | Event<'routed', { readonly seats: readonly Seat[] }>
  | Event<'review_passed' | 'approved', { readonly review: Review }>
  | Event<(typeof past)[Plain], Noted>;

const past = {
  submit: 'submitted',
  begin_check: 'check_begun',
  forward: 'forwarded',
  return: 'returned',
  reject: 'rejected',
  disapprove: 'disapproved',
  cancel: 'cancelled',
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
      const seats = seatsOf(found.request, context.entries);
      return recordIf([], happening('application.routed', to, context, { seats }));
    }
    case 'approve':
      return approve(found, command.reason, context);
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

function approve(doc: Application, reason: string, context: ApplicationContext): Decision {
  const doing = doingOf(applicationTable, 'approve');
  const seat = requireSeat(doing, doc, context.actor);
  if (!seat.ok) return seat;
  const isLast = doc.reviews.length + 1 === doc.seats.length;
  const to = requireMove(applicationTable, isLast ? 'approve_last' : 'approve', doc.state, context.actor);
  if (!to.ok) return to;
  const type = isLast ? 'application.approved' : 'application.review_passed';
  const review: Review = { seat: seat.value, reviewer: context.actor, reason };
  return recordIf(requireReviewer(doing, doc, context), happening(type, to.value, context, { review }));
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
  const checks = [requireNoCritical(doing, judged), requireAnswers(doing, checklist, judged.check)];
  const check = answered(judged.check, checklist);
  return recordIf(checks, happening('application.forwarded', to.value, context, { checklist, check }));
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
    case 'application.routed':
      return { ...existing(doc, event), ...stamped, seats: event.data.seats };
    case 'application.review_passed':
    case 'application.approved': {
      const before = existing(doc, event);
      return { ...before, ...stamped, reviews: [...before.reviews, event.data.review] };
    }
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
};
