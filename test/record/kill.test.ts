/** SIGKILL at any moment, and a server that falls: what was acknowledged is there, without a gap, and the record is sound. */
import { describe, expect, test } from 'vitest';
import { openCheckpoint } from '#policies/record/checkpoint.ts';
import { unwrap } from '#policies/refusal.ts';
import { verifyEd25519 } from '#gateway/record/keys.ts';
import { addTo, openCounters } from './counters.ts';
import { engines, usePlaces, type Place } from './engines.ts';
import { hasPostgres } from './postgres.ts';
import { race, writtenBy } from './racers.ts';
import { aBench } from './ledger.ts';

const { place, server } = usePlaces();

describe.each(engines)('%s', (kind) => {
  test('AO-28-1 AO-27-1 a gateway killed while it writes loses nothing that it acknowledged, and leaves no half batch', async () => {
    const here = place(kind);
    const acknowledged = new Map<number, string>();
    for (const [turn, delay] of [3, 250, 20, 140, 60, 400].entries()) {
      const racer = race(here, `turn${turn}`);
      await racer.first;
      setTimeout(() => racer.child.kill('SIGKILL'), delay);
      await racer.ended;
      for (const [seq, id] of writtenBy(racer)) acknowledged.set(seq, id);
      await requireThere(here, acknowledged);
    }
    expect(acknowledged.size).toBeGreaterThan(50);
  });
});

test.skipIf(!hasPostgres)(
  'AO-28-1 a PostgreSQL server that ends without a goodbye loses nothing that was acknowledged; the gateway says what it does not know',
  async () => {
    const here = place('postgres');
    const acknowledged = new Map<number, string>();
    for (const [turn, delay] of [30, 200, 90].entries()) {
      const racer = race(here, `turn${turn}`, { quiet: true });
      await racer.first;
      await new Promise((go) => setTimeout(go, delay));
      await server().crash();
      racer.child.kill('SIGKILL');
      await racer.ended;
      for (const [seq, id] of writtenBy(racer)) acknowledged.set(seq, id);
      await requireThere(here, acknowledged);
    }
    expect(acknowledged.size).toBeGreaterThan(20);
  },
);

test.skipIf(!hasPostgres)(
  'a writer whose connection was cut writes nothing by halves, says so, and goes on by a new one',
  async () => {
    const { dir, store } = place('postgres');
    await using writer = await openCounters(dir, store);
    unwrap(await addTo(writer, { id: 'a', by: 1 }));
    const url = store.kind === 'postgres' ? store.url : '';
    for (let cut = 0; cut < 3; cut++) {
      const told = Array.from({ length: 40 }, (_, i) => addTo(writer, { id: `cut${cut}`, by: i }).then(({ ok }) => ok));
      server().sql(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`,
        url,
      );
      const written = (await Promise.allSettled(told)).filter(({ status }) => status === 'fulfilled').length;
      // The first that is asked after may still meet the connection that is gone.
      await addTo(writer, { id: 'b', by: 1 }).catch(() => undefined);
      expect(readAgain(() => writer.read.bySubject(`counter/cut${cut}`).length)).toBeGreaterThanOrEqual(written);
      expect(unwrap(await writer.check()).size).toBe(writer.read.size());
    }
  },
);

/** Each acknowledged number is the event that it was said to be; opening compares tree, projections and checkpoints with the events. */
async function requireThere({ dir, store }: Place, acknowledged: ReadonlyMap<number, string>): Promise<void> {
  await using writer = await openCounters(dir, store);
  const size = writer.read.size();
  expect(size).toBeGreaterThan(Math.max(...acknowledged.keys()));
  const seqs = writer.read.entries(0, size).map(({ entry }) => entry.seq);
  expect(seqs).toEqual(Array.from({ length: size }, (_, seq) => seq));
  for (const [seq, id] of acknowledged) expect(writer.read.entry(seq)?.id).toBe(id);
  const note = unwrap(await writer.checkpoint());
  expect(unwrap(openCheckpoint(note, aBench(dir).trust, verifyEd25519)).size).toBe(size);
}

function readAgain<T>(read: () => T): T {
  try {
    return read();
  } catch {
    return read();
  }
}
