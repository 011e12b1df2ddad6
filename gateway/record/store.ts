/**
 * The record: the only place where the state of anything is written. One commit is one transaction of events, payloads,
 * leaf hashes, tree nodes, projections and a signed checkpoint; a refusal or an exception writes nothing of it.
 *
 * @see record.md §1–2; architecture.md invariant 6
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import type { Actor } from '#policies/procedure/life.ts';
import { toBase64 } from '#policies/record/hash.ts';
import { printSignature } from '#policies/record/note.ts';
import type { Permit } from '#policies/record/permit.ts';
import { consistencyProof, inclusionProof } from '#policies/record/proof.ts';
import type { Instant } from '#policies/units.ts';
import { auditTables, requireNoForgetting } from './audit.ts';
import type { Signer } from './keys.ts';
import { openReader, type Doc, type Reader, type RecordedEvent } from './reader.ts';
import { isBroken, openTables, type Tables } from './tables.ts';
import type { LocalWitness as Witness } from './witness.ts';
import { signCheckpoint, writeDraft, type Committed, type Draft } from './write.ts';

export interface RecordOptions {
  /** A directory, or `:memory:`. */
  readonly dir: string;
  readonly log: Signer;
  readonly witnesses: readonly Witness[];
  /** Versions of code, policy, profile and calendar: they go into every entry. */
  readonly versions: Readonly<Record<string, string>>;
  /** Rebuilds every document from the events alone; must read all of them; the order of documents is free. */
  readonly fold: (events: Iterable<RecordedEvent>) => Iterable<Doc>;
}

/**
 * Opens the record, or makes an empty one. Before it answers it rebuilds tree and projections from the events and compares;
 * and it compares the tree with what each witness saw.
 *
 * @returns the record; refuses E_RECORD when anything differs, and repairs nothing
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
      const { log, versions } = this.#options;
      return accept(writeDraft(this.#tables, draft.value, { actor, now, log, versions }));
    });
  }

  /**
   * The proof that event `seq` stands in the log, under the newest checkpoint, cosigned by every witness.
   * Refuses E_NOT_FOUND, or E_RECORD when a witness will not cosign: then the log is not the one that it knows.
   */
  permit(seq: number): Outcome<Permit> {
    const event = this.#tables.event(seq);
    if (!event) return refuse('E_NOT_FOUND', `Cannot give a permit: must be the number of an event; got ${seq}`);
    const cosigned = this.#cosigned();
    if (!cosigned.ok) return cosigned;
    const { size, note: checkpoint } = cosigned.value;
    const payload: unknown = JSON.parse(event.json);
    const proof = this.inclusion({ index: seq, size });
    return accept({ leaf: event.leaf, payload, salt: event.salt, index: seq, size, proof, checkpoint });
  }

  /** The newest checkpoint: signed by the log, cosigned by every witness (those that had not, are asked now). */
  checkpoint(): Outcome<string> {
    const cosigned = this.#cosigned();
    return cosigned.ok ? accept(cosigned.value.note) : cosigned;
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

  #cosigned(): Outcome<{ readonly size: number; readonly note: string }> {
    const newest = this.#tables.checkpoint();
    if (!newest) throw new Error('Cannot read the record: must have a checkpoint; got none');
    const lines = this.#tables.cosignatures(newest.size);
    for (const witness of this.#options.witnesses) {
      const known = lines.get(witness.key.name);
      const line = known === undefined ? this.#askWitness(witness, newest) : accept(known);
      if (!line.ok) return line;
      lines.set(witness.key.name, line.value);
    }
    return accept({ size: newest.size, note: newest.note + [...lines.values()].join('') });
  }

  /** What the witness signed is kept, so that it is asked once for each checkpoint. */
  #askWitness(witness: Witness, newest: { readonly size: number; readonly note: string }): Outcome<string> {
    const { name } = witness.key;
    const first = witness.latest()?.size ?? 0;
    if (first > newest.size) {
      return refuse('E_RECORD', `Cannot get a cosignature: ${name} saw ${first} entries; got ${newest.size}`);
    }
    const proof = consistencyProof({ first, second: newest.size }, this.#tables.readNode);
    const signature = witness.cosign(newest.note, proof);
    if (!signature.ok) return signature;
    const line = printSignature(signature.value);
    this.#tables.addCosignature(newest.size, name, line);
    return accept(line);
  }
}
