/**
 * People look at an export: blind votes, and one decision where they differ.
 *
 * @see DC-12; disclosure.md decision 6, §6; docs/decisions/021-blind-votes.md
 */
import type { Outcome } from '../refusal.ts';
import { fieldsOf, happening, recordIf, requireThat } from './decider.ts';
import type { ExportCommand } from './export-commands.ts';
import type { Export, ExportEvent } from './export-doc.ts';
import { openFindings } from './export-exception.ts';
import { requireChecker, requireStanding, type ExportContext } from './export-guards.ts';
import { exportTable } from './export-table.ts';
import { outcomeOf, requireAcknowledged, requireGrounds, type Decision, type Vote } from './export-votes.ts';
import { doingOf, requireMove } from './life.ts';
import { requireOtherPerson } from './roles.ts';
import { answersOf, requireAnswers, type CheckRecord } from './rule-packs/record.ts';

type Decided = Outcome<readonly [ExportEvent]>;
type Command<Type extends ExportCommand['type']> = Extract<ExportCommand, { type: Type }>;

const decided = {
  pass: 'passed',
  except: 'exception_needed',
  change: 'changes_asked',
  reject: 'rejected',
} as const;
const lastVote = {
  pass: 'vote_pass_last',
  except: 'vote_except_last',
  change: 'vote_change_last',
  reject: 'vote_reject_last',
} as const;
const lastSignature = {
  pass: 'countersign',
  except: 'countersign_except_last',
  change: 'countersign_change_last',
  reject: 'countersign_reject_last',
} as const;

/** Every reviewer is another person and votes once in a round; the last vote ends it. */
export function vote(doc: Export, command: Command<'vote'>, context: ExportContext): Decided {
  const doing = doingOf(exportTable, 'vote');
  const mine: Vote = { ...fieldsOf(command), by: context.actor, at: context.now, ...saidTo(doc, command) };
  const votes = [...doc.votes, mine];
  const voters = doc.votes.map(({ by }) => by);
  const checks = [
    ...requireChecker(doing, doc, context, voters),
    requireAcknowledged(doing, doc.findings, command.acknowledged),
    requireGrounds(doing, command),
    requireAnswers(doing, command.checklist, doc.check),
    ...(command.decision === 'pass' ? requireStanding(doing, doc, context) : []),
  ];
  if (votes.length < context.reviewsNeeded) {
    return recordIf(checks, happening('export.voted', doc.state, context, { vote: mine }));
  }
  const outcome = outcomeOf(votes);
  if (outcome === 'conflict') {
    const to = requireMove(exportTable, 'vote_conflict_last', doc.state, context.actor);
    return to.ok ? recordIf(checks, happening('export.conflicted', to.value, context, { vote: mine })) : to;
  }
  const end = endOf(outcome, doc);
  const to = requireMove(exportTable, lastVote[end], doc.state, context.actor);
  if (!to.ok) return to;
  const told = { vote: mine, ...toldBy(outcome, votes) };
  return recordIf(checks, happening(`export.${decided[end]}` as const, to.value, context, told));
}

/** One of the reviewers who disagree writes down what both came to. */
export function consolidate(doc: Export, command: Command<'consolidate'>, context: ExportContext): Decided {
  const doing = doingOf(exportTable, 'consolidate');
  const to = requireMove(exportTable, 'consolidate', doc.state, context.actor);
  if (!to.ok) return to;
  const consolidation = { ...fieldsOf(command), by: context.actor, ...saidTo(doc, command) };
  const checks = [
    requireVoter(doing, doc, context),
    requireGrounds(doing, command),
    requireAnswers(doing, command.checklist, doc.check),
  ];
  return recordIf(checks, happening('export.consolidated', to.value, context, { consolidation }));
}

/** The other reviewer signs: nobody decides alone against the other. */
export function countersign(doc: Export, context: ExportContext): Decided {
  const doing = doingOf(exportTable, 'countersign');
  const { consolidation } = doc;
  if (!consolidation) throw new Error(`Cannot ${doing}: ${doc.id} has no consolidation`);
  const { decision } = consolidation;
  const end = endOf(decision, doc);
  const to = requireMove(exportTable, lastSignature[end], doc.state, context.actor);
  if (!to.ok) return to;
  const checks = [
    ...requireOther(doing, doc, context),
    ...(decision === 'pass' ? [...requireStanding(doing, doc, context), ...requireChecker(doing, doc, context)] : []),
  ];
  const told = toldBy(decision, [consolidation]);
  return recordIf(checks, happening(`export.${decided[end]}` as const, to.value, context, told));
}

/** The other reviewer does not sign; both go on talking. */
export function contest(doc: Export, { reason }: Command<'contest'>, context: ExportContext): Decided {
  const doing = doingOf(exportTable, 'contest');
  const to = requireMove(exportTable, 'contest', doc.state, context.actor);
  if (!to.ok) return to;
  const event = happening('export.contested', to.value, context, { contested: reason });
  return recordIf(requireOther(doing, doc, context), event);
}

/**
 * Back to the vendor before the round has come to anything: the turn begins anew. Where two disagree neither may end it so;
 * a third person may.
 */
export function giveBack(doc: Export, { reason }: Command<'return'>, context: ExportContext): Decided {
  const doing = doingOf(exportTable, 'return');
  const to = requireMove(exportTable, 'return', doc.state, context.actor);
  if (!to.ok) return to;
  const disagree = doc.state === 'conflicted' || doc.state === 'consolidating';
  const voters = disagree ? doc.votes.map(({ by }) => by) : [];
  const event = happening('export.returned', to.value, context, { reason });
  return recordIf(requireChecker(doing, doc, context, voters), event);
}

/** The items of the check that people are asked about, with this person's answers. */
function saidTo({ check }: Export, { checklist }: Pick<Vote, 'checklist'>): { readonly check?: CheckRecord } {
  return check ? { check: answersOf(check, checklist) } : {};
}

function requireVoter(doing: string, doc: Export, { actor }: ExportContext): Outcome<void> {
  const voted = doc.votes.some(({ by }) => by.person === actor.person);
  return requireThat(
    voted,
    'E_SEPARATION',
    `Cannot ${doing}: must be one of the reviewers who voted; got ${actor.person}`,
  );
}

/** One who voted, and not the one who consolidated. */
function requireOther(doing: string, doc: Export, context: ExportContext): readonly Outcome<unknown>[] {
  const first = doc.consolidation ? [doc.consolidation.by] : [];
  return [requireVoter(doing, doc, context), requireOtherPerson(doing, context.actor, first)];
}

/** What people pass against a finding is not passed yet. */
function endOf(decision: Decision, doc: Export): keyof typeof decided {
  return decision === 'pass' && openFindings(doc).length > 0 ? 'except' : decision;
}

/** What the vendor reads of a decision against the product. */
function toldBy(decision: Decision, grounds: readonly { readonly toVendor?: string }[]): { readonly reason?: string } {
  const told = grounds.flatMap(({ toVendor }) => toVendor ?? []);
  return decision === 'pass' || told.length === 0 ? {} : { reason: told.join('\n') };
}
