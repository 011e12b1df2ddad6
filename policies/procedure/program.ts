/**
 * Program: a text that its vendor tests on simulation data and freezes, and that somebody else approves by its hash.
 *
 * @see procedure.md §3.7, requirements AO-21-1, AO-21-2, DC-03
 */
import type { Outcome } from '../refusal.ts';
import type { Sha256 } from '../units.ts';
import type { Agreement } from './agreement.ts';
import { requirePassed } from './checklist.ts';
import { contentHash } from '../record/content-hash.ts';
import {
  doersOf,
  fieldsOf,
  happening,
  recordIf,
  requireAll,
  requireThat,
  requireTurn,
  vendorOwner,
  type Life,
} from './decider.ts';
import { requireGrant, requireLane, type Grant, type GrantKind } from './grant.ts';
import { doingOf, requireMove, type Context } from './life.ts';
import { combinationCount, requireDomain } from './parameters.ts';
import { programCommand, type ProgramCommand, type ProgramContent } from './program-commands.ts';
import { evolve, past, type Program, type ProgramEvent, type Text } from './program-doc.ts';
import { requireOutputs } from './output-contract.ts';
import { requireScript } from '../program/require-script.ts';
import { programTable } from './program-table.ts';
import { judge, requireNoCritical } from './rule-packs/check.ts';
import { answered, requireAnswers } from './rule-packs/record.ts';
import type { Standard } from './rule-packs/standard-in-force.ts';
import { useEvaluators, type UseEvidence } from './rule-packs/use-rules.ts';
import { requireIndependent, requireOtherPerson } from './roles.ts';
import { requireWithin } from './scope.ts';

/** What a decision about a program depends on. */
export interface ProgramContext extends Context {
  /** The agreement that the program is, or is to be, written under. */
  readonly agreement: Agreement | undefined;
  /** The catalog entries that its present text uses, as far as they exist. */
  readonly entries: UseEvidence['entries'];
  /** Under what it is checked. */
  readonly standard: Standard;
}

type Decision = Outcome<readonly [ProgramEvent]>;

function decide(doc: Program | undefined, command: ProgramCommand, context: ProgramContext): Decision {
  if (command.type === 'draft') return draft(doc, command, context);
  const turn = requireTurn(programTable, command.type, { doc, ownerOf: vendorOwner }, context);
  if (!turn.ok) return turn;
  const { to, doc: found } = turn.value;
  const doing = doingOf(programTable, command.type);
  const rights = (kind: GrantKind, content = found.content) =>
    requireGrantOf(doing, kind, { ...found, content }, context);
  switch (command.type) {
    case 'edit':
      return recordIf(
        [rights('develop', command.content), ...requireWhole(doing, command.content)],
        happening('program.edited', to, context, textOf(command.content)),
      );
    case 'change': {
      const text = textOf(command.content);
      const changed = requireThat(
        text.hash !== found.hash,
        'E_INPUT',
        `Cannot ${doing}: must differ; got the same text`,
      );
      const checks = [rights('develop', text.content), changed, ...requireWhole(doing, text.content)];
      return recordIf(checks, happening('program.changed', to, context, text));
    }
    case 'test': {
      const checks = [
        rights('develop'),
        requireHash(doing, found.hash, command.hash),
        requireDomain(doing, found.content.parameters),
      ];
      return recordIf(checks, happening('program.tested', to, context, { hash: command.hash }));
    }
    case 'freeze': {
      const checks = [rights('develop'), requireTested(doing, found)];
      return recordIf(checks, happening('program.frozen', to, context, { hash: found.hash }));
    }
    case 'static_check': {
      const grant = rights('use');
      if (!grant.ok) return grant;
      const checks = [
        requireHash(doing, found.hash, command.hash),
        requireWithin(doing, command.uses, grant.value.scope),
        ...requireWhole(doing, found.content),
      ];
      return recordIf(checks, happening('program.static_checked', to, context, fieldsOf(command)));
    }
    case 'approve':
      return approve(found, command, context);
    case 'begin_review':
    case 'return':
    case 'supersede':
    case 'revoke':
      break;
  }
  const event = happening(`program.${past[command.type]}` as const, to, context, fieldsOf(command));
  return recordIf(context.actor.role === 'vendor' ? [] : requireReviewer(doing, found, context), event);
}

function draft(
  doc: Program | undefined,
  command: Extract<ProgramCommand, { type: 'draft' }>,
  context: ProgramContext,
): Decision {
  const to = requireMove(programTable, 'draft', doc?.state ?? 'none', context.actor);
  if (!to.ok) return to;
  const { agreement, content } = command;
  const origin = { vendor: context.actor.org, agreement };
  const doing = doingOf(programTable, 'draft');
  const grant = requireGrantOf(doing, 'develop', { ...origin, content }, context);
  if (!grant.ok) return grant;
  const affiliates = context.agreement?.affiliates ?? [];
  const drafted = { ...origin, affiliates, scenario: grant.value.scenario, ...textOf(content) };
  return recordIf(requireWhole(doing, content), happening('program.drafted', to.value, context, drafted));
}

/** The second gate: no automatic item is against this text, and a person has answered for the others. @see AO-15-1 */
function approve(
  doc: Program,
  command: Extract<ProgramCommand, { type: 'approve' }>,
  context: ProgramContext,
): Decision {
  const doing = doingOf(programTable, 'approve');
  const to = requireMove(programTable, 'approve', doc.state, context.actor);
  if (!to.ok) return to;
  const { hash, checklist } = command;
  const may = requireAll([
    requireGrantOf(doing, 'use', doc, context),
    requireHash(doing, doc.hash, hash),
    requirePassed(doing, checklist),
    requireCounted(doing, doc, command.combinations),
    ...requireReviewer(doing, doc, context),
  ]);
  if (!may.ok) return may;
  const judged = judgeProgram(doc, context);
  const free = requireNoCritical(doing, judged);
  if (!free.ok) return free;
  const check = answered(judged.check, checklist);
  return recordIf(
    [requireAnswers(doing, checklist, judged.check)],
    happening('program.approved', to.value, context, { ...fieldsOf(command), check }),
  );
}

/** The items of the second gate for the present text, in the forms that its agreement grants. */
export function judgeProgram(program: Program, context: ProgramContext) {
  const grant = requireGrantOf('approve program', 'use', program, context);
  const forms = grant.ok ? grant.value.productForms : [];
  const evidence = { program, granted: grant.ok ? grant.value.scope : [], entries: context.entries };
  return judge({ pack: context.standard.pack, gate: 'use', forms }, useEvaluators, evidence);
}

/** Its parts fit together, and so do its outputs. */
function requireWhole(doing: string, content: ProgramContent): readonly Outcome<void>[] {
  return [requireScript(doing, content), requireOutputs(doing, content)];
}

function textOf(content: ProgramContent): Text {
  return { content, hash: contentHash(content) };
}

/** The grant of the very agreement that the program names, for its lane: rights under another one do not carry over. */
function requireGrantOf(
  doing: string,
  kind: GrantKind,
  { vendor, agreement: named, content }: Pick<Program, 'vendor' | 'agreement' | 'content'>,
  context: ProgramContext,
): Outcome<Grant> {
  const agreement = context.agreement?.id === named ? context.agreement : undefined;
  const grant = requireGrant(doing, kind, { agreement, vendor }, context);
  if (!grant.ok) return grant;
  const lane = requireLane(doing, content, grant.value);
  return lane.ok ? grant : lane;
}

function requireHash(doing: string, present: Sha256, named: Sha256): Outcome<void> {
  return requireThat(
    present === named,
    'E_NOT_APPROVED',
    `Cannot ${doing}: must name the present text, ${present}; got ${named}`,
  );
}

function requireTested(doing: string, { hash, testedHash }: Program): Outcome<void> {
  return requireThat(
    hash === testedHash,
    'E_STATE',
    `Cannot ${doing}: exactly this text must have passed a test on simulation data; got a test of ${testedHash ?? 'none'}`,
  );
}

/** Whoever approves a template knows for how many texts. */
function requireCounted(doing: string, { content }: Program, named = 1): Outcome<void> {
  const count = combinationCount(content.parameters);
  const must = `must name the number of combinations that it is approved for, ${count}`;
  return requireThat(named === count, 'E_INPUT', `Cannot ${doing}: ${must}; got ${named}`);
}

/** Whoever reviews has not written it and is of another organization. @see AO-04-8 */
function requireReviewer(doing: string, doc: Program, { actor }: Context): readonly Outcome<unknown>[] {
  const authors = doersOf(doc, ['program.drafted', 'program.edited', 'program.changed', 'program.frozen']);
  return [requireIndependent(doing, actor, doc), requireOtherPerson(doing, actor, authors)];
}

/** The four types of this life. */
export interface ProgramTypes {
  readonly doc: Program;
  readonly command: ProgramCommand;
  readonly context: ProgramContext;
  readonly event: ProgramEvent;
}

/** Program. */
export const program: Life<ProgramTypes> = {
  ...programTable,
  command: programCommand,
  ownerOf: vendorOwner,
  decide,
  evolve,
};
