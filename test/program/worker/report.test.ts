/** What a vendor sees of a run: much over simulation data, nothing in a real one. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { GuestProgram } from '#sandbox/program/guest.ts';
import { aColumn, bundle, openWorkshop, type Workshop } from './programs.ts';

let workshop: Workshop;
beforeAll(async () => {
  workshop = await openWorkshop();
});
afterAll(() => workshop[Symbol.asyncDispose]());

async function reported(body: string, program: Partial<GuestProgram> = {}) {
  const text = bundle({ default: `function main(input, output) { ${body} }` });
  using guest = await workshop.open({ bundle: text, debug: true, callMillis: 300, ...program });
  await guest.evaluate(aColumn([1, 2]), [{ kind: 'all' }], [{ name: 'x', length: 1 }]);
  return guest.report();
}

const telling = 'console.log("seen", input.columns.x, { a: [1] }); throw new TypeError("because " + input.count);';

test('report of a real run is empty', async () => {
  const { console: lines, error } = await reported(telling, { debug: false });
  expect({ lines, error }).toEqual({ lines: [], error: undefined });
});

test('report has what the console was told, the first error with its place, and the calls', async () => {
  const report = await reported(telling);
  expect(report.console).toEqual(['seen (2) [1, 2] { a: (1) [1] }']);
  expect(report.error).toMatch(/^TypeError: because 2\n\s+at main \(program\.js:\d+:\d+\)/);
  expect(report).toMatchObject({ calls: 1, failed: 1 });
  expect(report.peakHeapBytes).toBeGreaterThan(100_000);
});

test.each([
  ['loops', 'console.log("before"); for (;;);', /longer than it may/],
  ['computes a power', 'console.log("before"); (3n ** (2n ** 24n)).toString()', /longer than it may/],
  [
    'throws what cannot be looked at',
    'console.log("before"); throw new Proxy({}, { getPrototypeOf() { throw 1; } });',
    /described/,
  ],
])('report of a program that %s says so', async (_, body, expected) => {
  const report = await reported(body);
  expect(report.console).toEqual(['before']);
  expect(report.error).toMatch(expected);
});

test('report keeps no more than a page', async () => {
  const report = await reported(
    'for (let i = 0; i < 20000; i++) console.log("line", i); throw new Error("x".repeat(1e6));',
  );
  expect(report.console.join('\n').length).toBeLessThanOrEqual(65_536);
  expect(report.console[0]).toBe('line 0');
  expect(report.error?.length).toBeLessThanOrEqual(8_192);
});

test('report says how many units threw', async () => {
  const map = '(unit, state, out) => { if (unit.values[0] > 2) throw new Error("large"); out[0] = 1; }';
  using guest = await workshop.open({ mode: 'map', bundle: bundle({ map }), debug: true });
  const rows = { width: 1, values: Float64Array.of(1, 2, 3, 4), offsets: Uint32Array.of(0, 1, 2, 3, 4) };
  const state = new Float64Array(1);
  await guest.mapUnits(rows, { state, length: 1, clip: 1, skip: new Set(), mostKilled: 1 });
  expect(guest.report()).toMatchObject({ calls: 4, failed: 2, error: expect.stringContaining('large') as string });
});

test('report counts every unit that throws, however often it is sent meanwhile', async () => {
  using guest = await workshop.open({ mode: 'map', bundle: bundle({ map: '() => { throw 1; }' }), debug: true });
  const units = 300_000;
  const rows = {
    width: 1,
    values: new Float64Array(units),
    offsets: Uint32Array.from({ length: units + 1 }, (_, at) => at),
  };
  const pass = { state: new Float64Array(1), length: 1, clip: 1, skip: new Set<number>(), mostKilled: 0 };
  await guest.mapUnits(rows, pass);
  expect(guest.report()).toMatchObject({ calls: units, failed: units });
});
