/** A record for tests: a life that counts, its fold, and openers with sane defaults. */
import { join } from 'node:path';
import { makeKeys, openKeys, verifyEd25519, type Keys } from '#gateway/record/keys.ts';
import type { Doc, RecordedEvent } from '#gateway/record/reader.ts';
import type { Law } from '#gateway/record/decision.ts';
import { openRecord, type SluiceRecord, type StoreOptions } from '#gateway/record/store.ts';
import type { Draft } from '#gateway/record/write.ts';
import { writerOf, type Writer } from '#gateway/record/writer.ts';
import { openWitness, type LocalWitness } from '#gateway/record/witness.ts';
import { accept, unwrap, type Outcome } from '#policies/refusal.ts';
import type { Actor } from '#policies/procedure/life.ts';
import { toBase64 } from '#policies/record/hash.ts';
import { printKey, printSignature } from '#policies/record/note.ts';
import type { Trust } from '#policies/record/checkpoint.ts';
import { verifyPermit, type Permit } from '#policies/record/permit.ts';
import { consistencyProof, inclusionProof } from '#policies/record/proof.ts';
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
  return record.commit({ actor, now }, (read): Outcome<Draft> => {
    const before = (read.load('counter', id)?.json as { sum: number } | undefined)?.sum ?? 0;
    const events = [{ life: 'counter', id, type: 'counter.added', data: { add: by }, subjects }];
    return accept({ events, docs: [aCounter(id, before + by)] });
  });
}

export interface Bench {
  readonly keys: Keys;
  readonly witness: LocalWitness;
  readonly options: StoreOptions;
  readonly trust: Trust;
}

/** Keys, a witness and options: in `dir` on disk, or all in memory. */
export function aBench(dir?: string, overrides: Partial<StoreOptions> = {}): Bench {
  const keys = dir === undefined ? makeKeys(origin) : openKeys(join(dir, 'keys'), origin);
  const file = dir === undefined ? ':memory:' : join(dir, 'witness', 'state');
  const witness = openWitness({ file, signer: keys.witness, log: keys.log.key, clock });
  const where = dir === undefined ? ':memory:' : join(dir, 'record', 'record.db');
  const store = { kind: 'sqlite', file: where } as const;
  return {
    keys,
    witness,
    options: { store, log: keys.log, versions: { code: '0.1.0' }, fold: foldCounters, ...overrides },
    trust: { origin, logKey: printKey(keys.log.key), witnessKeys: [printKey(keys.witness.key)], quorum: 1 },
  };
}

export function aRecord(bench: Bench = aBench()): SluiceRecord {
  return unwrap(openRecord(bench.options));
}

/** Over a record of its own, in this thread. */
export function aWriter(bench: Bench, decisions: Law['decisions'] = []): Writer {
  return writerOf(aRecord(bench), { decisions, fold: foldCounters }, { witnesses: [bench.witness] });
}

/** What a writer gives when its only witness answers at once. @throws Error where it refuses */
export function givePermit(record: SluiceRecord, seq: number, witness: LocalWitness): Permit {
  const { tables } = record;
  const [event, newest] = [tables.event(seq), tables.checkpoint()];
  if (!event || !newest) throw new Error(`no event ${seq}`);
  const { size, note } = newest;
  const first = witness.latest()?.size ?? 0;
  const line = printSignature(unwrap(witness.cosign(note, consistencyProof({ first, second: size }, tables.readNode))));
  const proof = inclusionProof({ index: seq, size }, tables.readNode).map(toBase64);
  const payload: unknown = JSON.parse(event.json);
  return { leaf: event.leaf, payload, salt: event.salt, index: seq, size, proof, checkpoint: note + line };
}

/** The permit of event `seq`, which must hold. */
export function aHeldPermit(record: SluiceRecord, seq: number, { witness, trust }: Pick<Bench, 'witness' | 'trust'>) {
  const permit = givePermit(record, seq, witness);
  return { permit, ...unwrap(verifyPermit(permit, trust, verifyEd25519)) };
}
