/**
 * Decisions by name. A write is data (which decision, about what, by whom), so that it can be asked for in one thread and made in
 * another, inside of the transaction that will write what it comes to.
 */
import type { Outcome } from '#policies/refusal.ts';
import type { Actor } from '#policies/procedure/life.ts';
import type { Instant } from '#policies/units.ts';
import type { Lease } from './job-table.ts';
import type { Hold } from './request-table.ts';
import type { Doc, Reader, RecordedEvent } from './reader.ts';
import type { Committed, Draft } from './write.ts';

export interface By {
  readonly actor: Actor;
  readonly now: Instant;
  /** The job that is done with this commit: it refuses E_STATE, and writes nothing, when the lease is another's by now. */
  readonly completes?: Lease;
  /** The key of the request that this is done for: it refuses E_STATE, and writes nothing, when the key is another's by now. */
  readonly request?: Hold;
}

/** A draft, and what is handed back to whoever asked: data. */
export interface Decided<Answer> extends Draft {
  readonly answer: Answer;
}

export interface Decision<Input, Answer> {
  readonly name: string;
  /** Quick, synchronous, without effects; the state that it reads is the one that the commit will be based on. */
  readonly decide: (read: Reader, input: Input, by: By) => Outcome<Decided<Answer>>;
}

/** A decision of whatever input: the table of them cannot know it. */
export type AnyDecision = Decision<never, unknown>;

export interface Written<Answer> extends Committed {
  readonly answer: Answer;
}

/** What a module must export to be the law of a record, so that another thread can load it too. */
export interface Law {
  readonly decisions: readonly AnyDecision[];
  /** Rebuilds every document from the events alone; must read all of them; the order of documents is free. */
  readonly fold: (events: Iterable<RecordedEvent>) => Iterable<Doc>;
}
