/**
 * Export 出域: nothing leaves that was not checked by people and accepted for filing by the data agency.
 *
 * @see procedure.md §3.9, requirements AO-22-1, AO-22-2
 */
import { contentHash } from '../record/content-hash.ts';
import type { Outcome } from '../refusal.ts';
import {
  fieldsOf,
  happening,
  recordIf,
  requireAll,
  requireThat,
  requireTurn,
  vendorOwner,
  type Life,
} from './decider.ts';
import { denialOf } from './denials.ts';
import { blockedBy, clear, requireSubmittable, requireUnattended } from './export-check.ts';
import { exportCommand, type ExportCommand } from './export-commands.ts';
import { evolve, past, type Export, type ExportEvent, type Plain, type Submitted } from './export-doc.ts';
import { grantException, isBlocking, refuseException, requestException, requireExcepted } from './export-exception.ts';
import {
  requireAccepter,
  requireAskable,
  requireChecker,
  requireClaim,
  requireFiled,
  requireStanding,
  resultsOf,
  type ExportContext,
} from './export-guards.ts';
import { consolidate, contest, countersign, giveBack, vote } from './export-review.ts';
import { exportTable, type ExportState } from './export-table.ts';
import { doingOf, requireMove, requireRole, type Context } from './life.ts';
import { heirOf } from './lineage.ts';
import { requireProvidable } from './providable.ts';
import { requireIndependent } from './roles.ts';
import { requireInForce, requireUnchanged } from './standing-guards.ts';

type Decision = Outcome<readonly [ExportEvent]>;
type Command<Type extends ExportCommand['type']> = Extract<ExportCommand, { type: Type }>;

function decide(doc: Export | undefined, command: ExportCommand, context: ExportContext): Decision {
  const doing = doingOf(exportTable, command.type);
  if (command.type === 'draft') return draft(doc, command, context);
  if (command.type === 'release' && doc && requireRole(exportTable, 'release', context.actor).ok) {
    // Before the state table, so that an early release is told what it lacks, not only where it stands.
    const filed = requireFiled(doing, doc);
    if (!filed.ok) return filed;
  }
  const turn = requireTurn(exportTable, command.type, { doc, ownerOf: vendorOwner }, context);
  if (!turn.ok) return turn;
  const { to, doc: found } = turn.value;
  switch (command.type) {
    case 'edit': {
      const { product } = command;
      const checks = requireClaim(doing, { ...found, product }, context);
      return recordIf(checks, happening('export.edited', to, context, { product }));
    }
    case 'submit': {
      const { report } = found.product;
      const results = resultsOf(found.product, context.runs);
      const submitted = { results, ...(report && { report: contentHash(report) }) };
      const may = requireAll([...requireClaim(doing, found, context), requireAskable(doing, found, context)]);
      if (!may.ok) return may;
      const checks = [requireSubmittable(doing, { ...found, results }, context)];
      return recordIf(checks, happening('export.submitted', to, context, submitted));
    }
    case 'vote':
      return vote(found, command, context);
    case 'consolidate':
      return consolidate(found, command, context);
    case 'countersign':
      return countersign(found, context);
    case 'contest':
      return contest(found, command, context);
    case 'request_exception':
      return requestException(found, command, context);
    case 'grant_exception':
      return grantException(found, context);
    case 'refuse_exception':
      return refuseException(found, command, context);
    case 'reopen':
      return recordIf([], happening('export.reopened', to, context, { reason: command.reason }));
    case 'return':
      return giveBack(found, command, context);
    case 'submit_filing': {
      const checks = [...requireReady(doing, found, context), ...requireChecker(doing, found, context)];
      const { filing } = command;
      return recordIf(checks, happening('export.filing_submitted', to, context, { filing, ...submittedOf(found) }));
    }
    case 'accept_filing': {
      const { receipt } = command;
      const checks = requireAccepter(doing, found, context);
      return recordIf(checks, happening('export.filed', to, context, { receipt, ...submittedOf(found) }));
    }
    case 'return_filing':
      return recordIf(requireAccepter(doing, found, context), plain(command, to, context));
    case 'release':
      return recordIf(requireReady(doing, found, context), plain(command, to, context));
    case 'recall':
      return recordIf([requireIndependent(doing, context.actor, found)], plain(command, to, context));
    case 'clear': {
      const free = requireNoBlock(doing, command.findings);
      return free.ok ? clear(found, command, context) : free;
    }
    case 'pass_standing':
      return passStanding(found, command, context);
    case 'block':
      return block(found, command, context);
    case 'begin_auto_check':
    case 'suspend':
      break;
    case 'resume':
      return recordIf(requireRestored(doing, found, context), plain(command, to, context));
    case 'expire':
      return recordIf([requireEnded(doing, found, context)], plain(command, to, context));
  }
  return recordIf([], plain(command, to, context));
}

function submittedOf({ results, report }: Submitted): Submitted {
  return { results, ...(report && { report }) };
}

/** Nothing stands against it any more: what suspended it, and whatever else has come since. */
function requireRestored(doing: string, doc: Export, context: ExportContext): readonly Outcome<unknown>[] {
  return [requireProvidable(doing, doc, context)];
}

/** The term of its agreement has ended. */
function requireEnded(doing: string, doc: Export, { lookup }: ExportContext): Outcome<void> {
  const state = heirOf(doc.agreement, lookup)?.state;
  return requireThat(
    state === 'expired',
    'E_STATE',
    `Cannot ${doing}: its agreement must be over; got ${state ?? 'none'}`,
  );
}

/** Claim, results and exceptions are still what was passed. */
function requireReady(doing: string, doc: Export, context: ExportContext): readonly Outcome<unknown>[] {
  return [
    ...requireStanding(doing, doc, context),
    requireExcepted(doing, doc, context.now),
    ...(doc.standing === undefined ? [] : [requireInForce(doing, context.standing, context.now)]),
  ];
}

/** No person looks at it: everything must be as when two persons did. */
function passStanding(doc: Export, command: Command<'pass_standing'>, context: ExportContext): Decision {
  const doing = doingOf(exportTable, 'pass_standing');
  const to = requireMove(exportTable, 'pass_standing', doc.state, context.actor);
  if (!to.ok) return to;
  const { findings, standing: id } = command;
  const standing = requireInForce(doing, context.standing?.id === id ? context.standing : undefined, context.now);
  if (!standing.ok) return standing;
  const { product, vendor } = doc;
  const runs = context.runs.filter((run) => product.runs.includes(run.id));
  const asked = { product, vendor, runs, entries: context.entries, findings, used: context.standingUses };
  const checks = [
    requireNoBlock(doing, findings),
    ...requireStanding(doing, doc, context),
    requireUnchanged(doing, standing.value, asked),
  ];
  const may = requireAll(checks);
  if (!may.ok) return may;
  const check = requireUnattended(doing, { doc, findings }, context);
  if (!check.ok) return check;
  const passed = { findings, standing: id, check: check.value };
  return recordIf([], happening('export.passed_by_standing', to.value, context, passed));
}

/** A block for what earlier releases say is counted: it tells something itself. */
function block(doc: Export, { findings }: Command<'block'>, context: ExportContext): Decision {
  const to = requireMove(exportTable, 'block', doc.state, context.actor);
  if (!to.ok) return to;
  const runs = context.runs.filter(({ id }) => doc.product.runs.includes(id));
  const denial = denialOf(findings, runs, { denials: context.denials.denials, at: context.now });
  const blocked = { findings, ...blockedBy(doc, findings, context), ...(denial && { denial }) };
  return recordIf([], happening('export.blocked', to.value, context, blocked));
}

/** What can never be excepted never comes to people. */
function requireNoBlock(doing: string, findings: Export['findings']): Outcome<void> {
  const found = findings.find(isBlocking);
  return requireThat(!found, 'E_EXCEPTION', `Cannot ${doing}: nothing must stand against it; got ${found?.code ?? ''}`);
}

function plain(command: Command<Plain>, to: ExportState, context: Context) {
  return happening(`export.${past[command.type]}` as const, to, context, fieldsOf(command));
}

function draft(doc: Export | undefined, command: Command<'draft'>, context: ExportContext): Decision {
  const to = requireMove(exportTable, 'draft', doc?.state ?? 'none', context.actor);
  if (!to.ok) return to;
  const { agreement, product } = command;
  const affiliates = context.agreement?.affiliates ?? [];
  const origin = { vendor: context.actor.org, affiliates, agreement, product };
  const doing = doingOf(exportTable, 'draft');
  const checks = [...requireClaim(doing, origin, context), requireAskable(doing, origin, context)];
  return recordIf(checks, happening('export.drafted', to.value, context, origin));
}

/** The four types of this life. */
export interface ExportTypes {
  readonly doc: Export;
  readonly command: ExportCommand;
  readonly context: ExportContext;
  readonly event: ExportEvent;
}

/** Export. A reserved word, so the value has a longer name; `lives.export` is the short one. */
export const exportLife: Life<ExportTypes> = {
  ...exportTable,
  command: exportCommand,
  ownerOf: vendorOwner,
  decide,
  evolve,
};
