/**
 * The record: the only place where the state of anything is written. One batch is one transaction of events, payloads, leaf hashes,
 * tree nodes, projections, jobs and a signed checkpoint; of what is refused or throws in it, nothing is written.
 *
 * @see record.md §1–2; architecture.md invariant 6
 */
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import { auditNow, type Audited } from './audit.ts';
import type { By, Law, Written } from './decision.ts';
import type { Store } from './driver.ts';
import { growthOf, type Growth } from './growth.ts';
import type { Signer } from './keys.ts';
import { openReader, type Reader } from './reader.ts';
import { isBroken, openTables, type Tables } from './tables.ts';
import { signCheckpoint, writeDraft, type Draft } from './write.ts';

export interface StoreOptions {
  readonly store: Store;
  readonly log: Signer;
  /** Versions of code, policy, profile and calendar: they go into every entry. */
  readonly versions: Readonly<Record<string, string>>;
  readonly fold: Law['fold'];
}

/** What became of one piece of a batch. */
export type Settled<T> = { readonly outcome: Outcome<T> } | { readonly error: unknown };

/**
 * Opens the record, or makes an empty one. Before it answers it rebuilds tree and projections from the events and compares.
 *
 * @returns the record; refuses E_RECORD when anything differs, and repairs nothing
 */
export function openRecord(options: StoreOptions): Outcome<SluiceRecord> {
  const { store, log, fold } = options;
  if (store.kind === 'sqlite' && store.file !== ':memory:')
    mkdirSync(dirname(store.file), { recursive: true, mode: 0o700 });
  try {
    const tables = openTables(store);
    const sound = closeUnlessSound(tables, () => {
      beginLog(tables, log);
      return auditNow(tables, log.key, fold);
    });
    return sound.ok ? accept(new SluiceRecord(tables, options)) : sound;
  } catch (error) {
    if (isBroken(error)) return refuse('E_RECORD', `Cannot open the record: ${error.message}`);
    throw error;
  }
}

/** The checkpoint of no entries. */
function beginLog(tables: Tables, log: Signer): void {
  if (tables.checkpoint()) return;
  tables.transact(() => {
    if (!tables.checkpoint() && tables.size() === 0) signCheckpoint(tables, growthOf(tables), log);
  });
}

function closeUnlessSound(tables: Tables, audit: () => Outcome<Audited>): Outcome<Audited> {
  let isSound = false;
  try {
    const outcome = audit();
    isSound = outcome.ok;
    return outcome;
  } finally {
    if (!isSound) tables.close();
  }
}

/** An open record: the synchronous core, of one connection. Made by {@link openRecord}. */
export class SluiceRecord implements Disposable {
  /** Reads: documents, events, by subject. */
  readonly read: Reader;
  readonly #tables: Tables;
  readonly #options: Pick<StoreOptions, 'log' | 'versions'>;
  /** While a batch is written. */
  #growth: Growth | undefined;

  constructor(tables: Tables, options: Pick<StoreOptions, 'log' | 'versions'>) {
    this.#tables = tables;
    this.#options = options;
    this.read = openReader(tables);
  }

  get tables(): Tables {
    return this.#tables;
  }

  /**
   * All `works` in one transaction under one checkpoint, each as if it were alone: what it refuses or throws undoes itself and nothing
   * else. When this returns, what it says is on disk.
   *
   * @throws Error when the transaction as a whole fails; then nothing of it was written, or nobody knows
   */
  batch<T>(works: readonly (() => Outcome<T>)[]): readonly Settled<T>[] {
    return this.#tables.transact(() => {
      const growth = growthOf(this.#tables);
      const before = growth.size();
      this.#growth = growth;
      try {
        const settled = works.map((work) => this.#settle(work, growth));
        if (growth.size() > before) signCheckpoint(this.#tables, growth, this.#options.log);
        return settled;
      } finally {
        this.#growth = undefined;
      }
    });
  }

  /** To be called by a work of {@link batch}: decides on what the batch has written so far, and writes what that comes to. */
  write<D extends Draft>(by: By, decide: (reader: Reader) => Outcome<D>): Outcome<Written<D>> {
    const { completes, request, actor, now } = by;
    const growth = this.#growth;
    if (!growth) throw new Error('Cannot write: must be in a batch');
    const decided = decide(this.read);
    if (!decided.ok) return decided;
    if (completes && !this.#tables.jobs.complete(completes, Date.parse(now)))
      return refuse('E_STATE', `Cannot finish ${completes.id}: must still hold its lease; got it taken by another`);
    if (request && decided.value.events.length > 0 && !this.#tables.requests.mark(request, growth.size()))
      return refuse('E_STATE', 'Cannot do this: its request must still hold its key; got it taken by another');
    const { versions } = this.#options;
    return accept({
      ...writeDraft(this.#tables, decided.value, { actor, now, versions, growth }),
      answer: decided.value,
    });
  }

  /** One decision in a transaction of its own. @throws what it throws */
  commit<D extends Draft>(by: By, decide: (reader: Reader) => Outcome<D>): Outcome<Written<D>> {
    const [settled] = this.batch([() => this.write(by, decide)]);
    if (!settled) throw new Error('a batch without an end');
    if ('error' in settled) throw settled.error;
    return settled.outcome;
  }

  /** The same comparison as at the beginning. */
  audit(fold: Law['fold']): Outcome<Audited> {
    return auditNow(this.#tables, this.#options.log.key, fold);
  }

  [Symbol.dispose](): void {
    this.#tables.close();
  }

  #settle<T>(work: () => Outcome<T>, growth: Growth): Settled<T> {
    const goBack = growth.mark();
    try {
      return { outcome: this.#tables.savepoint(work) };
    } catch (error) {
      goBack();
      return { error };
    }
  }
}
