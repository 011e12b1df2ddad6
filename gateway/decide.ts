/**
 * What one command comes to: its own event, and the events that follow from it at once, each decided on the documents as the ones before
 * left them. Nothing is written here.
 *
 * @see style.md rule 4; policies/procedure/consequences.ts
 */
import { consequencesOf } from '#policies/procedure/consequences.ts';
import type { LifeTypes } from '#policies/procedure/decider.ts';
import type { Actor } from '#policies/procedure/life.ts';
import { lives, type LifeName } from '#policies/procedure/lives.ts';
import { requireNoVendor } from '#policies/procedure/two-roles.ts';
import { accept, type Outcome } from '#policies/refusal.ts';
import type { IsolationTier } from '#policies/isolation.ts';
import type { Instant } from '#policies/units.ts';
import { requireMayGive } from './access/require-may-give.ts';
import type { Asking } from './access/facts.ts';
import { rulingOf } from './calendar.ts';
import { loaders, lookupOf, type Loading } from './load.ts';
import { systemActor, type Settings } from './office.ts';
import type { Doc, Reader, StoredDoc } from './record/reader.ts';
import type { DraftEvent } from './record/write.ts';

/** Under what a decision is made: data, so that it can be made in another thread. */
export interface Setting {
  readonly now: Instant;
  readonly settings: Settings;
  /** In which the domain runs programs. */
  readonly tier: IsolationTier;
}

/** One decided move: its event and the document after it. */
export interface Step {
  readonly life: LifeName;
  readonly id: string;
  /** The command, for what the system follows up. */
  readonly command: string;
  readonly event: DraftEvent;
  readonly doc: LifeTypes['doc'];
}

interface Act {
  readonly life: LifeName;
  readonly id: string;
  readonly command: { readonly type: string };
  readonly actor: Actor;
  /** Who asks for it, where that is known more closely: by a token that may do less than its owner. */
  readonly caller?: Asking | undefined;
}

/** A bound against consequences that go in circles; a withdrawn dataset may reach very many things. */
const most = 100_000;

/**
 * @returns the steps in order, the command's own first; refuses with what any of them refuses
 * @throws Error when consequences do not end
 */
export function decideAll(read: Reader, act: Act, setting: Setting): Outcome<readonly [Step, ...Step[]]> {
  const docs = new Map<string, LifeTypes['doc']>();
  const seen = overlay(read, docs);
  const under = { ...setting, versions: rulingOf(read, setting.settings) };
  const first = decideAsked(seen, act, under);
  if (!first.ok) return first;
  docs.set(keyOf(act), first.value.doc);
  const steps: [Step, ...Step[]] = [first.value];
  for (const step of steps) {
    const { life, id, event } = step;
    const happened = { life, id, type: event.type, now: setting.now, lookup: lookupOf(seen) };
    for (const order of consequencesOf(happened)) {
      const next = decideOne(seen, { ...order, actor: systemActor }, under);
      if (!next.ok) return next;
      docs.set(keyOf(order), next.value.doc);
      if (steps.push(next.value) > most) throw new Error(`Cannot end: ${act.command.type} brings too much about`);
    }
  }
  return accept(steps);
}

/** By its name: it came over from another thread. */
function isSystem({ person, role }: Actor): boolean {
  return role === 'system' && person === systemActor.person;
}

/** With the versions of the rules, for the events. */
interface Under extends Setting {
  readonly versions: Readonly<Record<string, string>>;
}

/** What somebody asks for; what follows from it, and what the system does by itself, is asked for by nobody. */
function decideAsked(read: Reader, act: Act, under: Under): Outcome<Step> {
  const { life, id, actor, caller } = act;
  if (isSystem(actor) && caller === undefined) return decideOne(read, act, under);
  const doc = read.load(life, id)?.json as LifeTypes['doc'] | undefined;
  const may = requireMayGive(read, caller ?? actor, { life, doc, command: act.command.type });
  const decided = decideOne(read, act, { ...under, versions: { ...under.versions, ...(may.ok && may.value) } });
  // Where its life refuses too, it says why in words of its own.
  return may.ok || !decided.ok ? decided : may;
}

function decideOne(read: Reader, { life, id, command, actor }: Act, under: Under): Outcome<Step> {
  const one = lives[life] as unknown as Life;
  const doc = read.load(life, id)?.json as LifeTypes['doc'] | undefined;
  const { now, versions, ...rest } = under;
  const load = loaders[life] as unknown as (loading: Loading<LifeName>) => LifeTypes['context'];
  const separate = requireNoVendor(`act on ${life} ${id}`, actor, lookupOf(read));
  if (!separate.ok) return separate;
  const loading = { read, doc, command, context: { id, actor, now }, ...rest } as unknown as Loading<LifeName>;
  const decided = one.decide(doc, command, load(loading));
  if (!decided.ok) return decided;
  const [{ type, data }] = decided.value;
  const after = one.evolve(doc, decided.value[0]);
  const event = { life, id, type, data, actor, subjects: relatedOf(after), versions };
  return accept({ life, id, command: command.type, event, doc: after });
}

/** The table knows the types of each life; here they are only names. */
interface Life {
  decide(doc: unknown, command: unknown, context: unknown): Outcome<readonly [LifeTypes['event']]>;
  evolve(doc: unknown, event: unknown): LifeTypes['doc'];
}

/** The documents with what is decided and not yet written. */
function overlay(read: Reader, docs: ReadonlyMap<string, LifeTypes['doc']>): Reader {
  return {
    ...read,
    load(life, id) {
      const decided = docs.get(keyOf({ life, id }));
      return decided ? decidedNow(life, decided) : read.load(life, id);
    },
    list(life, filter) {
      const own = [...docs].filter(([key]) => key.startsWith(`${life}/`));
      if (own.length === 0) return read.list(life, filter);
      const { state, after, limit } = filter ?? {};
      // Decisions ask for whole lives, or for what is in some states.
      if (after !== undefined || limit !== undefined) throw new Error('Cannot list a page of a life while deciding');
      const states = typeof state === 'string' ? [state] : state;
      const all = new Map(read.list(life).map((doc) => [doc.id, doc]));
      for (const [, doc] of own) all.set(doc.id, decidedNow(life, doc));
      const found = [...all.values()].filter((doc) => states === undefined || states.includes(doc.state));
      return found.sort((one, other) => (one.id < other.id ? -1 : 1));
    },
  };
}

/** It has no version yet. */
function decidedNow(life: string, doc: LifeTypes['doc']): StoredDoc {
  return { life, id: doc.id, state: doc.state, json: doc, version: 0 };
}

function keyOf({ life, id }: { readonly life: string; readonly id: string }): string {
  return `${life}/${id}`;
}

/** Ids of the things that this one hangs on, so that the record can be walked from any of them. @see AO-27-4 */
function relatedOf(doc: object): readonly string[] {
  const names = ['agreement', 'application', 'program', 'scenario', 'vendor', 'entry', 'run', 'export', 'subject'];
  const found = names.flatMap((name) => {
    const value = (doc as Record<string, unknown>)[name];
    return typeof value === 'string' ? [value] : [];
  });
  const { product } = doc as { product?: { runs?: readonly string[] } };
  return [...found, ...(product?.runs ?? [])];
}

export function draftOf(steps: readonly Step[]): {
  readonly events: readonly DraftEvent[];
  readonly docs: readonly Doc[];
} {
  const docs = new Map(
    steps.map(({ life, id, doc }) => [keyOf({ life, id }), { life, id, state: doc.state, json: doc }]),
  );
  return { events: steps.map(({ event }) => event), docs: [...docs.values()] };
}
