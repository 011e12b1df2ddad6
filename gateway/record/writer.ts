/**
 * The record as the gateway uses it: reading is at once, on a connection of its own; writing and asking witnesses is awaited. Who was
 * told that something is written reads it from then on.
 *
 * @see record.md §2
 */
import { accept, refuse, unwrap, type Outcome } from '#policies/refusal.ts';
import { toBase64 } from '#policies/record/hash.ts';
import type { Permit } from '#policies/record/permit.ts';
import { consistencyProof, inclusionProof } from '#policies/record/proof.ts';
import type { Audited } from './audit.ts';
import { cosigning, requireNoForgetting, type Witnessing } from './cosigning.ts';
import type { By, Decision, Law, Written } from './decision.ts';
import type { JobTable } from './job-table.ts';
import { openReader, type Reader } from './reader.ts';
import { holdNow } from './request-hold.ts';
import type { RequestTable } from './request-table.ts';
import type { SluiceRecord } from './store.ts';
import type { Tables } from './tables.ts';
import { performer, type Task } from './task.ts';

/** Job functions, awaited. @see jobTable */
export type Jobs = {
  readonly [Name in keyof JobTable]: (...given: Parameters<JobTable[Name]>) => Promise<ReturnType<JobTable[Name]>>;
};

/** Functions of the keys of requests, awaited. @see requestTable */
export type Requests = {
  readonly [Name in keyof RequestTable]: (
    ...given: Parameters<RequestTable[Name]>
  ) => Promise<ReturnType<RequestTable[Name]>>;
};

export interface Writer extends AsyncDisposable {
  readonly read: Reader;
  /**
   * The one way to write. @returns what was written, on disk; or the refusals of the decision, and then nothing was written
   * @throws Error when the decision does, or the store fails
   */
  commit<Input, Answer>(decision: Decision<Input, Answer>, input: Input, by: By): Promise<Outcome<Written<Answer>>>;
  readonly jobs: Jobs;
  readonly requests: Requests;
  /**
   * The proof that event `seq` stands in the log, under the newest checkpoint, cosigned by a quorum.
   * Refuses E_NOT_FOUND, or E_RECORD where the witnesses will not cosign: then the log is not the one that they know.
   */
  permit(seq: number): Promise<Outcome<Permit>>;
  /** The newest checkpoint: signed by the log, cosigned by a quorum (those that had not, are asked now). */
  checkpoint(): Promise<Outcome<string>>;
  /** Inclusion proof, base64, from the leaf upwards. @throws RangeError outside the tree */
  inclusion(at: { readonly index: number; readonly size: number }): readonly string[];
  /**
   * Compares the whole record with its events and with what the witnesses saw, as when it is opened, while it goes on.
   * Refuses E_RECORD, and repairs nothing.
   */
  check(): Promise<Outcome<Audited>>;
  /** Consistency proof, base64. @throws RangeError outside the tree */
  consistency(sizes: { readonly first: number; readonly second: number }): readonly string[];
}

/** Writes in this thread: for a record in memory, and for tests of what is above it. */
export function writerOf(record: SluiceRecord, { decisions, fold }: Law, witnessing: Witnessing): Writer {
  const perform = performer(record, decisions);
  const submit = async (task: Task) => {
    const [settled] = perform([task]);
    if (!settled) throw new Error('a batch without an end');
    if ('error' in settled) throw settled.error;
    return settled.outcome;
  };
  const audit = async () => record.audit(fold);
  return writerOver({ tables: record.tables, submit, audit, close: async () => record[Symbol.dispose]() }, witnessing);
}

/** Where a writer reads, and who writes for it. */
export interface Backing {
  /** Only read here. */
  readonly tables: Tables;
  readonly submit: (task: Task) => Promise<Outcome<unknown>>;
  /** On a connection of its own, while others write. */
  readonly audit: () => Promise<Outcome<Audited>>;
  readonly close: () => Promise<void>;
}

/** A checkpoint is published, that is cosigned, so long after its commit at the latest. @see record.md §1 rule 4 */
const publishedWithinMs = 500;

export function writerOver({ tables, submit, audit, close }: Backing, witnessing: Witnessing): Writer {
  const keep = async (size: number, witness: string, line: string) =>
    void unwrap(await submit({ kind: 'cosignature', size, witness, line }));
  const cosigned = cosigning({ ...tables, keep }, witnessing);
  const publish = later(publishedWithinMs, () => cosigned());
  const inclusion = (at: { readonly index: number; readonly size: number }) =>
    inclusionProof(at, tables.readNode).map(toBase64);
  return {
    read: openReader(tables),
    async commit(decision, input, by) {
      const request = holdNow();
      const told = await submit({
        kind: 'commit',
        decision: decision.name,
        input,
        by: request ? { ...by, request } : by,
      });
      if (told.ok) publish.soon();
      return told as Outcome<Written<never>>;
    },
    jobs: jobsBy(submit),
    requests: requestsBy(submit),
    async permit(seq) {
      const event = tables.event(seq);
      if (!event) return refuse('E_NOT_FOUND', `Cannot give a permit: must be the number of an event; got ${seq}`);
      const newest = await cosigned();
      if (!newest.ok) return newest;
      const { size, note: checkpoint } = newest.value;
      const payload: unknown = JSON.parse(event.json);
      const proof = inclusion({ index: seq, size });
      return accept({ leaf: event.leaf, payload, salt: event.salt, index: seq, size, proof, checkpoint });
    },
    async checkpoint() {
      const newest = await cosigned();
      return newest.ok ? accept(newest.value.note) : newest;
    },
    inclusion,
    async check() {
      const audited = await audit();
      if (!audited.ok) return audited;
      const remembered = await requireNoForgetting(tables, witnessing);
      return remembered.ok ? audited : remembered;
    },
    consistency: (sizes) => consistencyProof(sizes, tables.readNode).map(toBase64),
    async [Symbol.asyncDispose]() {
      await publish.end();
      await close();
    },
  };
}

function jobsBy(submit: Backing['submit']): Jobs {
  const call =
    (name: keyof JobTable) =>
    async (...given: readonly unknown[]) =>
      unwrap(await submit({ kind: 'job', name, given }));
  const names = [
    'enqueue',
    'claim',
    'take',
    'renew',
    'complete',
    'retry',
    'release',
  ] as const satisfies (keyof JobTable)[];
  return Object.fromEntries(names.map((name) => [name, call(name)])) as unknown as Jobs;
}

function requestsBy(submit: Backing['submit']): Requests {
  const call =
    (name: keyof RequestTable) =>
    async (...given: readonly unknown[]) =>
      unwrap(await submit({ kind: 'request', name, given }));
  const names = ['claim', 'mark', 'keep', 'drop', 'letGo'] as const satisfies (keyof RequestTable)[];
  return Object.fromEntries(names.map((name) => [name, call(name)])) as unknown as Requests;
}

/** Once for all who ask within the time. What goes wrong is told to whoever asks next for a cosignature, not here. */
function later(ms: number, work: () => Promise<unknown>) {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<unknown> = Promise.resolve();
  const run = () => {
    timer = undefined;
    running = work().catch(() => undefined);
  };
  return {
    soon: () => {
      timer ??= setTimeout(run, ms).unref();
    },
    /** What is under way ends first. */
    end: async () => {
      clearTimeout(timer);
      await running;
    },
  };
}
