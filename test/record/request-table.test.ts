/** Keys of requests: one holder at a time, what was written is known after a crash, and nothing is kept for longer than a day. Over both engines. */
import { describe, expect, test } from 'vitest';
import { underHold } from '#gateway/record/request-hold.ts';
import type { Claimed, Hold } from '#gateway/record/request-table.ts';
import type { Writer } from '#gateway/record/writer.ts';
import { unwrap } from '#policies/refusal.ts';
import { addTo, openCounters } from './counters.ts';
import { engines, usePlaces } from './engines.ts';

const { place } = usePlaces();
const claim = { owner: 'o', name: 'k', fingerprint: 'f', holder: 'one', now: 1000, leaseMs: 100, keptMs: 10_000 };

function mine(claimed: Claimed): Hold {
  if (claimed.kind !== 'yours') throw new Error(`got ${claimed.kind}`);
  return claimed.hold;
}

const sumOf = (writer: Writer) => writer.read.load('counter', 'c')?.json;

describe.each(engines)('%s', (kind) => {
  test('claim: one holder until the lease ends, the answer ever after, and another request never', async () => {
    const { dir, store } = place(kind);
    await using writer = await openCounters(dir, store);
    const hold = mine(await writer.requests.claim(claim));
    expect(await writer.requests.claim({ ...claim, now: 1099 })).toEqual({ kind: 'busy' });
    expect(await writer.requests.claim({ ...claim, fingerprint: 'g' })).toEqual({ kind: 'other' });
    expect(await writer.requests.claim({ ...claim, owner: 'p' })).toMatchObject({ kind: 'yours' });
    await writer.requests.keep(hold, 'sealed');
    expect(await writer.requests.claim({ ...claim, now: 9_000 })).toEqual({ kind: 'answered', answer: 'sealed' });
    expect(await writer.requests.claim({ ...claim, fingerprint: 'g', now: 9_000 })).toEqual({ kind: 'other' });
    expect(await writer.requests.claim({ ...claim, fingerprint: 'g', now: 11_000 })).toMatchObject({ kind: 'yours' });
  });

  test('who lost the key writes nothing, though he is still at it', async () => {
    const { dir, store } = place(kind);
    await using writer = await openCounters(dir, store);
    const late = mine(await writer.requests.claim(claim));
    const hold = mine(await writer.requests.claim({ ...claim, holder: 'two', now: 1100 }));
    const refused = await underHold(late, () => addTo(writer, { id: 'c', by: 1 }));
    expect(refused).toMatchObject({ ok: false, refusals: [{ code: 'E_STATE' }] });
    unwrap(await underHold(hold, () => addTo(writer, { id: 'c', by: 1 })));
    await writer.requests.keep(late, 'of the late one');
    await writer.requests.keep(hold, 'sealed');
    expect(await writer.requests.claim(claim)).toEqual({ kind: 'answered', answer: 'sealed' });
    expect(sumOf(writer)).toMatchObject({ sum: 1 });
  });

  test('a crash after the commit: the key is known to have written, and is not given again', async () => {
    const { dir, store } = place(kind);
    {
      await using writer = await openCounters(dir, store);
      const hold = mine(await writer.requests.claim(claim));
      unwrap(await underHold(hold, () => addTo(writer, { id: 'c', by: 1 })));
    }
    await using writer = await openCounters(dir, store);
    await writer.requests.letGo('two');
    expect(await writer.requests.claim({ ...claim, now: 1001 })).toEqual({ kind: 'busy' });
    await writer.requests.letGo('one');
    expect(await writer.requests.claim({ ...claim, now: 1001 })).toEqual({ kind: 'cut', seq: 0 });
  });

  test('what was refused or broken has written nothing: the key is given again', async () => {
    const { dir, store } = place(kind);
    await using writer = await openCounters(dir, store);
    const hold = mine(await writer.requests.claim(claim));
    await underHold(hold, async () => {
      await addTo(writer, { id: 'c', by: 1, end: 'refused' });
      await addTo(writer, { id: 'c', by: 1, end: 'broken' }).catch(() => 0);
    });
    await writer.requests.drop(hold);
    expect(await writer.requests.claim(claim)).toMatchObject({ kind: 'yours' });
  });

  test('what a request left to itself goes on without the key', async () => {
    const { dir, store } = place(kind);
    await using writer = await openCounters(dir, store);
    const hold = mine(await writer.requests.claim(claim));
    let later = Promise.resolve<unknown>(undefined);
    const gate = Promise.withResolvers<void>();
    await underHold(hold, async () => {
      later = gate.promise.then(async () => addTo(writer, { id: 'c', by: 1 }));
    });
    await writer.requests.drop(hold);
    gate.resolve();
    expect(await later).toMatchObject({ ok: true });
  });
});
