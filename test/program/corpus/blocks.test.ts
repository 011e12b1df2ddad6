/** Mode `blocks`: what one unit changes is the value of its own block, whatever the program tries to carry from one call to the next. */
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aColumn, openWorkshop, type Workshop } from '../worker/programs.ts';

let workshop: Workshop;
beforeAll(async () => {
  workshop = await openWorkshop();
});
afterAll(() => workshop[Symbol.asyncDispose]());

/** Adds its rows, a random number, and everything that it can find of earlier calls; throws, dies or is late on some rows. */
const carrier = `var kept = 0;
var program = (() => {
  function main(input, output) {
    const x = input.columns.x;
    let sum = 0;
    for (const value of x) sum += value;
    const found = [globalThis.kept, Object.prototype.kept, Array.prototype.kept, Math.kept, main.kept, kept, input.random.kept, output.y[0] || 0];
    for (const value of found) sum += 1000 * (value || 0);
    output.y[0] = sum;
    output.y[1] = input.random();
    output.y[2] = x.buffer.byteLength - x.byteLength;
    for (const holder of [globalThis, Object.prototype, Array.prototype, Math, main, input.random]) holder.kept = sum + 1;
    kept = sum + 1;
    /(.)/.exec('' + sum);
    if (x[0] % 7 === 5) throw new Error('no');
    if (x[0] === 50) for (;;);
  }
  return { default: main };
})();`;

const layout = [{ name: 'y', length: 3 }];
const value = fc.integer({ min: 0, max: 50 });
const blocks = fc.array(fc.array(value, { minLength: 1, maxLength: 3 }), { minLength: 2, maxLength: 5 });

test(
  'evaluate: another value of one unit changes the numbers of its block and of no other',
  { timeout: 120_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(blocks, fc.nat(), value, async (before, place, other) => {
        const block = place % before.length;
        const after = before.map((rows, at) => (at === block ? [other, ...rows.slice(1)] : rows));
        using guest = await workshop.open({ bundle: carrier, mode: 'blocks', callMillis: 500 });
        const parts = before.map((_, segment) => ({ kind: 'only', segment }) as const);
        const one = await guest.evaluate(aColumn(...before), parts, layout);
        const two = await guest.evaluate(aColumn(...after), parts, layout);
        const changed = [...parts.keys()].filter((at) => String(one[at]) !== String(two[at]));
        expect([[], [block]]).toContainEqual(changed);
        for (const numbers of one) expect(numbers?.[2] ?? 0).toBe(0);
      }),
      { numRuns: 10 },
    );
  },
);
