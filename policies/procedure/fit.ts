/**
 * Fit of simulation data 仿真模型拟合: a differentially private model of real rows, from which simulation data of level 1 is drawn. It
 * spends privacy of people and gives nothing to one vendor alone, so the operator asks and every source department agrees.
 *
 * @see synth.md decision 3, §3.4; AO-07-3; docs/decisions/039-where-a-fit-runs.md
 */
import { accept, refuse, type Outcome } from '../refusal.ts';
import type { OrgId } from '../units.ts';
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
  type ActedDoc,
  type Happening,
  type Life,
} from './decider.ts';
import { fitCommand, type FitCommand, type FitResult } from './fit-commands.ts';
import { fitTable, type FitState } from './fit-table.ts';
import { doingOf, requireMove, type Actor, type Context } from './life.ts';
import type { Lookup } from './lookup.ts';
import { requireNoStop } from './emergency-stop.ts';
import { requireNotWithdrawn } from './withdrawn.ts';
import { requirePublished } from './precheck.ts';
import { roleTitles, type Owner } from './roles.ts';

/** A fit: what is asked, of whom, who has agreed, and what came of it. */
export interface Fit extends ActedDoc<FitState>, Asked {
  readonly agreedBy: readonly Actor[];
  readonly result?: FitResult;
  readonly code?: string;
  readonly reason?: string;
}

type Request = Extract<FitCommand, { type: 'request' }>;
type Asked = Pick<Request, 'order' | 'purpose'> & {
  /** Every one of these must agree. */
  readonly departments: readonly OrgId[];
  readonly requestedBy: Actor;
};

/** What a decision about a fit depends on. */
export interface FitContext extends Context {
  /** The entries that it names, as far as they exist. */
  readonly entries: readonly CatalogEntryDoc[];
  readonly lookup: Lookup;
}

type Event<Type extends string, Payload> = Happening<`fit.${Type}`, FitState, Payload>;
/** What can happen to a fit. `fit.ordered` is what its permit proves to the domain, so it says all that was agreed to. */
export type FitEvent =
  | Event<'requested', Asked>
  | Event<'department_agreed' | 'agreed', { readonly agreed: Actor }>
  | Event<'ordered', Asked & Pick<Fit, 'agreedBy'>>
  | Event<
      'finished' | 'failed' | 'refused' | 'published' | 'withdrawn',
      Partial<Pick<Fit, 'result' | 'code' | 'reason'>>
    >;

const past = {
  refuse: 'refused',
  finish: 'finished',
  fail: 'failed',
  publish: 'published',
  withdraw: 'withdrawn',
} as const;

type Decision = Outcome<readonly [FitEvent]>;

function decide(doc: Fit | undefined, command: FitCommand, context: FitContext): Decision {
  const doing = doingOf(fitTable, command.type);
  if (command.type === 'request') return request(doc, command, context);
  const turn = requireTurn(fitTable, command.type, { doc, ownerOf }, context);
  if (!turn.ok) return turn;
  const { to, doc: found } = turn.value;
  switch (command.type) {
    case 'agree':
      return agree(found, context);
    case 'order': {
      const { order, purpose, departments, requestedBy, agreedBy } = found;
      const ordered = { order, purpose, departments, requestedBy, agreedBy };
      const published = requirePublished(doing, order.entries, context.entries);
      const checks = [published, ...requireOpen(doing, found, context)];
      return recordIf(checks, happening('fit.ordered', to, context, ordered));
    }
    case 'refuse':
    case 'withdraw': {
      // Of the departments, one whose rows would be read.
      const { actor } = context;
      const own = actor.role === 'source_department' ? requireAsked(doing, found, actor) : accept(undefined);
      return recordIf([own], happening(`fit.${past[command.type]}`, to, context, fieldsOf(command)));
    }
    case 'publish': {
      const open = requireOpen(doing, found, context);
      return recordIf(open, happening('fit.published', to, context, fieldsOf(command)));
    }
    case 'finish':
    case 'fail':
      break;
  }
  return recordIf([], happening(`fit.${past[command.type]}`, to, context, fieldsOf(command)));
}

function request(doc: Fit | undefined, command: Request, context: FitContext): Decision {
  const to = requireMove(fitTable, 'request', doc?.state ?? 'none', context.actor);
  if (!to.ok) return to;
  const doing = doingOf(fitTable, 'request');
  const named = context.entries.filter(({ entry }) => command.order.entries.includes(entry.id));
  const departments = [...new Set(named.map(({ entry }) => entry.department))];
  const asked = { order: command.order, purpose: command.purpose, departments, requestedBy: context.actor };
  const published = requirePublished(doing, command.order.entries, context.entries);
  const checks = [published, ...requireOpen(doing, command, context)];
  return recordIf(checks, happening('fit.requested', to.value, context, asked));
}

/** Nothing is stopped, and none of its data withdrawn. */
function requireOpen(doing: string, { order }: Pick<Fit, 'order'>, { lookup }: FitContext): readonly Outcome<void>[] {
  return [requireNoStop(doing, lookup), requireNotWithdrawn(doing, { entries: order.entries }, lookup)];
}

function agree(doc: Fit, context: FitContext): Decision {
  const doing = doingOf(fitTable, 'agree');
  const asked = requireAsked(doing, doc, context.actor);
  const isLast = doc.agreedBy.length + 1 === doc.departments.length;
  const to = requireMove(fitTable, isLast ? 'agree_last' : 'agree', doc.state, context.actor);
  if (!to.ok) return to;
  const type = isLast ? 'fit.agreed' : 'fit.department_agreed';
  const once = requireThat(
    !doc.agreedBy.some(({ org }) => org === context.actor.org),
    'E_STATE',
    `Cannot ${doing}: each department must decide once; got ${context.actor.org} again`,
  );
  return recordIf([asked, once], happening(type, to.value, context, { agreed: context.actor }));
}

function requireAsked(doing: string, { departments }: Fit, actor: Actor): Outcome<unknown> {
  const got = `${roleTitles[actor.role].en} ${actor.org}`;
  return departments.includes(actor.org)
    ? accept(undefined)
    : refuse('E_ROLE', `Cannot ${doing}: must be a department whose rows it reads; got ${got}`);
}

function evolve(doc: Fit | undefined, event: FitEvent): Fit {
  const stamped = stamp(doc, event);
  switch (event.type) {
    case 'fit.requested':
      return { ...payloadOf(event), ...stamped, agreedBy: [] };
    case 'fit.department_agreed':
    case 'fit.agreed': {
      const before = existing(doc, event);
      return { ...before, ...stamped, agreedBy: [...before.agreedBy, event.data.agreed] };
    }
    case 'fit.ordered':
      return { ...existing(doc, event), ...stamped };
    case 'fit.finished':
    case 'fit.failed':
    case 'fit.refused':
    case 'fit.published':
    case 'fit.withdrawn':
      break;
  }
  return { ...existing(doc, event), ...payloadOf(event), ...stamped };
}

function ownerOf({ requestedBy: { role, org } }: Fit): Owner {
  return { role, org };
}

/** The four types of this life. */
export interface FitTypes {
  readonly doc: Fit;
  readonly command: FitCommand;
  readonly context: FitContext;
  readonly event: FitEvent;
}

/** Fit of simulation data. */
export const fit: Life<FitTypes> = { ...fitTable, command: fitCommand, ownerOf, decide, evolve };
