/**
 * Risk acceptance 风险接受: where the machine cannot confine programs, its custodian answers for running them all the same, over named entries
 * and until a date. Two people of two bodies: the operator asks, the data agency accepts.
 *
 * @see programs.md decision 6; docs/decisions/038-risk-acceptance.md
 */
import type { Outcome } from '../refusal.ts';
import type { Instant } from '../units.ts';
import type { CatalogEntryDoc } from './catalog-entry-doc.ts';
import {
  existing,
  fieldsOf,
  happening,
  payloadOf,
  recordIf,
  requireThat,
  requireTurn,
  stamp,
  type Life,
} from './decider.ts';
import { doingOf, requireMove, type Context } from './life.ts';
import { requirePublished } from './precheck.ts';
import { requireOtherOrg, requireOtherPerson, type Owner } from './roles.ts';
import { riskAcceptanceCommand, type RiskAcceptanceCommand } from './risk-acceptance-commands.ts';
import type { RiskAcceptance, RiskAcceptanceEvent } from './risk-acceptance-doc.ts';
import { riskAcceptanceTable } from './risk-acceptance-table.ts';
import { daysAfter, isBefore } from './term.ts';

/** What a decision about a risk acceptance depends on. */
export interface RiskAcceptanceContext extends Context {
  /** The entries that it names, as far as they exist. */
  readonly entries: readonly CatalogEntryDoc[];
}

type Decision = Outcome<readonly [RiskAcceptanceEvent]>;

function decide(
  doc: RiskAcceptance | undefined,
  command: RiskAcceptanceCommand,
  context: RiskAcceptanceContext,
): Decision {
  const doing = doingOf(riskAcceptanceTable, command.type);
  if (command.type === 'request') {
    const to = requireMove(riskAcceptanceTable, 'request', doc?.state ?? 'none', context.actor);
    if (!to.ok) return to;
    const asked = { ...fieldsOf(command), requestedBy: context.actor };
    const published = requirePublished(doing, asked.entries, context.entries);
    return recordIf([published], happening('riskAcceptance.requested', to.value, context, asked));
  }
  const turn = requireTurn(riskAcceptanceTable, command.type, { doc, ownerOf }, context);
  if (!turn.ok) return turn;
  const { to, doc: found } = turn.value;
  const separate = [
    requireOtherPerson(doing, context.actor, [found.requestedBy]),
    requireOtherOrg(doing, context.actor, found.requestedBy),
  ];
  switch (command.type) {
    case 'accept': {
      const { tier, entries, data, justification, days, requestedBy } = found;
      const until = daysAfter(context.now, days);
      const accepted = { tier, entries, data, justification, days, requestedBy, until };
      const checks = [...separate, requirePublished(doing, entries, context.entries)];
      return recordIf(checks, happening('riskAcceptance.accepted', to, context, accepted));
    }
    case 'refuse':
      return recordIf(separate, happening('riskAcceptance.refused', to, context, fieldsOf(command)));
    case 'expire': {
      const must = `Cannot ${doing}: its term must have ended; got an end at ${found.until ?? 'never'}`;
      const ended = requireThat(hasEnded(found, context.now), 'E_STATE', must);
      return recordIf([ended], happening('riskAcceptance.expired', to, context, {}));
    }
    case 'withdraw':
      break;
  }
  // Whoever sees the danger stops it alone, also who asked.
  return recordIf([], happening('riskAcceptance.withdrawn', to, context, fieldsOf(command)));
}

function hasEnded({ until }: RiskAcceptance, now: Instant): boolean {
  return until !== undefined && !isBefore(now, until);
}

function evolve(doc: RiskAcceptance | undefined, event: RiskAcceptanceEvent): RiskAcceptance {
  const stamped = stamp(doc, event);
  if (event.type === 'riskAcceptance.requested') return { ...payloadOf(event), ...stamped };
  return { ...existing(doc, event), ...payloadOf(event), ...stamped };
}

function ownerOf({ requestedBy: { role, org } }: RiskAcceptance): Owner {
  return { role, org };
}

/** The four types of this life. */
export interface RiskAcceptanceTypes {
  readonly doc: RiskAcceptance;
  readonly command: RiskAcceptanceCommand;
  readonly context: RiskAcceptanceContext;
  readonly event: RiskAcceptanceEvent;
}

/** Risk acceptance. */
export const riskAcceptance: Life<RiskAcceptanceTypes> = {
  ...riskAcceptanceTable,
  command: riskAcceptanceCommand,
  ownerOf,
  decide,
  evolve,
  due: (doc, now) => (doc.state === 'accepted' && hasEnded(doc, now) ? { type: 'expire' } : undefined),
};
