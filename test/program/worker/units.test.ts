/** `map` over units in real workers: what one unit does is seen in its own vector, and nowhere else. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { GuestProgram, MapPass, PackedRows } from '#sandbox/program/guest.ts';
import { bundle, openWorkshop, type Workshop } from './programs.ts';

let workshop: Workshop;
beforeAll(async () => {
  workshop = await openWorkshop();
});
afterAll(() => workshop[Symbol.asyncDispose]());

/** One step is one. */
const clip = 1_048_576;

function aPass(given: Partial<MapPass> = {}): MapPass {
  return { state: new Float64Array(1), length: 1, clip, skip: new Set(), mostKilled: 10, ...given };
}

/** One row of one number for each unit. */
function unitsOf(numbers: readonly number[]): PackedRows {
  return {
    width: 1,
    values: Float64Array.from(numbers),
    offsets: Uint32Array.from({ length: numbers.length + 1 }, (_, at) => at),
  };
}

const many = Array.from({ length: 3_000 }, (_, at) => at);
const total = many.reduce((sum, number) => sum + number, 0);

async function mapped(program: Partial<GuestProgram>, numbers: readonly number[], pass: Partial<MapPass> = {}) {
  using guest = await workshop.open({ mode: 'map', callMillis: 100, ...program });
  const { sums, killed, gaveUp } = await guest.mapUnits(unitsOf(numbers), aPass(pass));
  return { sums: sums.map(Number), killed: [...killed], gaveUp };
}

/** The vector of a unit is the number of its one row, unless `body` has it otherwise. */
const one = (body: string, before = ''): string =>
  bundle({ map: `(unit, state, out) => { const x = unit.values[0]; ${body}; out[0] = x; }` }, before);

test.each([
  ['loops', 'for (;;);'],
  ['never returns from itself', 'const f = () => f() + 1; f();'],
  ['searches 2^53 places', 'String.raw({ raw: { length: 2 ** 53 - 1 } })'],
  ['computes a power', '(3n ** (2n ** 24n)).toString()'],
  ['fills all memory', 'const m = new Map(); for (let i = 0; ; i++) m.set(i, [i]);'],
  ['concatenates without end', 'let b = new Array(16e6).fill(1); for (;;) b = b.concat(b.slice(0, 100));'],
])('mapUnits counts a unit that %s as zero, and all others as they are', async (_, body) => {
  const found = await mapped({ bundle: one(`if (x === 1234) { ${body} }`) }, many);
  expect(found).toEqual({ sums: [total - 1234], killed: [1234], gaveUp: false });
});

test.each([
  ['throws', 'throw 1;'],
  ['throws a getter', 'throw { get message() { for (;;); } };'],
  ['throws a proxy', 'throw new Proxy({}, { get() { for (;;); } });'],
  ['takes too much in one buffer', 'new Float64Array(1e8);'],
  ['is not a number', 'x = NaN;'],
  ['is without end', 'out[0] = 1 / 0; return;'],
])('mapUnits counts a unit that %s as zero, and kills nobody', async (_, body) => {
  const map = `(unit, state, out) => { let x = unit.values[0]; if (x === 1234) { ${body} } out[0] = x; }`;
  const found = await mapped({ bundle: bundle({ map }) }, many);
  expect(found).toEqual({ sums: [total - 1234], killed: [], gaveUp: false });
});

test.each([
  ['leaves a loop for later', 'Promise.resolve().then(() => { for (;;); });'],
  ['leaves a rejection that cannot be looked at', 'Promise.reject({ get message() { for (;;); } });'],
  ['leaves an error for later', '(async () => { throw 1; })();'],
])('mapUnits blames nobody for a unit that %s', async (_, body) => {
  const found = await mapped({ bundle: one(`if (x === 1234) { ${body} }`) }, many);
  expect(found).toEqual({ sums: [total], killed: [], gaveUp: false });
});

test('mapUnits gives the same sums for a unit that is killed and one that is skipped', async () => {
  const program = { bundle: one('if (x % 1000 === 7) for (;;);') };
  const killed = await mapped(program, many);
  expect(killed.killed).toEqual([7, 1007, 2007]);
  const skipped = await mapped(program, many, { skip: new Set([7, 1007, 2007]), mostKilled: 3 });
  expect(skipped).toEqual(killed);
});

test('mapUnits gives up when more units are killed than may be', async () => {
  const found = await mapped({ bundle: one('if (x % 1000 === 7) for (;;);') }, many, { mostKilled: 1 });
  expect(found.gaveUp).toBe(true);
  expect(found.killed).toEqual([7, 1007]);
});

test.each([
  ['the global object', 'try { globalThis.n = (globalThis.n ?? 0) + 1; } catch {} x += globalThis.n ?? 0;'],
  ['a variable of the bundle', 'count += 1; x += count - 1;', 'let count = 0;'],
  ['a prototype', 'try { Array.prototype.n = 1; } catch {} x += [].n ?? 0;'],
  ['a method', 'try { Math.abs = () => 9; } catch {} x += Math.abs(0);'],
  ['the last match', 'x += (RegExp.$1 ?? RegExp.lastMatch ?? "").length; /(a+)/.exec("aaa");'],
  ['the state', 'x += state[0]; state[0] = 1;'],
  ['the row', 'x += unit.values[0] - x; unit.values[0] = 1e5;'],
  [
    'what it is told',
    'try { unit.at.x += 1; unit.parameters.p += 1; unit.levels.x[0] = "z"; } catch {} x += unit.at.x;',
  ],
  [
    'a function',
    'const f = () => 0; x += Object.getPrototypeOf(f).n ?? 0; try { Object.getPrototypeOf(f).n = 1; } catch {}',
  ],
  ['an iterator', 'const p = Object.getPrototypeOf([].values()); x += p.n ?? 0; try { p.n = 1; } catch {}'],
  [
    'an async iterator',
    'const p = Object.getPrototypeOf(async function* () {}).prototype; x += p.n ?? 0; try { p.n = 1; } catch {}',
  ],
  [
    'an iterator helper',
    'const p = Object.getPrototypeOf([].values().map(String)); x += p.n ?? 0; try { p.n = 1; } catch {}',
  ],
  ['a symbol', 'const s = Symbol.for("n"); x += Object[s] ?? 0; try { Object[s] = 1; } catch {}'],
])('mapUnits lets no unit see by %s what came before', async (_, body, before = '') => {
  const map = `(unit, state, out) => { let x = unit.values[0]; ${body}; out[0] = x; }`;
  const columns = [{ name: 'x', levels: ['a'] }];
  const found = await mapped({ bundle: bundle({ map }, before), parameters: { p: 1 }, columns }, many);
  expect(found.sums).toEqual([total]);
});

test('mapUnits gives a unit its rows, its names, and the state', async () => {
  const map = `({ values, rows, width, at, levels, parameters }, state, out) => {
    out[0] = rows; out[1] = width; out[2] = values[(rows - 1) * width + at.b]; out[3] = levels.a[values[0]].length;
    out[4] = state[1] * parameters.p; }`;
  using guest = await workshop.open({
    mode: 'map',
    bundle: bundle({ map }),
    columns: [{ name: 'a', levels: ['x', 'yyy'] }, { name: 'b' }],
    parameters: { p: 3 },
  });
  const rows = { width: 2, values: Float64Array.of(0, 10, 1, 20, 0, 30), offsets: Uint32Array.of(0, 2, 3) };
  const { sums } = await guest.mapUnits(rows, aPass({ length: 5, state: Float64Array.of(0, 5) }));
  expect(sums.map(Number)).toEqual([3, 4, 50, 2, 30]);
});

test('mapUnits lets programs name their own things as they like', async () => {
  const before = `class Odd extends Error { constructor(m) { super(m); this.name = 'Odd'; } }
    function Old() {} Old.prototype.toString = () => '5'; Old.prototype.constructor = Old;`;
  const { sums } = await mapped(
    { bundle: one('x += Number(String(new Old())) + new Odd("x").name.length;', before).replace('const x', 'let x') },
    [1],
  );
  expect(sums).toEqual([9]);
});

test.each([{ jit: false }, { jit: true }])(
  'mapUnits makes the same sums again, pass after pass (jit $jit)',
  async ({ jit }) => {
    const program = { bundle: one('out[0] = 0').replace('out[0] = x', 'out[0] = Math.sin(x) * 1e5 + state[0]'), jit };
    using guest = await workshop.open({ mode: 'map', callMillis: 200, ...program });
    const rows = unitsOf(many);
    const first = await guest.mapUnits(rows, aPass());
    expect(await guest.mapUnits(rows, aPass())).toEqual(first);
    const other = await guest.mapUnits(rows, aPass({ state: Float64Array.of(1) }));
    expect(other.sums).not.toEqual(first.sums);
  },
);
