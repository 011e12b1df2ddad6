/**
 * Standing approval 常设核准: a pinned program on refreshed data passes the review without people, as long as nothing has changed.
 * The filing stays an act of people. @see disclosure.md decision 6; docs/decisions/031-standing-approvals.md
 */
import type { Outcome } from '../refusal.ts';
import {
  existing,
  fieldsOf,
  happening,
  payloadOf,
  recordIf,
  requireTurn,
  stamp,
  vendorOwner,
  type Happening,
  type Life,
} from './decider.ts';
import { doingOf, requireMove } from './life.ts';
import { requireOtherOrg } from './roles.ts';
import { standingCommand, type StandingCommand } from './standing-commands.ts';
import { pinnedBy, type StandingApproval } from './standing-doc.ts';
import { requireApprover, requireBasis, requireTermOf, type StandingContext } from './standing-guards.ts';
import { standingTable, type StandingState } from './standing-table.ts';
import { isBefore } from './term.ts';

type Requested = Omit<StandingApproval, 'id' | 'state' | 'acts' | 'reason'>;
type Event<Type extends string, Payload> = Happening<`standingApproval.${Type}`, StandingState, Payload>;
/** What can happen to a standing approval. */
export type StandingEvent =
  | Event<'requested', Requested>
  | Event<'granted', object>
  | Event<'refused' | 'suspended' | 'resumed' | 'ended', { readonly reason: string }>;

const past = { refuse: 'refused', suspend: 'suspended', resume: 'resumed', end: 'ended' } as const;

type Decision = Outcome<readonly [StandingEvent]>;

function decide(doc: StandingApproval | undefined, command: StandingCommand, context: StandingContext): Decision {
  if (command.type === 'request') return request(doc, command, context);
  const turn = requireTurn(standingTable, command.type, { doc, ownerOf: vendorOwner }, context);
  if (!turn.ok) return turn;
  const { to, doc: found } = turn.value;
  const doing = doingOf(standingTable, command.type);
  if (command.type === 'grant') {
    const askers = found.acts.filter(({ type }) => type === 'standingApproval.requested').map(({ by }) => by);
    const checks = [
      requireBasis(doing, context),
      requireTermOf(doing, found, context),
      ...requireApprover(doing, found, { context, others: askers }),
      ...askers.map((other) => requireOtherOrg(doing, context.actor, other)),
    ];
    return recordIf(checks, happening('standingApproval.granted', to, context, {}));
  }
  const event = happening(`standingApproval.${past[command.type]}` as const, to, context, fieldsOf(command));
  return recordIf(requireApprover(doing, found, { context }), event);
}

function request(
  doc: StandingApproval | undefined,
  command: Extract<StandingCommand, { type: 'request' }>,
  context: StandingContext,
): Decision {
  const to = requireMove(standingTable, 'request', doc?.state ?? 'none', context.actor);
  if (!to.ok) return to;
  const doing = doingOf(standingTable, 'request');
  const basis = requireBasis(doing, context);
  if (!basis.ok) return basis;
  const { approved, runs, entries } = context;
  const [run] = runs;
  if (!approved || !run?.result) throw new Error('requireBasis accepted an export without a result');
  const { vendor, affiliates, product } = approved;
  const { rows, suppressedCells } = run.result;
  const pinned = { ...pinnedBy(product, run, entries), vendor, affiliates, receipt: { rows, suppressedCells } };
  const requested = { ...fieldsOf(command), ...pinned };
  const checks = [requireTermOf(doing, requested, context), ...requireApprover(doing, requested, { context })];
  return recordIf(checks, happening('standingApproval.requested', to.value, context, requested));
}

function evolve(doc: StandingApproval | undefined, event: StandingEvent): StandingApproval {
  const stamped = stamp(doc, event);
  if (event.type === 'standingApproval.requested') return { ...payloadOf(event), ...stamped };
  return { ...existing(doc, event), ...payloadOf(event), ...stamped };
}

/** The four types of this life. */
export interface StandingTypes {
  readonly doc: StandingApproval;
  readonly command: StandingCommand;
  readonly context: StandingContext;
  readonly event: StandingEvent;
}

/** Standing approval. */
export const standingApproval: Life<StandingTypes> = {
  ...standingTable,
  command: standingCommand,
  ownerOf: vendorOwner,
  decide,
  evolve,
  due: ({ state, until }, now) =>
    (state === 'active' || state === 'suspended') && !isBefore(now, until)
      ? { type: 'end', reason: 'its term has ended' }
      : undefined,
};
