/** A record for tests: a life that counts, its fold, and openers with sane defaults. */
import { join } from 'node:path';
import { makeKeys, openKeys, verifyEd25519, type Keys } from '#gateway/record/keys.ts';
import type { Doc, RecordedEvent } from '#gateway/record/reader.ts';
import { openRecord, type RecordOptions, type SluiceRecord } from '#gateway/record/store.ts';
import type { Draft } from '#gateway/record/write.ts';
import { openWitness, type LocalWitness } from '#gateway/record/witness.ts';
import { accept, unwrap, type Outcome } from '#policies/refusal.ts';
import type { Actor } from '#policies/procedure/life.ts';
import { printKey } from '#policies/record/note.ts';
import type { Trust } from '#policies/record/checkpoint.ts';
import { verifyPermit } from '#policies/record/permit.ts';
import { instant, orgId, personId, type Instant } from '#policies/units.ts';

export const origin = 'sluice.example/record';
export const actor: Actor = { person: personId('wang.min'), org: orgId('operator-1'), role: 'operator' };
export const now: Instant = instant('2026-03-02T01:30:00.000Z');
export const clock = () => Date.parse(now);

/** The life of a counter: each event adds to it. */
export function foldCounters(events: Iterable<RecordedEvent>): Iterable<Doc> {
  const sums = new Map<string, number>();
  for (const { id, data } of events) sums.set(id, (sums.get(id) ?? 0) + (data as { add: number }).add);
  return [...sums].map(([id, sum]) => aCounter(id, sum));
}

export function aCounter(id: string, sum: number): Doc {
  return { life: 'counter', id, state: sum > 9 ? 'high' : 'low', json: { sum } };
}

/** Adds to a counter in one commit of one event. */
export function add(record: SluiceRecord, id: string, by: number, subjects: readonly string[] = []) {
  return record.commit(actor, now, (read): Outcome<Draft> => {
    const before = (read.load('counter', id)?.json as { sum: number } | undefined)?.sum ?? 0;
    const events = [{ life: 'counter', id, type: 'counter.added', data: { add: by }, subjects }];
    return accept({ events, docs: [aCounter(id, before + by)] });
  });
}

export interface Bench {
  readonly keys: Keys;
  readonly witness: LocalWitness;
  readonly options: RecordOptions;
  readonly trust: Trust;
}

/** Keys, a witness and options: in `dir` on disk, or all in memory. */
export function aBench(dir?: string, overrides: Partial<RecordOptions> = {}): Bench {
  const keys = dir === undefined ? makeKeys(origin) : openKeys(join(dir, 'keys'), origin);
  const file = dir === undefined ? ':memory:' : join(dir, 'witness', 'state');
  const witness = openWitness({ file, signer: keys.witness, log: keys.log.key, clock });
  const where = dir === undefined ? ':memory:' : join(dir, 'record');
  return {
    keys,
    witness,
    options: {
      dir: where,
      log: keys.log,
      witnesses: [witness],
      versions: { code: '0.1.0' },
      fold: foldCounters,
      ...overrides,
    },
    trust: { origin, logKey: printKey(keys.log.key), witnessKeys: [printKey(keys.witness.key)], quorum: 1 },
  };
}

export function aRecord(bench: Bench = aBench()): SluiceRecord {
  return unwrap(openRecord(bench.options));
}

/** The permit of event `seq`, which must hold. */
export function aHeldPermit(record: SluiceRecord, seq: number, trust: Trust) {
  const permit = unwrap(record.permit(seq));
  return { permit, ...unwrap(verifyPermit(permit, trust, verifyEd25519)) };
}
