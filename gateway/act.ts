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
import { loadDoc, loaders } from './load.ts';
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
}

export async function act<Name extends LifeName>(
  office: Office,
  { life, id, command, actor }: Act<Name>,
): Promise<Outcome<Done<Name>>> {
  const { record, clock, settings } = office;
  const now = clock();
  let written: DocOf<Name> | undefined;
  const committed = await record.commit(actor, now, (read) => {
    const doc = loadDoc(read, life, id);
    const context = loaders[life]({ read, doc, command, context: { id, actor, now }, settings, tier: office.tier() });
    const decided = lives[life].decide(doc, command, context);
    if (!decided.ok) return decided;
    const [event] = decided.value;
    written = lives[life].evolve(doc, event);
    return accept({
      events: [{ life, id, type: event.type, data: event.data, subjects: relatedOf(written) }],
      docs: [{ life, id, state: written.state, json: written }],
    });
  });
  if (!committed.ok) return committed;
  const [entry] = committed.value.entries;
  if (!entry || !written) throw new Error('a commit without an event');
  return accept({ doc: written, seq: entry.seq });
}

/** Ids of the things that this one hangs on, so that the record can be walked from any of them. @see AO-27-4 */
function relatedOf(doc: object): readonly string[] {
  const names = ['agreement', 'application', 'program', 'scenario', 'vendor'] as const;
  const found = names.flatMap((name) => {
    const value = (doc as Record<string, unknown>)[name];
    return typeof value === 'string' ? [value] : [];
  });
  const { product } = doc as { product?: { runs?: readonly string[] } };
  return [...found, ...(product?.runs ?? [])];
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
