/** Leases: one holder at a time, and whoever comes late is told so. Over both engines. */
import { describe, expect, test } from 'vitest';
import { unwrap } from '#policies/refusal.ts';
import { addDecision, addTo, by, openCounters } from './counters.ts';
import { engines, usePlaces } from './engines.ts';

const { place } = usePlaces();
const claim = { kind: 'errand', holder: 'one', due: 1000, now: 5000, leaseMs: 100 };

describe.each(engines)('%s', (kind) => {
  test('enqueue in the transaction of the event: refused or broken, there is no job; twice, there is one', async () => {
    const { dir, store } = place(kind);
    await using writer = await openCounters(dir, store);
    const jobs = [{ id: 'a', kind: 'errand', runAt: 0 }];
    unwrap(await addTo(writer, { id: 'c', by: 1, jobs }));
    unwrap(await addTo(writer, { id: 'c', by: 1, jobs }));
    await addTo(writer, { id: 'c', by: 1, end: 'refused', jobs: [{ ...jobs[0], id: 'b' } as never] });
    await addTo(writer, { id: 'c', by: 1, end: 'broken', jobs: [{ ...jobs[0], id: 'b' } as never] }).catch(() => 0);
    expect(await writer.jobs.claim(claim)).toEqual({ id: 'a', kind: 'errand', fence: 1, attempt: 1 });
    expect(await writer.jobs.claim(claim)).toBeUndefined();
  });

  test('claim takes what is due longest, of its kind, and nothing before its time', async () => {
    const { dir, store } = place(kind);
    await using writer = await openCounters(dir, store);
    for (const [id, runAt] of [
      ['late', 900],
      ['early', 100],
      ['not yet', 1001],
    ] as const)
      await writer.jobs.enqueue({ id, kind: 'errand', runAt });
    await writer.jobs.enqueue({ id: 'other', kind: 'other', runAt: 0 });
    expect((await writer.jobs.claim(claim))?.id).toBe('early');
    expect((await writer.jobs.claim(claim))?.id).toBe('late');
    expect(await writer.jobs.claim(claim)).toBeUndefined();
    expect((await writer.jobs.claim({ ...claim, due: 1001 }))?.id).toBe('not yet');
  });

  test('a lease that ran out is another’s; its late holder neither renews, retries nor completes, nor commits with it', async () => {
    const { dir, store } = place(kind);
    await using writer = await openCounters(dir, store);
    await writer.jobs.enqueue({ id: 'a', kind: 'errand', runAt: 0 });
    const late = await writer.jobs.claim(claim);
    if (!late) throw new Error('no job');
    expect(await writer.jobs.claim({ ...claim, holder: 'two', now: 5099 })).toBeUndefined();
    expect(await writer.jobs.renew(late, 5200)).toBe(true);
    expect(await writer.jobs.claim({ ...claim, holder: 'two', now: 5199 })).toBeUndefined();
    const own = await writer.jobs.claim({ ...claim, holder: 'two', now: 5200 });
    if (!own) throw new Error('no job');
    expect(own).toMatchObject({ attempt: 2, fence: 2 });

    expect(await writer.jobs.renew(late, 9000)).toBe(false);
    expect(await writer.jobs.retry(late, 0)).toBe(false);
    expect(await writer.jobs.complete(late, 5300)).toBe(false);
    const input = { id: 'c', by: 1 };
    const refused = await writer.commit(addDecision, input, { ...by, completes: late });
    expect(refused).toMatchObject({ ok: false, refusals: [{ code: 'E_STATE' }] });
    expect(writer.read.size()).toBe(0);

    unwrap(await writer.commit(addDecision, input, { ...by, completes: own }));
    expect(writer.read.size()).toBe(1);
    expect((await writer.commit(addDecision, input, { ...by, completes: own })).ok).toBe(false);
    expect(await writer.jobs.claim({ ...claim, now: 99_999 })).toBeUndefined();
  });

  test('retry gives the job back for later, release all that a holder had', async () => {
    const { dir, store } = place(kind);
    await using writer = await openCounters(dir, store);
    for (const id of ['a', 'b']) await writer.jobs.enqueue({ id, kind: 'errand', runAt: 0 });
    const first = await writer.jobs.claim(claim);
    const second = await writer.jobs.claim({ ...claim, holder: 'two' });
    if (!first || !second) throw new Error('no job');
    expect(await writer.jobs.retry(first, 2000)).toBe(true);
    expect(await writer.jobs.complete(first, 6000)).toBe(false);
    expect(await writer.jobs.claim(claim)).toBeUndefined();
    expect(await writer.jobs.release('one')).toBe(0);
    expect(await writer.jobs.release('two')).toBe(1);
    expect(await writer.jobs.complete(second, 6000)).toBe(false);
    expect(await writer.jobs.claim(claim)).toMatchObject({ id: 'b', attempt: 2 });
    expect(await writer.jobs.claim({ ...claim, due: 2000 })).toMatchObject({ id: 'a', attempt: 2 });
  });
});
