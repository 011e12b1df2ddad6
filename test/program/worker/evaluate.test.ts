/** Calls of `main` in a real worker. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aColumn, bundle, openWorkshop, type Workshop } from './programs.ts';

let workshop: Workshop;
beforeAll(async () => {
  workshop = await openWorkshop();
});
afterAll(() => workshop[Symbol.asyncDispose]());

const rows = aColumn([1, 2], [3, 4, 5], [6]);
const layout = [{ name: 'sum', length: 2 }];
const sum = '(input, output) => { output.sum[0] = input.columns.x.reduce((a, b) => a + b, 0); }';

test('evaluate calls main once for each part, with the rows of the part', async () => {
  using guest = await workshop.open({ bundle: bundle({ default: sum }) });
  const parts = [
    { kind: 'all' },
    { kind: 'only', segment: 1 },
    { kind: 'without', segment: 1 },
    { kind: 'only', segment: 2 },
  ] as const;
  const made = await guest.evaluate(rows, parts, layout);
  expect(made.map((numbers) => numbers && [...numbers])).toEqual([
    [21, Number.NaN],
    [12, Number.NaN],
    [9, Number.NaN],
    [6, Number.NaN],
  ]);
});
