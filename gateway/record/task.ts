/** What a writer is asked to do, as data, and how it is done: many at once, in one transaction. */
import { accept, type Outcome } from '#policies/refusal.ts';
import type { AnyDecision, By, Decided } from './decision.ts';
import type { JobTable } from './job-table.ts';
import type { Reader } from './reader.ts';
import type { RequestTable } from './request-table.ts';
import type { Settled, SluiceRecord } from './store.ts';

export type Task =
  | { readonly kind: 'commit'; readonly decision: string; readonly input: unknown; readonly by: By }
  | { readonly kind: 'job'; readonly name: keyof JobTable; readonly given: readonly unknown[] }
  | { readonly kind: 'request'; readonly name: keyof RequestTable; readonly given: readonly unknown[] }
  | { readonly kind: 'cosignature'; readonly size: number; readonly witness: string; readonly line: string };

export type Perform = (tasks: readonly Task[]) => readonly Settled<unknown>[];

/** @throws Error, when called, where the whole batch fails */
export function performer(record: SluiceRecord, decisions: readonly AnyDecision[]): Perform {
  const named = new Map(decisions.map((decision) => [decision.name, decision]));
  if (named.size < decisions.length) throw new Error('Cannot open the record: decisions must have names of their own');
  const decide = (name: string, input: unknown, by: By) => (read: Reader) => {
    const decision = named.get(name);
    if (!decision) throw new Error(`Cannot decide: must be a known decision; got ${name}`);
    const apply = decision.decide as (read: Reader, input: unknown, by: By) => Outcome<Decided<unknown>>;
    return apply(read, input, by);
  };
  const perform = (task: Task): Outcome<unknown> => {
    switch (task.kind) {
      case 'commit': {
        const written = record.write(task.by, decide(task.decision, task.input, task.by));
        return written.ok ? accept({ ...written.value, answer: written.value.answer.answer }) : written;
      }
      case 'job': {
        const call = record.tables.jobs[task.name] as (...given: readonly unknown[]) => unknown;
        return accept(call(...task.given));
      }
      case 'request': {
        const call = record.tables.requests[task.name] as (...given: readonly unknown[]) => unknown;
        return accept(call(...task.given));
      }
      case 'cosignature':
        return accept(record.tables.addCosignature(task.size, task.witness, task.line));
    }
  };
  return (tasks) => record.batch(tasks.map((task) => () => perform(task)));
}
