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
import type { Asking } from './access/facts.ts';
import { actDecision, type Moved } from './decisions/act.ts';
import type { Office } from './office.ts';
import { sealCommand } from './personal.ts';
import type { Doc, RecordedEvent } from './record/reader.ts';

export interface Act<Name extends LifeName> {
  readonly life: Name;
  readonly id: string;
  readonly command: CommandOf<Name>;
  readonly actor: Actor;
  /** Only where the document, as the actor sees it, is still one of these. @see viewTag */
  readonly ifViews?: readonly string[] | undefined;
  /** Who asks for it, where it is somebody who has called. */
  readonly caller?: Asking;
}

export interface Done<Name extends LifeName> {
  readonly doc: DocOf<Name>;
  /** Number of the event in the log. */
  readonly seq: number;
  /** Every move that was made, the command's own first: what the system follows up. */
  readonly moved: readonly Moved[];
}

export async function act<Name extends LifeName>(
  { record, clock, settings, tier, keyring }: Office,
  { life, id, command: given, actor, caller, ifViews }: Act<Name>,
): Promise<Outcome<Done<Name>>> {
  const command = sealCommand(keyring, { life, id }, given);
  const input = { life, id, command, settings, tier: tier(), caller, ifViews };
  const committed = await record.commit(actDecision, input, { actor, now: clock() });
  if (!committed.ok) return committed;
  const { entries, answer } = committed.value;
  const [entry] = entries;
  if (!entry) throw new Error('a commit without an event');
  return accept({ doc: answer.doc as DocOf<Name>, seq: entry.seq, moved: answer.moved });
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
