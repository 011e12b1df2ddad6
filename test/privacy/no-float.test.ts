/**
 * Between a row and its noise there are whole numbers only: no double is near a sampler, and nothing but `addNoise` makes a noisy number.
 *
 * @see Mironov 2012, On significance of the least significant bits; query-and-privacy.md §2.4
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { addNoise } from '#policies/privacy/noise.ts';
import type { NoisyInteger } from '#policies/privacy/noise.ts';
import { rational } from '#policies/privacy/rational.ts';
import { keepsKey } from '#policies/privacy/threshold.ts';
import { knownStream } from './known-stream.ts';

const root = join(import.meta.dirname, '../..');
const samplers = [
  'uniform',
  'bernoulli',
  'laplace',
  'gaussian',
  'exponential',
  'filter',
  'square-root',
  'bit-length',
  'noise',
  'rational',
  'cost',
].map((name) => `policies/privacy/${name}.ts`);

/** Where whole numbers that are not bigint occur: how many bits or bytes, and the bytes. These must not divide. */
const countsBytes = new Set(['policies/privacy/uniform.ts', 'policies/privacy/bit-length.ts']);

function withoutProse(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$|'[^'\n]*'|`[^`]*`/gm, '""');
}

/** What of doubles a text has; `numbers` allows whole numbers that are not bigint, and then no division. */
function doublesIn(text: string, numbers: boolean): readonly string[] {
  const always =
    /\bMath\b|\bNumber\b|\bparseFloat\b|\bparseInt\b|\bNaN\b|\bInfinity\b|\d\.\d|\de-?\d|\bto-number\b|\*\*/g;
  const mixed = numbers ? /\/|%/g : /\bnumber\b|\.length\b|(?<![\w.])\d[\d_]*(?![\w.]|n)/g;
  const code = withoutProse(text);
  return [...code.matchAll(always), ...code.matchAll(mixed)].map(([found]) => found);
}

test.each(samplers)('%s is free of doubles, and divides only bigints', (file) => {
  expect(doublesIn(readFileSync(join(root, file), 'utf8'), countsBytes.has(file))).toEqual([]);
});

test('the samplers import nothing but each other', () => {
  const imports = samplers.flatMap((file) =>
    [...readFileSync(join(root, file), 'utf8').matchAll(/^import .* from '(.*)';$/gm)].map(
      ([, target]) => target ?? '',
    ),
  );
  const known = new Set([
    ...samplers.map((file) => file.replace('policies/privacy', '.')),
    './random.ts',
    '../units.ts',
  ]);
  expect(imports.filter((target) => !known.has(target))).toEqual([]);
  expect(imports.length).toBeGreaterThan(10);
});

test.each([
  ['const noise = Math.round(sigma * gaussian());', false],
  ['const share = Number(num) / Number(den);', false],
  ['const p = 0.5;', false],
  ['const slack = 1e-9;', false],
  ['const scale = 2 ** -40;', false],
  ['function half(value: number) { return value / 2n; }', false],
  ['const part = bytes.length / of;', false],
  ['const half = value / 2;', false],
  ['import { toNumber } from "./to-number.ts"; const near = value /2n; const s = to-number;', false],
  ['const part = count / 8n;', true],
  ['const rest = value % count;', true],
])('control: %s is a fault', (text, numbers) => {
  expect(doublesIn(text, numbers)).not.toEqual([]);
});

test('control: whole-number division of bigints is none', () => {
  expect(doublesIn('const t = squareRootFloor(n / d) + 1n; // Math.sqrt(0.5)', false)).toEqual([]);
});

test('a noisy number is made in one place', () => {
  const makers = ['policies', 'sandbox', 'synth', 'gateway']
    .flatMap((folder) => readdirSync(join(root, folder), { withFileTypes: true, recursive: true }))
    .filter((item) => item.isFile() && item.name.endsWith('.ts'))
    .map((item) => join(item.parentPath, item.name))
    .filter((file) => /\bas (?:unknown as )?(?:readonly )?NoisyInteger\b/.test(readFileSync(file, 'utf8')))
    .map((file) => relative(root, file));
  expect(makers).toEqual(['policies/privacy/noise.ts']);
});

test('an exact number does not pass for a noisy one, nor does arithmetic on noisy ones', () => {
  const selection = { variance: rational(1n), threshold: 2n, minUnits: 1n };
  const noisy: NoisyInteger = addNoise(5n, rational(1n), knownStream('typed'));
  // @ts-expect-error: 5n is exact
  expect(keepsKey({ units: 5n, noisyUnits: 5n }, selection)).toBe(true);
  // @ts-expect-error: a sum is a plain bigint again, and could have an exact part
  expect(keepsKey({ units: 5n, noisyUnits: noisy + 5n }, selection)).toBe(true);
});
