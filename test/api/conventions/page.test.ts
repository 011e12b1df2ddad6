/** Pages: whatever comes between two of them, each thing that was there is told once, and nothing that is not the reader's counts. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pageBehind, pageOf, pageOfLife, type Page } from '#gateway/api/conventions/page.ts';
import type { Writer } from '#gateway/record/writer.ts';
import { unwrap, type Outcome } from '#policies/refusal.ts';
import { addTo, openCounters } from '../../record/counters.ts';

const dir = mkdtempSync(join(tmpdir(), 'pages-'));
let record: Writer;
beforeAll(async () => {
  record = await openCounters(dir);
});
afterAll(async () => {
  await record[Symbol.asyncDispose]();
  rmSync(dir, { recursive: true, force: true });
});

/** All pages of a list, and what happens between two of them. */
async function walk(
  limit: number,
  page: (asked: { after: string | undefined; limit: number }) => Outcome<Page<string>>,
  between: () => Promise<unknown>,
): Promise<readonly string[]> {
  const told: string[] = [];
  for (let after: string | undefined; ;) {
    const { items, next } = unwrap(page({ after, limit }));
    expect(items.length).toBeLessThanOrEqual(limit);
    expect(items.length === limit || next === undefined).toBe(true);
    told.push(...items);
    if (next === undefined) return told;
    after = next;
    await between();
  }
}

const id = fc.string({ unit: fc.constantFrom('a', 'b', '-', '0', '9'), minLength: 1, maxLength: 4 });

test('pageOfLife: a life read in pages while others are written is read once and in order, as far as it is shown', async () => {
  let round = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(id, { maxLength: 12 }),
      fc.array(id),
      fc.integer({ min: 1, max: 5 }),
      async (had, come, limit) => {
        const mine = `r${round++}.`;
        for (const one of had) unwrap(await addTo(record, { id: mine + one, by: 1 }));
        const more = [...come];
        const isShown = (one: string) => one.startsWith(mine) && !one.endsWith('9');
        const told = await walk(
          limit,
          (asked) =>
            pageOfLife(record.read, { life: 'counter', ...asked }, (doc) => (isShown(doc.id) ? doc.id : undefined)),
          async () => {
            const next = more.pop();
            if (next !== undefined) unwrap(await addTo(record, { id: mine + next, by: 1 }));
          },
        );
        expect(told).toEqual([...new Set(told)].toSorted((one, other) => (one < other ? -1 : 1)));
        expect(told.filter((one) => !isShown(one))).toEqual([]);
        const missed = had.map((one) => mine + one).filter((one) => isShown(one) && !told.includes(one));
        expect(missed).toEqual([]);
      },
    ),
    { numRuns: 40 },
  );
});

test('pageOf: things that go and come between pages make no other thing be told twice or left out', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(id, { maxLength: 20 }),
      fc.array(id),
      fc.integer({ min: 1, max: 5 }),
      async (had, change, limit) => {
        const there = new Set(had);
        const touched = new Set(change);
        const more = [...change];
        const told = await walk(
          limit,
          (asked) => pageOf([...there], asked, (one) => one),
          async () => {
            const next = more.pop();
            if (next !== undefined && !there.delete(next)) there.add(next);
          },
        );
        expect(told.length).toBe(new Set(told).size);
        expect(had.filter((one) => !touched.has(one) && !told.includes(one))).toEqual([]);
      },
    ),
  );
});

test('pageBehind: goes on behind the last one, whatever the order; where that is gone, says so', () => {
  const asked = { after: undefined, limit: 2 };
  const { next } = unwrap(pageBehind(['c', 'a', 'b'], asked, (one) => one));
  expect(unwrap(pageBehind(['c', 'x', 'a', 'b'], { after: next, limit: 2 }, (one) => one))).toEqual({ items: ['b'] });
  expect(pageBehind(['c', 'b'], { after: next, limit: 2 }, (one) => one)).toMatchObject({ ok: false });
});

test('no next where nothing of the reader’s is left, though others have more', () => {
  expect(unwrap(pageOf(['a', 'b'], { limit: 2 }, (one) => one))).toEqual({ items: ['a', 'b'] });
  expect(unwrap(pageOf(['a', 'b', 'c'], { limit: 2 }, (one) => one)).next).toBeDefined();
});
