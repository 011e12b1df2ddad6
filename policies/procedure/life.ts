/**
 * A life: the states a thing of the procedure passes through, who may move it, and on which article.
 * Every life is a table of data, a `decide` that only thinks, and an `evolve` that only folds.
 * No clock, no input or output: time, actor and the other documents it depends on come in as arguments.
 *
 * @see procedure.md §0, §3; the decider pattern (Chassaing)
 */
import type { Instant, OrgId, PersonId } from '../units.ts';
import { accept, refuse, type Outcome } from '../refusal.ts';
import { roleTitles, type Role } from './roles.ts';

/** A real person, acting for an organization in one role. */
export interface Actor {
  readonly person: PersonId;
  readonly org: OrgId;
  readonly role: Role;
}

/** What every decision may use besides the document itself. */
export interface Context {
  readonly actor: Actor;
  readonly now: Instant;
}

/** One legal move: from where, to where, by whom, on which article. */
export interface Move<State extends string> {
  readonly from: readonly (State | 'none')[];
  readonly to: State;
  readonly by: readonly Role[];
  /** Requirement id or section of procedure.md. */
  readonly source: string;
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
  life: { readonly name: string; readonly moves: Record<Kind, Move<State>> },
  kind: Kind,
  state: State | 'none',
  actor: Actor,
): Outcome<State> {
  const move = life.moves[kind];
  if (!move.by.includes(actor.role)) {
    const who = move.by.map((role) => roleTitles[role].en).join(' or ');
    return refuse('E_ROLE', `Cannot ${kind} ${life.name}: must be done by ${who}; got ${roleTitles[actor.role].en}`);
  }
  if (!move.from.includes(state)) {
    return refuse('E_STATE', `Cannot ${kind} ${life.name}: must be ${move.from.join(' or ')}; got ${state}`);
  }
  return accept(move.to);
}
