/**
 * The record: the only place where the state of anything is written. One commit is one transaction of events, payloads,
 * leaf hashes, tree nodes, projections and a signed checkpoint; a refusal or an exception writes nothing of it.
 *
 * @see record.md §1–2; architecture.md invariant 6
 */
import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import type { Actor } from '#policies/procedure/life.ts';
import { canonicalText } from '#policies/record/canonical.ts';
import { printCheckpoint, type Checkpoint } from '#policies/record/checkpoint.ts';
import { commit as commitTo, printEntry, type Entry } from '#policies/record/entry.ts';
import { toBase64, toHex, toUtf8 } from '#policies/record/hash.ts';
import { printNote, printSignature, signNote } from '#policies/record/note.ts';
import type { Permit } from '#policies/record/permit.ts';
import { consistencyProof, inclusionProof } from '#policies/record/proof.ts';
import { appendLeaf, leafHash, rootOf } from '#policies/record/tree.ts';
import type { Instant } from '#policies/units.ts';
import { auditTables, requireNoForgetting } from './audit.ts';
import type { Signer } from './keys.ts';
import { openReader, subjectOf, type Doc, type Reader, type RecordedEvent } from './reader.ts';
import { isBroken, openTables, type Tables } from './tables.ts';
import type { Witness } from './witness.ts';

/** An event that a decision wants to write. */
export interface DraftEvent {
  readonly life: string;
  readonly id: string;
  /** Full name, e.g. `run.ordered`; it stands in the log in the clear. */
  readonly type: string;
  /** JSON; only its salted commitment stands in the log. Never a data value. @see record.md §1 rule 7 */
  readonly data: unknown;
  /** Other things that it is about, besides its own `id`: they stand in the log in the clear. */
  readonly subjects?: readonly string[];
}

/** What a decision wants to write: every document in `docs` has at least one event of its life and id beside it. */
export interface Draft {
  readonly events: readonly DraftEvent[];
  readonly docs: readonly Doc[];
}

export interface Committed {
  readonly entries: readonly Entry[];
  /** Size of the log after the commit. */
  readonly size: number;
}

export interface RecordOptions {
  /** A directory, or `:memory:`. */
  readonly dir: string;
  readonly log: Signer;
  readonly witnesses: readonly Witness[];
  /** Versions of code, policy, profile and calendar: they go into every entry. */
  readonly versions: Readonly<Record<string, string>>;
  /** Rebuilds every document from the events alone, in any order of documents. */
  readonly fold: (events: Iterable<RecordedEvent>) => Iterable<Doc>;
}

/**
 * Opens the record, or makes an empty one. Before it answers it rebuilds tree and projections from the events and compares;
 * and it compares the tree with what each witness saw.
 *
 * @returns the record; refuses E_RECORD when anything differs, and leaves the files as they are
 */
export function openRecord(options: RecordOptions): Outcome<SluiceRecord> {
  const { dir, log, witnesses, fold } = options;
  if (dir !== ':memory:') mkdirSync(dir, { recursive: true, mode: 0o700 });
  return refuseBroken(() => {
    const tables = openTables(dir === ':memory:' ? dir : join(dir, 'record.db'));
    const sound = closeUnlessSound(tables, () => {
      if (!tables.checkpoint() && tables.size() === 0) signCheckpoint(tables, log);
      const audited = auditTables(tables, log.key, fold);
      return audited.ok ? requireNoForgetting(tables, witnesses) : audited;
    });
    return sound.ok ? accept(new SluiceRecord(tables, options)) : sound;
  });
}

function refuseBroken<T>(open: () => Outcome<T>): Outcome<T> {
  try {
    return open();
  } catch (error) {
    if (isBroken(error)) return refuse('E_RECORD', `Cannot open the record: ${error.message}`);
    throw error;
  }
}

function closeUnlessSound(tables: Tables, audit: () => Outcome<void>): Outcome<void> {
  let isSound = false;
  try {
    const outcome = tables.transact(audit);
    isSound = outcome.ok;
    return outcome;
  } finally {
    if (!isSound) tables.close();
  }
}

/** An open record. Made by {@link openRecord} only. */
export class SluiceRecord implements Disposable {
  readonly #tables: Tables;
  readonly #options: RecordOptions;
  readonly #reader: Reader;

  constructor(tables: Tables, options: RecordOptions) {
    this.#tables = tables;
    this.#options = options;
    this.#reader = openReader(tables);
  }

  /** Reads: documents, events, by subject. */
  get read(): Reader {
    return this.#reader;
  }

  /**
   * The one way to write. `decide` sees the state that the commit will be based on, and no other commit comes between;
   * it must be quick, synchronous and without effects.
   *
   * @returns what was written, on disk; or the refusals of `decide`, and then nothing was written
   * @throws Error when the draft is not one, or the disk fails; then nothing was written
   */
  commit(actor: Actor, now: Instant, decide: (reader: Reader) => Outcome<Draft>): Outcome<Committed> {
    return this.#tables.transact(() => {
      const draft = decide(this.#reader);
      if (!draft.ok) return draft;
      requireEventPerDoc(draft.value);
      const before = this.#tables.size();
      const entries = draft.value.events.map((event, i) => this.#write(event, { actor, now, seq: before + i }));
      draft.value.docs.forEach((doc) => this.#project(doc));
      if (entries.length > 0) signCheckpoint(this.#tables, this.#options.log);
      return accept({ entries, size: before + entries.length });
    });
  }

  /**
   * The proof that event `seq` stands in the log, under the newest checkpoint, cosigned by every witness.
   * Refuses E_NOT_FOUND, or E_RECORD when a witness will not cosign: then the log is not the one that it knows.
   */
  permit(seq: number): Outcome<Permit> {
    const event = this.#tables.event(seq);
    if (!event) return refuse('E_NOT_FOUND', `Cannot give a permit: must be the number of an event; got ${seq}`);
    const { size } = this.#newest();
    const checkpoint = this.checkpoint();
    if (!checkpoint.ok) return checkpoint;
    const payload: unknown = JSON.parse(event.json);
    const proof = this.inclusion({ index: seq, size });
    return accept({
      leaf: event.leaf,
      payload,
      salt: event.salt,
      index: seq,
      size,
      proof,
      checkpoint: checkpoint.value,
    });
  }

  /** The newest checkpoint: signed by the log, cosigned by every witness (those that had not, are asked now). */
  checkpoint(): Outcome<string> {
    const { size, note } = this.#newest();
    const lines = this.#tables.cosignatures(size);
    for (const witness of this.#options.witnesses) {
      if (lines.has(witness.key.name)) continue;
      const first = witness.latest()?.size ?? 0;
      if (first > size)
        return refuse('E_RECORD', `Cannot get a cosignature: ${witness.key.name} saw ${first} entries; got ${size}`);
      const signature = witness.cosign(note, consistencyProof({ first, second: size }, this.#tables.readNode));
      if (!signature.ok) return signature;
      const line = printSignature(signature.value);
      this.#tables.addCosignature(size, witness.key.name, line);
      lines.set(witness.key.name, line);
    }
    return accept(note + [...lines.values()].join(''));
  }

  /** Inclusion proof, base64, from the leaf upwards. @throws RangeError outside the tree */
  inclusion(at: { readonly index: number; readonly size: number }): readonly string[] {
    return inclusionProof(at, this.#tables.readNode).map(toBase64);
  }

  /** Consistency proof, base64. @throws RangeError outside the tree */
  consistency(sizes: { readonly first: number; readonly second: number }): readonly string[] {
    return consistencyProof(sizes, this.#tables.readNode).map(toBase64);
  }

  [Symbol.dispose](): void {
    this.#tables.close();
  }

  #newest(): { size: number; note: string } {
    const checkpoint = this.#tables.checkpoint();
    if (checkpoint) return checkpoint;
    throw new Error('Cannot read the record: must have a checkpoint; got none');
  }

  #write(event: DraftEvent, by: { actor: Actor; now: Instant; seq: number }): Entry {
    const { life, id, type, data } = event;
    const salt = randomBytes(32);
    const subjects = [subjectOf(life, id), ...new Set(event.subjects ?? [])];
    const { person, org, role } = by.actor;
    const who = { at: by.now, actor: person, org, role, versions: this.#options.versions };
    const entry: Entry = { v: 1, seq: by.seq, type, ...who, subjects, commitment: commitTo(salt, data) };
    const leaf = printEntry(entry);
    const version = this.#tables.versionOf(life, id) + 1;
    this.#tables.addEvent({ seq: by.seq, leaf, life, id, version, salt: toHex(salt), json: canonicalText(data) });
    for (const subject of new Set([id, ...subjects])) this.#tables.addSubject(subject, by.seq);
    const nodes = appendLeaf(by.seq, leafHash(toUtf8(leaf)), this.#tables.readNode);
    nodes.forEach((node) => this.#tables.addNode(node));
    this.#tables.touchDoc(life, id, version);
    return entry;
  }

  #project(doc: Doc): void {
    const version = this.#tables.versionOf(doc.life, doc.id);
    this.#tables.putDoc({ life: doc.life, id: doc.id, state: doc.state, version, json: canonicalText(doc.json) });
  }
}

/** Every change of state has its event. @see AO-28-1 */
function requireEventPerDoc(draft: Draft): void {
  const named = new Set<string>();
  for (const { life, id } of draft.events) {
    if (life === '' || life.includes('/') || id === '') throw new Error('Cannot commit: life and id must be names');
    named.add(subjectOf(life, id));
  }
  for (const { life, id } of draft.docs) {
    if (!named.has(subjectOf(life, id)))
      throw new Error(`Cannot commit ${life} ${id}: must come with an event; got none`);
  }
}

function signCheckpoint(tables: Tables, log: Signer): void {
  const size = tables.size();
  const checkpoint: Checkpoint = { origin: log.key.name, size, root: rootOf(size, tables.readNode) };
  const text = printCheckpoint(checkpoint);
  tables.addCheckpoint(size, printNote({ text, signatures: [signNote(text, log.key, log.sign)] }));
}
