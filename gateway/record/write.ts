/**
 * What one commit writes: events, payloads, subjects, tree nodes, projections, jobs; and the signed checkpoint. Runs inside the
 * transaction of the record and nowhere else.
 */
import { randomBytes } from 'node:crypto';
import { sideOf } from '#policies/access/sides.ts';
import type { Actor } from '#policies/procedure/life.ts';
import { canonicalText } from '#policies/record/canonical.ts';
import { printCheckpoint } from '#policies/record/checkpoint.ts';
import { commit, printEntry, type Entry } from '#policies/record/entry.ts';
import { toHex, toUtf8 } from '#policies/record/hash.ts';
import { printNote, signNote } from '#policies/record/note.ts';
import { appendLeaf, leafHash, rootOf } from '#policies/record/tree.ts';
import type { Instant } from '#policies/units.ts';
import type { Growth } from './growth.ts';
import type { NewJob } from './job-table.ts';
import type { Signer } from './keys.ts';
import { subjectOf, type Doc } from './reader.ts';
import type { Tables } from './tables.ts';

/** An event that a decision wants to write. */
export interface DraftEvent {
  readonly life: string;
  readonly id: string;
  /** Full name, e.g. `run.ordered`; it stands in the log in the clear. */
  readonly type: string;
  /** JSON; only its salted commitment stands in the log. Never a data value. @see record.md §1 rule 7 */
  readonly data: unknown;
  /** Who did it, where it is not who commits: the system, in consequence. */
  readonly actor?: Actor;
  /** Other things that it is about, besides its own `id`: they stand in the log in the clear. */
  readonly subjects?: readonly string[];
  /** Under which rules it was decided, besides the versions of the code. @see record.md §1 rule 3 */
  readonly versions?: Readonly<Record<string, string>>;
}

/** What a decision wants to write: every document in `docs` has at least one event of its life and id beside it. */
export interface Draft {
  readonly events: readonly DraftEvent[];
  readonly docs: readonly Doc[];
  /** What is promised with it. */
  readonly jobs?: readonly NewJob[];
}

export interface Committed {
  readonly entries: readonly Entry[];
  /** Size of the log after the commit. */
  readonly size: number;
}

/** Who commits, when, under which versions, at the end of which log. */
export interface Writing {
  readonly growth: Growth;
  readonly actor: Actor;
  readonly now: Instant;
  readonly versions: Readonly<Record<string, string>>;
}

/** Does not sign: that is done once for all that one transaction writes. @throws Error when the draft is not one; the transaction around it then writes nothing */
export function writeDraft(tables: Tables, draft: Draft, writing: Writing): Committed {
  requireEventPerDoc(draft);
  const versions = new Map<string, number>();
  const versionOf = ({ life, id }: { readonly life: string; readonly id: string }) =>
    versions.get(subjectOf(life, id)) ?? tables.versionOf(life, id);
  const entries = draft.events.map((event) => {
    const version = versionOf(event) + 1;
    versions.set(subjectOf(event.life, event.id), version);
    return writeEvent(tables, event, { ...writing, version });
  });
  for (const doc of draft.docs) {
    const { life, id, state, json } = doc;
    tables.putDoc({ life, id, state, version: versionOf(doc), json: canonicalText(json) });
  }
  for (const job of draft.jobs ?? []) tables.jobs.enqueue(job);
  return { entries, size: writing.growth.size() };
}

/** Signs what the tree now is, and keeps it. */
export function signCheckpoint(tables: Tables, growth: Growth, log: Signer): void {
  const size = growth.size();
  const text = printCheckpoint({ origin: log.key.name, size, root: rootOf(size, growth.readNode) });
  tables.addCheckpoint(size, printNote({ text, signatures: [signNote(text, log.key, log.sign)] }));
}

function writeEvent(tables: Tables, event: DraftEvent, by: Writing & { readonly version: number }): Entry {
  const { life, id, type, data } = event;
  const { version, growth } = by;
  const seq = growth.size();
  const salt = randomBytes(32);
  const subjects = [subjectOf(life, id), ...new Set(event.subjects ?? [])];
  const { person, org, role } = event.actor ?? by.actor;
  const who = { at: by.now, actor: person, org, role, versions: { ...by.versions, ...event.versions } };
  const entry: Entry = { v: 1, seq, type, ...who, subjects, commitment: commit(salt, data) };
  const leaf = printEntry(entry);
  tables.addEvent({ seq, leaf, life, id, version, salt: toHex(salt), json: canonicalText(data) });
  const side = role === 'system' ? undefined : sideOf(type);
  if (side) tables.addSide({ life, id }, person, side);
  for (const subject of new Set([id, ...subjects])) tables.addSubject(subject, seq);
  const nodes = appendLeaf(seq, leafHash(toUtf8(leaf)), growth.readNode);
  nodes.forEach((node) => tables.addNode(node));
  growth.grow(nodes);
  tables.touchDoc(life, id, version);
  return entry;
}

/** Every change of state has its event. @see AO-28-1 */
function requireEventPerDoc(draft: Draft): void {
  const named = new Set<string>();
  for (const { life, id } of draft.events) {
    if (life === '' || life.includes('/') || id === '') throw new Error('Cannot commit: life and id must be names');
    named.add(subjectOf(life, id));
  }
  for (const { life, id } of draft.docs) {
    const name = subjectOf(life, id);
    if (!named.has(name)) throw new Error(`Cannot commit ${name}: must come with an event of its own; got none`);
  }
}
