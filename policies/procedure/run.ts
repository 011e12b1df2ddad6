/**
 * Run on real data 真实运行: an approved text, asked for by its vendor, run by the system. The vendor gets a receipt, not rows.
 *
 * @see procedure.md §3.8, requirements AO-21-2, DC-03, DC-10, DC-15
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
  type ActedDoc,
  type Happening,
  type Life,
} from './decider.ts';
import { doingOf, requireMove } from './life.ts';
import { requireRunnable, type Order, type RunContext, type Runnable } from './precheck.ts';
import { requireIndependent } from './roles.ts';
import { runCommand, type RunCommand, type RunResult } from './run-commands.ts';
import { runTable, type RunState } from './run-table.ts';

/** A run: what was ordered, and what the domain reported of it. It holds no data value. */
export interface Run extends ActedDoc<RunState>, Order, Runnable {
  readonly affiliates: Registered['affiliates'];
  readonly result?: RunResult;
  readonly verdicts?: readonly string[];
  readonly code?: string;
  readonly reason?: string;
}

type Registered = NonNullable<RunContext['registration']>;
type Ordered = Order & Runnable & Pick<Run, 'affiliates'>;
type Plain = Exclude<RunCommand['type'], 'request' | 'queue'>;
type Noted = Partial<Pick<Run, 'result' | 'verdicts' | 'code' | 'reason'>>;
type Event<Type extends string, Payload> = Happening<`run.${Type}`, RunState, Payload>;
/** What can happen to a run. `run.ordered` is what the run permit proves to the domain, so it says all that is ordered. */
export type RunEvent = Event<'requested' | 'ordered', Ordered> | Event<(typeof past)[Plain], Noted>;

const past = {
  precheck: 'prechecked',
  start: 'started',
  finish: 'finished',
  block: 'blocked',
  fail: 'failed',
  kill: 'killed',
  purge: 'purged',
} as const satisfies Record<Plain, string>;

type Decision = Outcome<readonly [RunEvent]>;

function decide(doc: Run | undefined, command: RunCommand, context: RunContext): Decision {
  if (command.type === 'request') return request(doc, command, context);
  const turn = requireTurn(runTable, command.type, { doc, ownerOf: vendorOwner }, context);
  if (!turn.ok) return turn;
  const { to, doc: found } = turn.value;
  const doing = doingOf(runTable, command.type);
  switch (command.type) {
    case 'queue': {
      const runnable = requireRunnable(doing, found, context);
      if (!runnable.ok) return runnable;
      const { vendor, program, hash, scenario, parameters, consents, affiliates } = found;
      const asked = { vendor, program, hash, scenario, parameters, ...(consents && { consents }) };
      const ordered = { ...asked, affiliates, ...runnable.value };
      return recordIf([], happening('run.ordered', to, context, ordered));
    }
    case 'precheck':
    case 'start':
      return recordIf([requireRunnable(doing, found, context)], plain(command, to, context));
    case 'kill':
    case 'purge':
      return recordIf([requireIndependent(doing, context.actor, found)], plain(command, to, context));
    case 'finish':
    case 'block':
    case 'fail':
      break;
  }
  return recordIf([], plain(command, to, context));
}

function plain(command: Extract<RunCommand, { type: Plain }>, to: RunState, context: RunContext) {
  return happening(`run.${past[command.type]}` as const, to, context, fieldsOf(command));
}

function request(
  doc: Run | undefined,
  command: Extract<RunCommand, { type: 'request' }>,
  context: RunContext,
): Decision {
  const to = requireMove(runTable, 'request', doc?.state ?? 'none', context.actor);
  if (!to.ok) return to;
  const order = { ...fieldsOf(command), vendor: context.actor.org };
  const runnable = requireRunnable(doingOf(runTable, 'request'), order, context);
  if (!runnable.ok) return runnable;
  const affiliates = context.registration?.affiliates ?? [];
  return recordIf([], happening('run.requested', to.value, context, { ...order, ...runnable.value, affiliates }));
}

function evolve(doc: Run | undefined, event: RunEvent): Run {
  const stamped = stamp(doc, event);
  if (event.type === 'run.requested') return { ...payloadOf(event), ...stamped };
  return { ...existing(doc, event), ...payloadOf(event), ...stamped };
}

/** The four types of this life. */
export interface RunTypes {
  readonly doc: Run;
  readonly command: RunCommand;
  readonly context: RunContext;
  readonly event: RunEvent;
}

/** Run on real data. */
export const run: Life<RunTypes> = { ...runTable, command: runCommand, ownerOf: vendorOwner, decide, evolve };
