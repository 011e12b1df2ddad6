/**
 * The one path of every command: load → decide → commit, in one transaction of the record. Only *decide* thinks, in one call into
 * `policies`; a refusal writes nothing.
 *
 * @see style.md rule 4; architecture.md invariant 6
 */
import { lives, type CommandOf, type DocOf, type LifeName } from '#policies/procedure/lives.ts';
import type { LifeTypes } from '#policies/procedure/decider.ts';
import type { Actor, LifeEvent } from '#policies/procedure/life.ts';
import { accept, type Outcome } from '#policies/refusal.ts';
import { decideAll, draftOf, type Step } from './decide.ts';
import type { Office } from './office.ts';
import type { Doc, RecordedEvent } from './record/reader.ts';

export interface Act<Name extends LifeName> {
  readonly life: Name;
  readonly id: string;
  readonly command: CommandOf<Name>;
  readonly actor: Actor;
}

export interface Done<Name extends LifeName> {
  readonly doc: DocOf<Name>;
  /** Number of the event in the log. */
  readonly seq: number;
  /** Every move that was made, the command's own first: what the system follows up. */
  readonly moved: readonly Moved[];
}

/** A move that stands in the record. */
export interface Moved {
  readonly life: LifeName;
  readonly id: string;
  /** The command. */
  readonly type: string;
}

export async function act<Name extends LifeName>(
  { record, clock, settings, tier }: Office,
  given: Act<Name>,
): Promise<Outcome<Done<Name>>> {
  const now = clock();
  let steps: readonly Step[] = [];
  const committed = await record.commit(given.actor, now, (read) => {
    const decided = decideAll(read, given, { now, settings, tier: tier() });
    if (!decided.ok) return decided;
    steps = decided.value;
    return accept(draftOf(steps));
  });
  if (!committed.ok) return committed;
  const [entry] = committed.value.entries;
  const doc = steps.find(({ life, id }) => life === given.life && id === given.id)?.doc as DocOf<Name> | undefined;
  if (!entry || !doc) throw new Error('a commit without an event');
  const moved = steps.map(({ life, id, command }) => ({ life, id, type: command }));
  return accept({ doc, seq: entry.seq, moved });
}

/** Rebuilds every document from the events alone. Events of no life (a reveal, a published snapshot) make no document. */
export function* foldRecord(events: Iterable<RecordedEvent>): Iterable<Doc> {
  const docs = new Map<string, Doc>();
  for (const { life, id, type, data } of events) {
    if (!isLife(life)) continue;
    const key = `${life}/${id}`;
    const doc = evolveAny(life, docs.get(key)?.json, { type, id, data });
    docs.set(key, { life, id, state: doc.state, json: doc });
  }
  yield* docs.values();
}

function isLife(name: string): name is LifeName {
  return Object.hasOwn(lives, name);
}

/** The table knows the types of each life; here they are only names. */
function evolveAny(name: LifeName, doc: unknown, event: LifeEvent): LifeTypes['doc'] {
  const life = lives[name] as unknown as { evolve(doc: unknown, event: LifeEvent): LifeTypes['doc'] };
  return life.evolve(doc, event);
}
