/** The thread that writes: what waits is written together, each as if it were alone; who was answered reads it. Over both engines. */
import { assert, asyncProperty, array, constantFrom, nat, record as aRecordOf } from 'fast-check';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openDriver } from '#gateway/record/open-driver.ts';
import { verifyEd25519 } from '#gateway/record/keys.ts';
import { verifyPermit } from '#policies/record/permit.ts';
import { unwrap } from '#policies/refusal.ts';
import { addDecision, addTo, by, openCounters, type Addition } from './counters.ts';
import { engines, usePlaces } from './engines.ts';
import { aBench } from './ledger.ts';
import { requireOneTree } from './one-tree.ts';

const { place } = usePlaces();

describe.each(engines)('%s', (kind) => {
  test('AO-28-1 a commit that was answered is read at once, stands under a permit, and is there when the record opens again', async () => {
    const { dir, store } = place(kind);
    {
      await using writer = await openCounters(dir, store);
      for (let sum = 1; sum <= 5; sum++) {
        expect(unwrap(await addTo(writer, { id: 'a', by: 1 }))).toBe(sum);
        expect(writer.read.load('counter', 'a')).toMatchObject({ json: { sum }, version: sum });
        expect(writer.read.size()).toBe(sum);
      }
      const permit = unwrap(await writer.permit(2));
      expect(unwrap(verifyPermit(permit, aBench(dir).trust, verifyEd25519)).entry.seq).toBe(2);
    }
    await using again = await openCounters(dir, store);
    expect(again.read.bySubject('counter/a')).toHaveLength(5);
    expect(unwrap(await again.check())).toMatchObject({ size: 5 });
  });

  test('commits are answered in the order in which they were asked for, with numbers in that order', async () => {
    const { dir, store } = place(kind);
    await using writer = await openCounters(dir, store);
    const order: number[] = [];
    const seqs = await Promise.all(
      Array.from({ length: 200 }, async (_, i) => {
        const written = unwrap(await writer.commit(addDecision, { id: `c${i % 7}`, by: 1 }, by));
        order.push(i);
        return written.entries[0]?.seq;
      }),
    );
    expect(order).toEqual(Array.from({ length: 200 }, (_, i) => i));
    expect(seqs).toEqual(order);
    const checkpoints = requireOneTree({ dir, store });
    // Far fewer signatures than commits: they were written together.
    expect(checkpoints).toBeLessThan(100);
  });

  test('property: in a batch, what is refused, throws or breaks in the middle leaves nothing and disturbs no other', async () => {
    const { dir, store } = place(kind);
    await using writer = await openCounters(dir, store);
    const sums = new Map<string, number>();
    let size = 0;
    const end = constantFrom<Addition['end'][]>(undefined, undefined, 'refused', 'thrown', 'broken');
    const addition = aRecordOf({ id: constantFrom('a', 'b', 'c'), by: nat(9), end });
    await assert(
      asyncProperty(array(addition, { minLength: 1, maxLength: 30 }), async (additions) => {
        const told = await Promise.allSettled(
          additions.map(({ end, ...rest }) => addTo(writer, end === undefined ? rest : { ...rest, end })),
        );
        for (const [i, { id, by, end }] of additions.entries()) {
          const answer = told[i];
          if (end === 'thrown' || end === 'broken') expect(answer?.status).toBe('rejected');
          else if (end === 'refused') expect(answer).toMatchObject({ value: { ok: false } });
          else {
            sums.set(id, (sums.get(id) ?? 0) + by);
            size++;
            expect(answer).toMatchObject({ value: { ok: true, value: sums.get(id) } });
          }
        }
        expect(writer.read.size()).toBe(size);
        for (const [id, sum] of sums) expect(writer.read.load('counter', id)?.json).toEqual({ sum });
        expect(unwrap(await writer.check()).size).toBe(size);
      }),
      { numRuns: 15 },
    );
    requireOneTree({ dir, store });
  });

  test('what is written past the law of the record is not: an unknown decision throws and writes nothing', async () => {
    const { dir, store } = place(kind);
    await using writer = await openCounters(dir, store);
    await expect(writer.commit({ ...addDecision, name: 'other' }, { id: 'a', by: 1 }, by)).rejects.toThrow('known');
    expect(writer.read.size()).toBe(0);
  });

  test('AO-27-1 the tables of the log forbid UPDATE, DELETE and TRUNCATE', async () => {
    const { dir, store } = place(kind);
    await using writer = await openCounters(dir, store);
    unwrap(await addTo(writer, { id: 'a', by: 1 }));
    unwrap(await writer.checkpoint());
    const driver = openDriver(store);
    const columns = { event: 'leaf', payload: 'json', subject: 'subject', node: 'hash', checkpoint: 'note' };
    for (const [table, column] of Object.entries({ ...columns, cosignature: 'line' })) {
      const attempts = [`UPDATE ${table} SET ${column} = ${column}`, `DELETE FROM ${table}`];
      if (kind === 'postgres') attempts.push(`TRUNCATE ${table} CASCADE`);
      for (const attempt of attempts)
        expect(() => driver.transaction(() => driver.exec(attempt)), attempt).toThrow(/only grows|foreign key/i);
    }
    driver.close();
  });

  test('record.md §1 rule 4: a checkpoint is cosigned within a second of its commit, though nobody asks', async () => {
    const { dir, store } = place(kind);
    await using writer = await openCounters(dir, store);
    unwrap(await addTo(writer, { id: 'a', by: 1 }));
    const { witness } = aBench(dir);
    for (let left = 200; witness.latest()?.size !== 1 && left > 0; left--)
      await new Promise((go) => setTimeout(go, 50));
    expect(witness.latest()?.size).toBe(1);
  });
});

test('a process that has nothing else to do still finishes what it asked for, and closes', async () => {
  const { dir } = place('sqlite');
  const child = spawn(process.execPath, [join(import.meta.dirname, 'ends.child.ts'), dir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number];
  expect([code, output]).toEqual([0, 'written\nclosed\n']);
});
