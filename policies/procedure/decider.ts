/**
 * The common shape of all lives, so that the gateway holds them in one table and calls them alike:
 * command → `decide` → exactly one event → `evolve` → the next document.
 *
 * @see procedure.md §0 decision 1
 */
import type { z } from 'zod';
import type { Instant, OrgId } from '../units.ts';
import { accept, refuse, type Outcome, type Refusal } from '../refusal.ts';
import {
  doingOf,
  requireMove,
  type Actor,
  type Context,
  type LifeDoc,
  type LifeEvent,
  type LifeTable,
  type Move,
} from './life.ts';
import { requireOwnOrg, type Owner } from './roles.ts';

/** What every event tells: the state after it, when, and who. */
export interface Fact<State extends string = string> {
  readonly to: State;
  readonly at: Instant;
  readonly by: Actor;
}

/** An event of a life: its type, the fact, and what else `evolve` needs. One union member per type. */
export type Happening<Type extends string, State extends string, Payload = unknown> = Type extends string
  ? LifeEvent<Type, Fact<State> & Payload>
  : never;

/** One line of a document's history; separation of duty is judged on these. */
export interface Act {
  readonly type: string;
  /** The state after it: periods are counted from these. */
  readonly to: string;
  readonly at: Instant;
  readonly by: Actor;
}

/** A document that remembers who did what to it, oldest first. */
export interface ActedDoc<State extends string = string> extends LifeDoc<State> {
  readonly acts: readonly Act[];
}

/** The four types that one life is made of. */
export interface LifeTypes {
  readonly doc: ActedDoc;
  readonly command: { readonly type: string };
  readonly context: Context;
  readonly event: LifeEvent<string, Fact>;
}

/** A life: its table, the schema of its commands, and the two functions. */
export interface Life<T extends LifeTypes> extends LifeTable {
  /** Strict schema of one command; the HTTP edge parses bodies with it. */
  readonly command: z.ZodType<T['command']>;
  /** Whose thing a document is: nobody else of that role sees it. */
  readonly ownerOf: (doc: T['doc']) => Owner;
  /**
   * For every accepted command, returns exactly one event; never throws for a well-formed command.
   * `doc` is undefined for a thing that does not exist yet.
   */
  readonly decide: (
    doc: T['doc'] | undefined,
    command: T['command'],
    context: T['context'],
  ) => Outcome<readonly [T['event']]>;
  /** What the system must do about this document by now, because a term ended; never a decision in anybody's favour. */
  readonly due?: (doc: T['doc'], now: Instant) => T['command'] | undefined;
  /** @throws Error when the first event is not one that begins a life: the record is broken. */
  readonly evolve: (doc: T['doc'] | undefined, event: T['event']) => T['doc'];
}

/** Folds a life from nothing. @returns undefined for no events */
export function fold<Doc, Event>(
  evolve: (doc: Doc | undefined, event: Event) => Doc,
  events: readonly Event[],
): Doc | undefined {
  let doc: Doc | undefined;
  for (const event of events) doc = evolve(doc, event);
  return doc;
}

/**
 * May this actor make this move of this document? A foreign document is refused in the words of a missing one,
 * and before its state is looked at, so that nobody learns that it exists.
 *
 * @returns the document and the state after the move; refuses with E_NOT_FOUND, E_ROLE or E_STATE
 */
export function requireTurn<State extends string, Kind extends string, Doc extends LifeDoc<State>>(
  life: { readonly name: string; readonly moves: Readonly<Record<Kind, Move<State>>> },
  kind: Kind,
  found: { readonly doc: Doc | undefined; readonly ownerOf: (doc: Doc) => Owner },
  context: Context,
): Outcome<{ readonly doc: Doc; readonly to: State }> {
  const { doc } = found;
  const own = requireOwnOrg(doingOf(life, kind), context.actor, doc && found.ownerOf(doc));
  if (!own.ok) return own;
  if (doc === undefined) throw new Error('requireOwnOrg accepted a missing document');
  const to = requireMove(life, kind, doc.state, context.actor);
  return to.ok ? accept({ doc, to: to.value }) : to;
}

/** Gathers the refusals of all checks, so that one answer says everything that is wrong. */
export function requireAll(checks: readonly Outcome<unknown>[]): Outcome<void> {
  const refusals: readonly Refusal[] = checks.flatMap((check) => (check.ok ? [] : check.refusals));
  const [first, ...rest] = refusals;
  return first ? { ok: false, refusals: [first, ...rest] } : accept(undefined);
}

/** The decision itself: the event when every check accepts, otherwise all refusals. */
export function recordIf<Event>(checks: readonly Outcome<unknown>[], event: Event): Outcome<readonly [Event]> {
  const checked = requireAll(checks);
  return checked.ok ? accept([event] as const) : checked;
}

/** Refuses with `detail` unless `holds`. */
export function requireThat(holds: boolean, code: Refusal['code'], detail: string): Outcome<void> {
  return holds ? accept(undefined) : refuse(code, detail);
}

/** Makes the event of a move: type, fact and payload. */
export function happening<Type extends string, State extends string, Payload extends object>(
  type: Type,
  to: State,
  context: Context,
  payload: Payload,
): LifeEvent<Type, Fact<State> & Payload> {
  return { type, id: context.id, data: { ...payload, to, at: context.now, by: context.actor } };
}

/** What a command says besides its type: the payload of the event it becomes. */
export function fieldsOf<Command extends { readonly type: string }>(
  command: Command,
): DistributiveOmit<Command, 'type'> {
  const { type: _, ...fields } = command;
  return fields as DistributiveOmit<Command, 'type'>;
}

/** What an event says besides its fact. */
export function payloadOf<Event extends LifeEvent<string, Fact>>(
  event: Event,
): DistributiveOmit<Event['data'], keyof Fact> {
  const { to: _to, at: _at, by: _by, ...payload } = event.data;
  return payload as DistributiveOmit<Event['data'], keyof Fact>;
}

type DistributiveOmit<T, Key extends PropertyKey> = T extends unknown ? Omit<T, Key> : never;

/** The part of `evolve` that is the same in every life: id, state, history. */
export function stamp<State extends string>(
  doc: { readonly acts: readonly Act[] } | undefined,
  event: LifeEvent<string, Fact<State>>,
): ActedDoc<State> {
  const { to, at, by } = event.data;
  return { id: event.id, state: to, acts: [...(doc?.acts ?? []), { type: event.type, to, at, by }] };
}

/** The document of an event that is not the first. @throws Error when there is none: the record is broken. */
export function existing<Doc>(doc: Doc | undefined, event: LifeEvent): Doc {
  if (doc === undefined) throw new Error(`Cannot fold ${event.type}: must follow the first event of ${event.id}`);
  return doc;
}

/** Who did the acts of the given types. */
export function doersOf(doc: { readonly acts: readonly Act[] }, types: readonly string[]): readonly Actor[] {
  return doc.acts.filter((act) => types.includes(act.type)).map((act) => act.by);
}

/** The organization a thing belongs to, for lives owned by a vendor. */
export function vendorOwner(doc: { readonly vendor: OrgId }): Owner {
  return { role: 'vendor', org: doc.vendor };
}
