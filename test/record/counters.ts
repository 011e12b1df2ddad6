/** The law of counters: what a record of tests may have written, for a thread to load too. */
import type { Decision, Law } from '#gateway/record/decision.ts';
import type { Store } from '#gateway/record/driver.ts';
import type { NewJob } from '#gateway/record/job-table.ts';
import { openWriter } from '#gateway/record/open-writer.ts';
import type { Writer } from '#gateway/record/writer.ts';
import { join } from 'node:path';
import { accept, refuse, unwrap, type Outcome } from '#policies/refusal.ts';
import { aBench, aCounter, actor, foldCounters, now, origin, type Bench } from './ledger.ts';

export interface Addition {
  readonly id: string;
  readonly by: number;
  /** What becomes of it: it is written, refused, or throws, the last after it has written a part. */
  readonly end?: 'refused' | 'thrown' | 'broken';
  readonly jobs?: readonly NewJob[];
}

/** Answers with the sum. */
export const addDecision: Decision<Addition, number> = {
  name: 'add',
  decide(read, { id, by, end, jobs = [] }) {
    if (end === 'refused') return refuse('E_STATE', 'Cannot add: must not');
    if (end === 'thrown') throw new Error('our bug');
    const before = (read.load('counter', id)?.json as { sum: number } | undefined)?.sum ?? 0;
    const event = { life: 'counter', id, type: 'counter.added', data: { add: by } };
    // The second event is none: by then the first is in the tables.
    const events = end === 'broken' ? [event, { ...event, data: Number.NaN }] : [event];
    return accept({ events, docs: [aCounter(id, before + by)], jobs, answer: before + by });
  },
};

export const law: Law = { decisions: [addDecision], fold: foldCounters };

export const by = { actor, now };

/** Adds one to a counter. @returns its sum */
export async function addTo(writer: Writer, input: Addition): Promise<Outcome<number>> {
  const written = await writer.commit(addDecision, input, by);
  return written.ok ? accept(written.value.answer) : written;
}

/** A writer with its thread, over `store` or a file in `dir`, with the keys of `dir`. */
export async function openCounters(dir: string, store?: Store, asked: Partial<Bench> = {}): Promise<Writer> {
  return unwrap(await tryCounters(dir, store, asked));
}

export async function tryCounters(dir: string, store?: Store, asked: Partial<Bench> = {}): Promise<Outcome<Writer>> {
  const bench = aBench(dir);
  return openWriter({
    store: store ?? bench.options.store,
    logKey: join(dir, 'keys', 'log.key'),
    origin,
    versions: { code: '0.1.0' },
    law: import.meta.url,
    witnesses: [asked.witness ?? bench.witness],
  });
}
