/** Whether a run fails is told; this is what it may tell of one unit, computed exactly from the distribution of the noise. */
import { expect, test } from 'vitest';
import { allowanceFor, drawAllowance, type Allowance } from '#policies/program/failure.ts';
import { mapShares } from '#policies/program/map-shares.ts';
import { toNumber } from '#policies/privacy/to-number.ts';
import { unwrap } from '#policies/refusal.ts';
import { attoDelta, nanoRho } from '#policies/units.ts';
import { fitOf } from '../../privacy/chi-square.ts';
import { draw, knownStream } from '../../privacy/known-stream.ts';

const rho = 0.02;
const delta = 1e-6;
const allowance = allowanceFor({ rho: nanoRho(20_000_000n), delta: attoDelta(1_000_000_000_000n) });

/** Pr of each allowance, from its definition: the discrete Gaussian, whatever lies outside moved to the ends. */
function probabilities({ variance, usual, most }: Allowance): readonly number[] {
  const sigma2 = toNumber(variance);
  const reach = Math.ceil(40 * Math.sqrt(sigma2));
  const weight = (z: number): number => Math.exp((-z * z) / 2 / sigma2);
  let total = 0;
  const mass = Array.from({ length: most + 1 }, () => 0);
  for (let z = -reach; z <= reach; z++) {
    const at = Math.min(Math.max(usual + z, 0), most);
    mass[at] = (mass[at] ?? 0) + weight(z);
    total += weight(z);
  }
  return mass.map((one) => one / total);
}

/** Both sides of a coin, each added up on its own: one from the other would lose what is small. */
interface Coin {
  readonly yes: number;
  readonly no: number;
}

/** The small ones first. */
function sumOf(part: readonly number[]): number {
  return part.reduceRight((all, one) => all + one, 0);
}

/** Whether a run with so many killed units is given up. */
function givenUp(killed: number, mass: readonly number[]): Coin {
  return { yes: sumOf(mass.slice(0, killed)), no: sumOf(mass.slice(killed).toReversed()) };
}

/** Rényi divergence of two coins. */
function renyi(order: number, p: Coin, q: Coin): number {
  const term = (a: number, b: number): number =>
    a === 0 ? 0 : Math.exp(order * Math.log(a) + (1 - order) * Math.log(b));
  return Math.log(term(p.yes, q.yes) + term(p.no, q.no)) / (order - 1);
}

const orders = [1.01, 1.5, 2, 4, 8, 16, 32, 64];

test('one killed unit more changes whether a run fails by ρ-zCDP, but at the two ends, where only δ is left', () => {
  const mass = probabilities(allowance);
  const { most } = allowance;
  const worst: string[] = [];
  for (let killed = 1; killed < most; killed++) {
    const [p, q] = [givenUp(killed, mass), givenUp(killed + 1, mass)];
    for (const order of orders) {
      const found = Math.max(renyi(order, p, q), renyi(order, q, p));
      if (found > rho * order * (1 + 1e-9)) worst.push(`${killed}: ${found} > ${rho * order}`);
    }
  }
  expect(worst).toEqual([]);
  // At the ends one of the two is certain; the other is all but certain.
  expect(givenUp(0, mass).yes).toBe(0);
  expect(givenUp(1, mass).yes).toBeLessThanOrEqual(delta);
  expect(givenUp(most, mass).no).toBeLessThanOrEqual(delta);
  expect(givenUp(most + 1, mass).no).toBe(0);
});

test('the bound is used: with half of ρ the same noise would not do', () => {
  const mass = probabilities(allowance);
  const found = Array.from({ length: allowance.most - 1 }, (_, at) =>
    renyi(64, givenUp(at + 2, mass), givenUp(at + 1, mass)),
  );
  expect(Math.max(...found)).toBeGreaterThan((rho / 2) * 64);
});

test('allowanceFor takes the least usual number whose tail is within δ', () => {
  const mass = probabilities({ ...allowance, usual: allowance.usual - 1 });
  expect(givenUp(1, mass).yes).toBeGreaterThan(delta);
});

test('drawAllowance draws as the definition says', () => {
  const random = knownStream('allowance');
  const small = allowanceFor({ rho: nanoRho(200_000_000n), delta: attoDelta(10_000_000_000_000_000n) });
  const mass = probabilities(small);
  const drawn = draw(20_000, () => BigInt(drawAllowance(small, random)));
  const { statistic, critical } = fitOf(drawn, { weight: (z) => mass[z] ?? 0, reach: small.most });
  expect(statistic).toBeLessThan(critical);
});

test('drawAllowance stays from 0 to most, whatever the noise', () => {
  const tight: Allowance = { ...allowance, usual: 1, most: 2 };
  const random = knownStream('ends');
  expect([...new Set(draw(200, () => drawAllowance(tight, random)))].toSorted((a, b) => a - b)).toEqual([0, 1, 2]);
});

test.each([0.1, 1, 8])('at ε = %s a program that is never killed never fails, and the run has an end', (epsilon) => {
  const { failure, cost } = unwrap(mapShares(epsilon, 20));
  const own = allowanceFor(failure);
  expect(givenUp(0, probabilities(own)).yes).toBe(0);
  expect(own.usual).toBeGreaterThan(5 * Math.sqrt(toNumber(own.variance)));
  expect(own.most).toBeLessThan(2000 / epsilon);
  expect(cost.delta).toBe(failure.delta);
});

test('allowanceFor wants δ: no number with an end hides the last unit for nothing', () => {
  expect(() => allowanceFor({ rho: nanoRho(1n), delta: attoDelta(0n) })).toThrow('Cannot allow for failures');
});
