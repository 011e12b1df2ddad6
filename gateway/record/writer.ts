/**
 * The record as the gateway uses it: reading is at once, writing and asking witnesses is to be awaited.
 *
 * @see record.md §2
 */
import type { Outcome } from '#policies/refusal.ts';
import type { Actor } from '#policies/procedure/life.ts';
import type { Permit } from '#policies/record/permit.ts';
import type { Instant } from '#policies/units.ts';
import type { Reader } from './reader.ts';
import type { SluiceRecord } from './store.ts';
import type { Committed, Draft } from './write.ts';

export interface Writer extends Disposable {
  readonly read: Reader;
  /** @see SluiceRecord.commit */
  commit(actor: Actor, now: Instant, decide: (reader: Reader) => Outcome<Draft>): Promise<Outcome<Committed>>;
  /** @see SluiceRecord.permit */
  permit(seq: number): Promise<Outcome<Permit>>;
  /** @see SluiceRecord.checkpoint */
  checkpoint(): Promise<Outcome<string>>;
  /** @see SluiceRecord.inclusion */
  inclusion(at: { readonly index: number; readonly size: number }): readonly string[];
  /** @see SluiceRecord.consistency */
  consistency(sizes: { readonly first: number; readonly second: number }): readonly string[];
}

/** Writes in this thread. */
export function writerOf(record: SluiceRecord): Writer {
  return {
    read: record.read,
    commit: async (actor, now, decide) => record.commit(actor, now, decide),
    permit: async (seq) => record.permit(seq),
    checkpoint: async () => record.checkpoint(),
    inclusion: (at) => record.inclusion(at),
    consistency: (sizes) => record.consistency(sizes),
    [Symbol.dispose]: () => record[Symbol.dispose](),
  };
}
