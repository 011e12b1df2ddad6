/**
 * Lives as data. Most lives of the procedure differ in their table, in what their commands say, and in a few guards; the rest, one event per
 * move that carries what the command said, is the same and written here once.
 *
 * @see procedure.md §0 decision 1; decision 045
 */
import { z } from 'zod';
import { accept, type Outcome } from '../refusal.ts';
import type { Instant } from '../units.ts';
import {
  doersOf,
  existing,
  fieldsOf,
  recordIf,
  requireTurn,
  stamp,
  type ActedDoc,
  type Fact,
  type Life,
  type LifeTypes,
} from './decider.ts';
import type { Frozen } from './fields.ts';
import { doingOf, requireMove, type LifeEvent, type LifeTable, type Move, type Stage } from './life.ts';
import type { CaseContext } from './lookup.ts';
import { requireIndependent, requireOtherPerson, type Owner, type Role } from './roles.ts';

/** A move of such a life, what its event is called (`submitted`), and at which stage it is made; moves of the system have none. */
export interface CaseMove<State extends string> extends Move<State> {
  readonly past: string;
  readonly stage?: Stage;
}

/** Table of such a life. A kind `x_last` is command `x` where `branch` says so. */
export interface CaseTable<State extends string = string> extends LifeTable<State> {
  /** The word of its paths, and what the ids of its documents begin with. */
  readonly collection: string;
  readonly prefix: string;
  /** Who reads all of them beyond the public bodies that did not begin them: outsiders, or others of the owner's role. Its own everybody reads anyway. */
  readonly readers?: readonly Role[];
  readonly moves: Readonly<Record<string, CaseMove<State>>>;
}

/** What each command says besides its type, by kind; a kind that says nothing is left out. */
export type Fields = Readonly<Record<string, z.core.$ZodLooseShape>>;

type StateOf<Table extends CaseTable> = keyof Table['states'] & string;
type KindOf<Table extends CaseTable> = Exclude<keyof Table['moves'] & string, `${string}_last`>;
type Said<All extends Fields, Kind> = Kind extends keyof All ? z.infer<z.ZodObject<All[Kind], z.core.$strict>> : object;
type Opening<Table extends CaseTable> = {
  [Kind in KindOf<Table>]: 'none' extends Table['moves'][Kind]['from'][number] ? Kind : never;
}[KindOf<Table>];
type Both<Union> = (Union extends unknown ? (one: Union) => void : never) extends (all: infer All) => void
  ? All
  : never;

/**
 * The four types of such a life: a document has what its opening command said, and what later ones said where they came.
 * `Derived`: what its `derive` adds. Several opening commands must say the same.
 */
export interface CaseTypes<
  Name extends string,
  Table extends CaseTable,
  All extends Fields,
  Derived extends object = object,
> {
  readonly doc: ActedDoc<StateOf<Table>> &
    Frozen<Both<Said<All, Opening<Table>>>> &
    Partial<Frozen<Both<Said<All, Exclude<KindOf<Table>, Opening<Table>>>>>> &
    Readonly<Partial<Derived>>;
  readonly command: { [Kind in KindOf<Table>]: { readonly type: Kind } & Frozen<Said<All, Kind>> }[KindOf<Table>];
  readonly context: CaseContext;
  readonly event: LifeEvent<`${Name}.${string}`, Fact<StateOf<Table>> & Readonly<Record<string, unknown>>>;
}

interface AnyCase {
  readonly doc: ActedDoc;
  readonly command: { readonly type: string };
  readonly context: CaseContext;
  readonly event: LifeEvent<string, Fact>;
}

type CommandOf<T extends AnyCase, Kind> = Extract<T['command'], { readonly type: Kind }>;

/** What a guard judges. `doing` is the move in words. */
export interface Given<T extends AnyCase, Kind, Doc = T['doc']> {
  readonly doc: Doc;
  readonly command: CommandOf<T, Kind>;
  readonly context: T['context'];
  readonly doing: string;
}

type PerKind<T extends AnyCase, Result> = {
  /** An opening command has no document yet. */
  readonly [Kind in T['command']['type']]?: (given: Given<T, Kind, T['doc'] | undefined>) => Result;
};

/** What makes one life differ from the next, besides its table. */
export interface CaseDefinition<T extends AnyCase, Derived extends object = object> {
  /** Key of the life in `lives`; its events are called after it. */
  readonly key: string;
  readonly table: CaseTable<T['doc']['state']>;
  readonly fields: Fields;
  /** Default: the organization that began it. */
  readonly ownerOf?: (doc: T['doc']) => Owner;
  readonly guards?: PerKind<T, readonly Outcome<unknown>[]>;
  /** Which of several moves a command makes; default: the one of its own name. */
  readonly branch?: PerKind<T, string>;
  /** What the event says besides what the command said. */
  readonly derive?: PerKind<T, Derived>;
  readonly due?: (doc: T['doc'], now: Instant) => T['command'] | undefined;
}

/** A life that says itself where it is found. */
export type CaseLife<T extends LifeTypes> = Life<T> & CaseTable<T['doc']['state']>;

/** Makes the life. Role, state, foreign documents, four eyes and operator ⟂ vendor are checked for every move. */
export function caseLife<T extends AnyCase, Derived extends object = object>(
  definition: CaseDefinition<T, Derived>,
): CaseLife<T> {
  const { key, table, due } = definition;
  const ownerOf = definition.ownerOf ?? ownerByFirstAct;
  const begin = Object.values(table.moves).filter(({ from }) => from.includes('none'));
  const openings = new Set(begin.map(({ past }) => `${key}.${past}`));
  return {
    ...table,
    command: schemaOf(table, definition.fields) as unknown as z.ZodType<T['command']>,
    ownerOf,
    ...(due && { due }),
    decide(doc, command, context) {
      const made = moveOf(definition, { doc, command, context });
      const turn = turnOf(table, made, { doc, ownerOf }, context);
      if (!turn.ok) return turn;
      const given = { doc, command, context, doing: doingOf(table, made) };
      const guard = perKind<readonly Outcome<unknown>[]>(definition.guards, command.type);
      const checks = [...requireDuty(table, made, given), ...(guard?.(given) ?? [])];
      const checked = recordIf(checks, undefined);
      if (!checked.ok) return checked;
      const derived = perKind<object>(definition.derive, command.type)?.(given) ?? {};
      const fact = { to: turn.value, at: context.now, by: context.actor };
      const past = table.moves[made]?.past ?? made;
      const event = { type: `${key}.${past}`, id: context.id, data: { ...fieldsOf(command), ...derived, ...fact } };
      return accept([event] as const);
    },
    evolve(doc, event) {
      const { to: _to, at: _at, by: _by, ...said } = event.data;
      const before = openings.has(event.type) ? doc : existing(doc, event);
      return { ...before, ...said, ...stamp(doc, event) };
    },
  };
}

function ownerByFirstAct(doc: ActedDoc): Owner {
  const [first] = doc.acts;
  if (!first) throw new Error(`Cannot name the owner of ${doc.id}: must have begun`);
  return { role: first.by.role, org: first.by.org };
}

interface Asked {
  readonly doc: ActedDoc | undefined;
  readonly command: { readonly type: string };
  readonly context: CaseContext;
}

function moveOf<T extends AnyCase, D extends object>({ branch, table }: CaseDefinition<T, D>, asked: Asked): string {
  const doing = doingOf(table, asked.command.type);
  return perKind<string>(branch, asked.command.type)?.({ ...asked, doing }) ?? asked.command.type;
}

/** The rule of this kind, if there is one; the schema has seen to it that the command is one of this kind. */
function perKind<Result>(
  by: { readonly [kind: string]: ((given: never) => Result) | undefined } | undefined,
  kind: string,
): ((given: object) => Result) | undefined {
  return by && Object.hasOwn(by, kind) ? (by[kind] as (given: object) => Result) : undefined;
}

function turnOf(
  table: CaseTable,
  kind: string,
  found: { readonly doc: ActedDoc | undefined; readonly ownerOf: (doc: never) => Owner },
  context: CaseContext,
): Outcome<string> {
  if (found.doc === undefined && table.moves[kind]?.from.includes('none'))
    return requireMove(table, kind, 'none', context.actor);
  const turn = requireTurn(
    table,
    kind,
    { doc: found.doc, ownerOf: found.ownerOf as (doc: ActedDoc) => Owner },
    context,
  );
  return turn.ok ? accept(turn.value.to) : turn;
}

const independent: readonly Role[] = ['operator', 'data_agency', 'competent_authority'];

/** Nobody acts on one thing in two roles; four eyes where the table says so; and nobody of the vendor, or under its control, acts for a public body on its things. */
function requireDuty(
  table: CaseTable,
  kind: string,
  { doc, context, doing }: Omit<Given<AnyCase, string, ActedDoc | undefined>, 'command'>,
): readonly Outcome<unknown>[] {
  if (!doc) return [];
  const { actor, lookup } = context;
  const apart = (table.moves[kind]?.apartFrom ?? []).flatMap((past) => doersOf(doc, [...suffixes(doc, past)]));
  const inOtherRoles = doc.acts.map(({ by }) => by).filter(({ role }) => role !== actor.role);
  const others = requireOtherPerson(doing, actor, [...apart, ...inOtherRoles]);
  if (!('vendor' in doc) || !independent.includes(actor.role)) return [others];
  const vendor = lookup.all('registration').find(({ vendor }) => vendor === doc.vendor);
  return vendor ? [others, requireIndependent(doing, actor, vendor)] : [others];
}

/** The full names of an event in this document: `submitted` → `demand.submitted`. */
function suffixes(doc: ActedDoc, past: string): ReadonlySet<string> {
  return new Set(doc.acts.map(({ type }) => type).filter((type) => type.endsWith(`.${past}`)));
}

function schemaOf(table: CaseTable, fields: Fields): z.ZodType {
  const kinds = Object.keys(table.moves).filter((kind) => !kind.endsWith('_last'));
  const commands = kinds.map((kind) => z.strictObject({ type: z.literal(kind), ...fields[kind] }));
  const [first, ...rest] = commands;
  if (!first) throw new Error(`Cannot make ${table.name}: must have a move`);
  return z.discriminatedUnion('type', [first, ...rest]);
}
