/** Calls of `main` in real workers, the worst programs first. Each hostile one has an honest one behind it, which must not notice. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { GuestProgram } from '#sandbox/program/guest.ts';
import { aColumn, bundle, openWorkshop, type Workshop } from './programs.ts';

let workshop: Workshop;
beforeAll(async () => {
  workshop = await openWorkshop();
});
afterAll(() => workshop[Symbol.asyncDispose]());

const layout = [{ name: 'sum', length: 2 }];
const parts = [
  { kind: 'only', segment: 0 },
  { kind: 'only', segment: 1 },
] as const;

/** Runs `body` for the first of two blocks, then counts the rows of the block. @returns both results, and whether a worker was killed */
async function twoBlocks(body: string, program: Partial<GuestProgram> = {}) {
  const kills: unknown[] = [];
  const main = `(input, output) => { if (input.columns.x[0] === 666) { ${body} } output.sum[0] = input.count; }`;
  using guest = await workshop.open({ bundle: bundle({ default: main }), callMillis: 300, ...program }, (kill) =>
    kills.push(kill),
  );
  const [hostile, honest] = await guest.evaluate(aColumn([666], [1, 2, 3]), parts, layout);
  return { hostile: hostile && [...hostile], honest: honest && [...honest], workers: kills.length };
}

const honest = [3, Number.NaN];
const failed = { hostile: undefined, honest, workers: 1 };
const killed = { hostile: undefined, honest, workers: 2 };

test.each([
  ['a loop', 'for (;;);'],
  ['a loop that catches everything', 'for (;;) try { for (;;); } catch {} finally { for (;;); }'],
  ['a search of 2^53 places', 'Array.prototype.indexOf.call({ length: 2 ** 53 - 1 }, 1)'],
  ['a walk over a sparse array', 'const a = []; a.length = 4294967295; a.forEach(() => 0);'],
  ['an array from a length', 'Array.from({ length: 2 ** 32 })'],
  ['a long fill', 'Array(1e9).fill(0)'],
  ['a regular expression that backtracks', '/^(a+)+$/.test("a".repeat(40) + "b")'],
  ['endless recursion', 'const f = () => f() + 1; f();'],
  ['a thrown getter', 'throw { get message() { for (;;); } }'],
  ['a thrown proxy', 'throw new Proxy({}, { get() { for (;;); }, getPrototypeOf() { for (;;); } })'],
  [
    'an error with getters',
    'const e = new Error(); Object.defineProperty(e, "stack", { get() { for (;;); } }); throw e;',
  ],
  ['a poisoned prototype', 'Object.defineProperty(Error.prototype, "name", { get() { for (;;); } }); null.x;'],
  ['a way to look at stacks', 'Error.prepareStackTrace = () => { for (;;); }; null.x;'],
  ['a growing buffer', 'new ArrayBuffer(8, { maxByteLength: 1e9 }).resize(1e9)'],
  ['memory in arrays', 'const a = []; for (;;) a.push(new Array(1000).fill(1));'],
  ['memory in buffers', 'const a = []; for (;;) a.push(new Float64Array(1e6));'],
  ['code from text', 'Function("return 1")()'],
  ['code from text, by any function', '(() => 0).constructor("return 1")()'],
  ['code from text, by a generator', '(function* () {}).constructor("return 1")()'],
  ['code from text, by eval', '(0, eval)("1")'],
])('evaluate: %s fails its own call only', async (_, body) => {
  expect(await twoBlocks(body)).toEqual(failed);
});

test.each([
  ['a power', '(3n ** (2n ** 24n)).toString()'],
  ['a rejected getter', 'Promise.reject({ get message() { for (;;); }, get stack() { for (;;); } })'],
  ['a rejected proxy', 'Promise.reject(new Proxy(new Error(), { get() { for (;;); } }))'],
])('DC-05 evaluate: %s is killed with its worker, and the next call has a new one', async (_, body) => {
  expect(await twoBlocks(body)).toEqual(killed);
});

test.each([
  ['a loop after the return', 'Promise.resolve().then(() => { for (;;); });'],
  ['a map of all memory', 'const m = new Map(); for (let i = 0; ; i++) m.set(i, i);'],
  ['an array without end in one step', 'const a = [1]; a.length = 16000000; let b = a; for (;;) b = b.concat(a);'],
  ['a long text', 'let s = "x"; for (;;) s = (s + s).split("").join("y");'],
  [
    'a sort without end',
    'const a = new Float64Array(5e6).map((_, i) => -i); for (;;) a.sort((x, y) => x - y).reverse();',
  ],
])('evaluate: %s costs its own call only', async (_, body) => {
  const made = await twoBlocks(body);
  expect({ hostile: made.hostile, honest: made.honest }).toEqual({ hostile: undefined, honest });
});

test('DC-05 evaluate leaves nothing of one call to the next', async () => {
  const main = `(input, output) => { output.sum[0] = globalThis.left ?? 0; output.sum[1] = Array.prototype.left ?? 0;
    globalThis.left = 5; Array.prototype.left = 6; }`;
  using guest = await workshop.open({ bundle: bundle({ default: main }) });
  const made = await guest.evaluate(aColumn([1], [2]), parts, layout);
  expect(made.map((one) => [...(one ?? [])])).toEqual([
    [0, 0],
    [0, 0],
  ]);
});

test('evaluate gives out one NaN and one zero', async () => {
  const main = `(input, output) => {
    new BigUint64Array(output.sum.buffer)[0] = 0x7ff80001deadbeefn; output.sum[1] = -0; }`;
  using guest = await workshop.open({ bundle: bundle({ default: main }) });
  const [made] = await guest.evaluate(aColumn([1]), [{ kind: 'all' }], layout);
  expect(Buffer.from(made?.buffer ?? new ArrayBuffer(0)).toString('hex')).toBe('000000000000f87f0000000000000000');
});

test.each([
  ['what main returns', 'return { sum: [9, 9] };'],
  ['other arrays in the place of the given', 'output.sum = Float64Array.of(9, 9);'],
  ['a method that copies', 'Float64Array.prototype.set = () => 9; Reflect.apply = () => 9;'],
  ['what it writes after its return', 'Promise.resolve().then(() => { output.sum[0] = 9; });'],
])('evaluate takes no notice of %s', async (_, body) => {
  using guest = await workshop.open({
    bundle: bundle({ default: `(input, output) => { output.sum[0] = 1; ${body} }` }),
  });
  const [made] = await guest.evaluate(aColumn([1]), [{ kind: 'all' }], layout);
  expect([...(made ?? [])]).toEqual([1, Number.NaN]);
});

test.each([
  ['ends the function early', 'var program = { default: () => 0 }; } globalThis.out = 1; {'],
  ['ends it and begins another', 'return 0; }); (function () { for (;;); })(); (function () {'],
  ['is not finished', 'var program = `'],
  ['defines nothing', ''],
  ['has no such export', bundle({ other: '() => 0' })],
])('evaluate fails for a bundle that %s', async (_, text) => {
  using guest = await workshop.open({ bundle: text });
  expect(await guest.evaluate(aColumn([1]), [{ kind: 'all' }], layout)).toEqual([undefined]);
});

test('DC-05 evaluate gives no name that makes code, keeps time, rolls dice or reaches out', async () => {
  const names = [
    'WebAssembly SharedArrayBuffer Atomics Intl Temporal Date WeakRef FinalizationRegistry Function eval require process',
    'setTimeout performance fetch realm $0 global Math.random Error.captureStackTrace "".normalize RegExp.$1',
  ].flatMap((line) => line.split(' '));
  const main = `(input, output) => { ${names.map((name, at) => `output.sum[${at}] = typeof ${name} === 'undefined' ? 0 : 1;`).join('\n')} }`;
  using guest = await workshop.open({ bundle: bundle({ default: main }) });
  const [made] = await guest.evaluate(aColumn([1]), [{ kind: 'all' }], [{ name: 'sum', length: names.length }]);
  expect(names.filter((__, at) => made?.[at] !== 0)).toEqual([]);
});

test.each([{ jit: false }, { jit: true }])('evaluate makes the same bytes again ($jit)', async ({ jit }) => {
  const main = `(input, output) => { for (let i = 0; i < 100; i++) output.sum[i] = Math.sin(input.random() * input.columns.x[i % 3]); }`;
  const once = async () => {
    using guest = await workshop.open({ bundle: bundle({ default: main }), jit });
    const made = await guest.evaluate(
      aColumn([1.5, 2.5, 3.5]),
      [{ kind: 'all' }, { kind: 'all' }],
      [{ name: 'sum', length: 100 }],
    );
    return made.map((numbers) => Buffer.from(numbers?.buffer ?? new ArrayBuffer(0)).toString('hex'));
  };
  const [first, second] = await once();
  expect(first).toHaveLength(1600);
  expect(second).toBe(first);
  expect(await once()).toEqual([first, second]);
});

test('evaluate gives each part its rows, its levels and the parameters', async () => {
  const main = `({ count, columns, levels, parameters }, output) => {
    output.sum[0] = count * 100 + columns.x.reduce((a, b) => a + b, 0);
    output.sum[1] = levels.t[columns.t[0]].length + parameters.p; }`;
  using guest = await workshop.open({
    bundle: bundle({ default: main }),
    columns: [{ name: 'x' }, { name: 't', levels: ['a', 'bcd'] }],
    parameters: { p: 10 },
  });
  const rows = {
    columns: [Float64Array.of(1, 2, 3, 4, 5, 6), Float64Array.of(1, 1, 0, 0, 0, 1)],
    offsets: Uint32Array.of(0, 2, 5, 6),
  };
  const made = await guest.evaluate(
    rows,
    [{ kind: 'all' }, { kind: 'only', segment: 1 }, { kind: 'without', segment: 0 }, { kind: 'only', segment: 2 }],
    layout,
  );
  expect(made.map((numbers) => [...(numbers ?? [])])).toEqual([
    [621, 13],
    [312, 11],
    [418, 11],
    [106, 13],
  ]);
});

test('evaluate ends when its run is killed, and starts no worker again', async () => {
  let started = 0;
  using guest = await workshop.open(
    { bundle: bundle({ default: '() => { for (;;); }' }), callMillis: 60_000 },
    (kill) => {
      started += 1;
      setTimeout(kill, 50);
    },
  );
  await expect(guest.evaluate(aColumn([1], [2]), parts, layout)).rejects.toThrow(/closed|ended|took no rows/);
  expect(started).toBe(1);
});

test('compute runs update on the state and finish on its end, without rows', async () => {
  const program = bundle({
    update: '(state, sums, iteration, next) => { next[0] = state[0] + sums[0] * iteration; }',
    finish: '(state, output) => { output.w[0] = state[0]; output.w[1] = state[1]; }',
  });
  using guest = await workshop.open({ bundle: program, mode: 'map' });
  const given = { state: Float64Array.of(1, 7), sums: Float64Array.of(10), iteration: 3 };
  const state = await guest.compute('update', given, [{ name: 'next', length: 2 }]);
  expect(state && [...state]).toEqual([31, 7]);
  const end = await guest.compute('finish', { ...given, state: state ?? given.state }, [{ name: 'w', length: 2 }]);
  expect(end && [...end]).toEqual([31, 7]);
});
