/** Steps against a slow oracle in whole numbers: every type, every bound, and the values that break arithmetic. */
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { boundsFault } from '#policies/catalog/bounds.ts';
import { parseDeclared } from '#policies/catalog/decimal.ts';
import type { Bounds, SqlType } from '#policies/catalog/entry.ts';
import { gridFor } from '#policies/catalog/private-form.ts';
import { quantised } from '#sandbox/private/quantise.ts';
import { aColumn } from '../fixtures/columns.ts';

let connection: DuckDBConnection;
let instance: DuckDBInstance;
beforeAll(async () => {
  instance = await DuckDBInstance.create(':memory:');
  connection = await instance.connect();
});
afterAll(() => {
  connection.closeSync();
  instance.closeSync();
});

/** The steps of each value, as the engine computes them from a stored column. */
async function steps(type: SqlType, bounds: Bounds, values: readonly string[]): Promise<readonly (bigint | null)[]> {
  const column = aColumn({ name: 'x', type, semantic: 'measure', rule: ['A'], bounds });
  const grid = gridFor(column);
  if (!grid) throw new Error('must have sound bounds');
  await connection.run(`CREATE OR REPLACE TABLE t (i INTEGER, x ${type})`);
  await connection.run(`INSERT INTO t VALUES ${values.map((value, i) => `(${i}, ${value})`).join(', ')}`);
  const read = await connection.runAndReadAll(`SELECT ${quantised('x', column, grid)} AS q FROM t ORDER BY i`);
  expect(read.columnTypes().map(String)).toEqual(['BIGINT']);
  return read.getRows().map(([q]) => q as bigint | null);
}

interface Exact {
  readonly num: bigint;
  readonly den: bigint;
}

function exact(text: string): Exact {
  const [, sign = '', whole = '', part = ''] = /^(-?)(\d+)\.?(\d*)$/.exec(text) ?? [];
  return { num: BigInt(`${sign}${whole}${part}`), den: 10n ** BigInt(part.length) };
}

/** round(clamp(x, lo, hi) / step), half away from zero, by definition. */
function oracle(x: Exact, bounds: Bounds): bigint {
  const [lo, hi, step] = [exact(bounds.lo), exact(bounds.hi), exact(bounds.step)];
  const less = (a: Exact, b: Exact) => a.num * b.den < b.num * a.den;
  const near = less(x, lo) ? lo : less(hi, x) ? hi : x;
  const [num, den] = [near.num * step.den, near.den * step.num];
  const size = num < 0n ? -num : num;
  const rounded = (2n * size + den) / (2n * den);
  return num < 0n ? -rounded : rounded;
}

const exactTypes: readonly (readonly [SqlType, number, number])[] = [
  ['SMALLINT', 4, 0],
  ['INTEGER', 9, 0],
  ['BIGINT', 18, 0],
  ['DECIMAL(2,2)', 2, 2],
  ['DECIMAL(9,4)', 9, 4],
  ['DECIMAL(14,2)', 14, 2],
  ['DECIMAL(18,0)', 18, 0],
  ['DECIMAL(18,18)', 18, 18],
  ['DECIMAL(19,6)', 19, 6],
  ['DECIMAL(38,0)', 38, 0],
  ['DECIMAL(38,20)', 38, 20],
  ['DECIMAL(38,37)', 38, 37],
];

const decimal = (unscaled: bigint, scale: number): string => {
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, '0');
  const at = digits.length - scale;
  return `${unscaled < 0n ? '-' : ''}${digits.slice(0, at)}${scale > 0 ? `.${digits.slice(at)}` : ''}`;
};

test.each(exactTypes)('quantised is exact for %s', async (type, width, scale) => {
  const largest = 10n ** BigInt(width) - 1n;
  const value = fc.oneof(
    fc.bigInt({ min: -largest, max: largest }),
    fc.bigInt({ min: -200n, max: 200n }).filter((x) => x >= -largest && x <= largest),
    fc.constantFrom(largest, -largest, 0n),
  );
  const step = fc.tuple(fc.constantFrom(1n, 2n, 5n, 3n, 25n, 999_999n), fc.integer({ min: 0, max: 24 }));
  const reach = fc.oneof(fc.bigInt({ min: -1000n, max: 1000n }), fc.bigInt({ min: -(2n ** 39n), max: 2n ** 39n }));
  await fc.assert(
    fc.asyncProperty(
      fc.array(value, { minLength: 1, maxLength: 20 }),
      step,
      reach,
      reach,
      async (values, [n, s], a, b) => {
        const [lo, hi] = a < b ? [a, b] : [b, a];
        const bounds = { lo: decimal(lo * n, s), hi: decimal(hi * n, s), step: decimal(n, s) };
        fc.pre(fits(bounds, width - scale));
        const texts = values.map((x) => decimal(x, scale));
        const found = await steps(type, bounds, texts);
        expect(found).toEqual(texts.map((text) => oracle(exact(text), bounds)));
      },
    ),
    { numRuns: 60 },
  );
});

/** As `checkEntry` asks: sound, and within the type. */
function fits(bounds: Bounds, whole: number): boolean {
  const limit = 10n ** BigInt(whole);
  const inside = [bounds.lo, bounds.hi, bounds.step].every((text) => {
    const value = parseDeclared(text);
    return value !== undefined && value.digits ** 2n <= (limit * 10n ** BigInt(value.scale)) ** 2n;
  });
  return inside && boundsFault(bounds) === undefined;
}

test('quantised clamps infinities, leaves out NULL and NaN, and stays between the bounds for every DOUBLE', async () => {
  const bounds = { lo: '-12.5', hi: '500', step: '0.25' };
  const values = [`'inf'`, `'-inf'`, `'nan'`, 'NULL', '1e308', '-1e308', `'-0'`, '5e-324', '0.125', '-0.125', '12.4'];
  expect(await steps('DOUBLE', bounds, values)).toEqual([2000n, -50n, null, null, 2000n, -50n, 0n, 0n, 1n, -1n, 50n]);
  expect(await steps('DOUBLE', { lo: '0', hi: '0', step: '1' }, [`'inf'`, '-1', `'nan'`])).toEqual([0n, 0n, null]);
});

test.each(exactTypes)('quantised leaves NULL out for %s, though least and greatest would not', async (type) => {
  expect(await steps(type, { lo: '0', hi: '0.5', step: '0.5' }, ['NULL', '0'])).toEqual([null, 0n]);
});

test('quantised is within one step of the exact value for every finite DOUBLE', async () => {
  const step = fc.constantFrom('0.01', '0.1', '1', '0.3', '25', '0.000001');
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1 }),
      step,
      async (xs, s) => {
        const sound = { lo: scaled(s, -1_000_000n), hi: scaled(s, 2_000_000n), step: s };
        const found = await steps(
          'DOUBLE',
          sound,
          xs.map((x) => `'${x}'::DOUBLE`),
        );
        found.forEach((q, i) => {
          const expected = oracle(exactDouble(xs[i] ?? 0), sound);
          const distance = (q ?? 0n) - expected;
          expect(distance * distance <= 1n).toBe(true);
          expect(q !== null && q >= -1_000_000n && q <= 2_000_000n).toBe(true);
        });
      },
    ),
    { numRuns: 60 },
  );
});

function scaled(step: string, times: bigint): string {
  const point = step.indexOf('.');
  const scale = point < 0 ? 0 : step.length - 1 - point;
  return decimal(exact(step).num * times, scale);
}

/** A DOUBLE is m · 2^e; far ones are clamped anyway, so their exact size does not matter. */
function exactDouble(x: number): Exact {
  if (Math.abs(x) > 1e15) return { num: BigInt(Math.sign(x)) * 10n ** 15n, den: 1n };
  let [num, den] = [x, 1n];
  while (!Number.isInteger(num) && den < 2n ** 1100n) [num, den] = [num * 2, den * 2n];
  return { num: BigInt(num), den };
}
