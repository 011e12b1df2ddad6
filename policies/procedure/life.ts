/**
 * A life: the states a thing of the procedure passes through, who may move it, and on which article.
 * Every life is a table of data, a `decide` that only thinks, and an `evolve` that only folds.
 * No clock, no input or output: time, actor and the other documents it depends on come in as arguments.
 *
 * @see procedure.md §0, §3; the decider pattern (Chassaing)
 */
import type { Title } from '../catalog/entry.ts';
import type { Instant, OrgId, PersonId } from '../units.ts';
import { accept, refuse, type Outcome } from '../refusal.ts';
import type { DayKey } from './profiles/profile.ts';
import { roleTitles, type Role } from './roles.ts';

/** A real person, acting for an organization in one role. */
export interface Actor {
  readonly person: PersonId;
  readonly org: OrgId;
  readonly role: Role;
}

/** What every decision may use besides the document itself. */
export interface Context {
  /** The id of the document: the existing one, or the one that a first command gives it. */
  readonly id: string;
  readonly actor: Actor;
  readonly now: Instant;
}

/** The eight stages of the product; each is a folder of the console and of the API. */
export type Stage = 'catalog' | 'simulate' | 'propose' | 'review' | 'run' | 'check' | 'export' | 'audit';

/** One legal move: from where, to where, by whom, on which article. */
export interface Move<State extends string> {
  readonly from: readonly (State | 'none')[];
  readonly to: State;
  readonly by: readonly Role[];
  /** Requirement id or section of procedure.md. */
  readonly source: string;
  /** Who gets notice of it, besides the owner of the document. */
  readonly tell?: readonly Role[];
  /** Events (`submitted`) whose doers may not make this move: four eyes. */
  readonly apartFrom?: readonly string[];
}

/** A period that runs while a thing is in some states: who owes a move until when, and who learns that it is overdue. */
export interface Clock<State extends string = string> {
  readonly id: string;
  readonly title: Title;
  /** It runs in these, from the move that came into the first of them from outside of `runs` and `stops`. */
  readonly runs: readonly State[];
  /** Here it stands still: the thing waits for somebody else, usually the applicant. */
  readonly stops?: readonly State[];
  /** Working days, as a parameter of the jurisdiction profile. */
  readonly days: DayKey;
  /** What the start day is called where it is read: the day of acceptance, of receipt. It is not counted. */
  readonly from: 'acceptance' | 'receipt' | 'event';
  /** Who owes the move. */
  readonly duty: Role;
  /** Events (`refusal_reported`) that begin it where not every move into `runs` does. */
  readonly begins?: readonly string[];
  /** Events that end it though the thing stays in `runs`. */
  readonly ends?: readonly string[];
  /** Each of these of the document owes a move of its own: its reviewers' seats, or its departments. */
  readonly each?: 'seats' | 'departments';
  /** Who is told when it is overdue. Being overdue never decides anything. */
  readonly escalates: Role;
  readonly source: string;
}

/** A life as data: its states with their titles, and every legal move by kind. */
export interface LifeTable<State extends string = string, Kind extends string = string> {
  readonly name: string;
  readonly title: Title;
  readonly states: Readonly<Record<State, Title>>;
  readonly moves: Readonly<Record<Kind, Move<State>>>;
  readonly clocks?: readonly Clock<State>[];
}

/** What the record keeps of a decision. `data` is the payload that `evolve` folds; it never holds a data value. */
export interface LifeEvent<Type extends string = string, Data = unknown> {
  readonly type: Type;
  readonly id: string;
  readonly data: Data;
}

/** The document of a life: its state and what happened to it. */
export interface LifeDoc<State extends string> {
  readonly id: string;
  readonly state: State;
}

/**
 * Checks role and state of a move against its table.
 *
 * @returns the state after the move; refuses with E_ROLE or E_STATE
 */
export function requireMove<State extends string, Kind extends string>(
  life: { readonly name: string; readonly moves: Readonly<Record<Kind, Move<State>>> },
  kind: Kind,
  state: State | 'none',
  actor: Actor,
): Outcome<State> {
  const role = requireRole(life, kind, actor);
  if (!role.ok) return role;
  const move = life.moves[kind];
  if (move.from.includes(state)) return accept(move.to);
  return refuse('E_STATE', `Cannot ${doingOf(life, kind)}: must be ${move.from.join(' or ')}; got ${state}`);
}

/** Checks the role alone; refuses with E_ROLE. */
export function requireRole<Kind extends string>(
  life: { readonly name: string; readonly moves: Readonly<Record<Kind, Pick<Move<string>, 'by'>>> },
  kind: Kind,
  actor: Actor,
): Outcome<void> {
  const { by } = life.moves[kind];
  if (by.includes(actor.role)) return accept(undefined);
  const who = by.map((role) => roleTitles[role].en).join(' or ');
  const got = roleTitles[actor.role].en;
  return refuse('E_ROLE', `Cannot ${doingOf(life, kind)}: must be done by ${who}; got ${got}`);
}

/** A move in words for a refusal: `sign vendor` of `agreement`. */
export function doingOf(life: { readonly name: string }, kind: string): string {
  return `${kind.replaceAll('_', ' ')} ${life.name}`;
}
