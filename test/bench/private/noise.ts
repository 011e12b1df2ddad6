/** The mathematics without any data: draws of noise, conversions of budgets, and the noise of one release. */
import { epsilonOf, rhoFor } from '#policies/privacy/accountant.ts';
import { sampleDiscreteGaussian } from '#policies/privacy/gaussian.ts';
import { noiseRelease } from '#policies/privacy/noise-release.ts';
import { printRelease } from '#policies/privacy/print-release.ts';
import { rational } from '#policies/privacy/rational.ts';
import { unwrap } from '#policies/refusal.ts';
import { nanoRho } from '#policies/units.ts';
import { openRandomness } from '#sandbox/ledger/randomness.ts';
import type { Parser } from '#sandbox/supervisor/parser.ts';
import { analyseText } from '../../accuracy/lane.ts';
import { least, repeat } from '../measure.ts';
import { milliseconds, rate, type Table } from '../table.ts';
import { rideEntry } from './rides.ts';
import { rideQuery, type Rides } from './tiers.ts';

/** σ² as whole numbers, and one that the planner would print: a quotient of large ones. */
const variances = [
  ['σ = 1', rational(1n)],
  ['σ = 10', rational(100n)],
  ['σ = 1,000', rational(10n ** 6n)],
  ['σ = 1,000,000', rational(10n ** 12n)],
  ['σ = 10⁹', rational(10n ** 18n)],
  ['σ² = 10²⁰ / 28,470,171', rational(10n ** 20n, 28_470_171n)],
] as const;

const draws = 20_000;

/** @param rides of any size: groups are made up here */
export async function noiseTable({ sizes }: Pick<Rides, 'sizes'>, parser: Parser, times: number): Promise<Table> {
  const random = openRandomness();
  const rows: string[][] = [];
  for (const [name, variance] of variances) {
    const timing = await repeat(times, async () => {
      for (let i = 0; i < draws; i += 1) sampleDiscreteGaussian(variance, random);
    });
    rows.push([`draws of Gaussian noise, ${name}`, rate((1000 * draws) / least(timing, 'cpu'))]);
  }
  const conversions = 200;
  const toEpsilon = await repeat(times, async () => {
    for (let i = 1; i <= conversions; i += 1) epsilonOf({ rho: nanoRho(BigInt(i) * 1_000_000n) }, 1e-6);
  });
  const toRho = await repeat(times, async () => {
    for (let i = 1; i <= conversions; i += 1) rhoFor({ epsilon: i / 20, delta: 1e-6 });
  });
  rows.push(['ε of a ρ', rate((1000 * conversions) / least(toEpsilon, 'cpu'))]);
  rows.push(['ρ of an ε', rate((1000 * conversions) / least(toRho, 'cpu'))]);
  return {
    title: 'Noise and accounts, per second of processor time',
    columns: ['what', 'per second'],
    rows: [...rows, await release(sizes, parser, times)],
  };
}

/** Selection, noise and intervals of all cells: 10,000 groups, three numbers each. */
async function release(sizes: Rides['sizes'], parser: Parser, times: number): Promise<string[]> {
  const { plan } = unwrap(await analyseText({ entries: [rideEntry(sizes)], parser }, rideQuery('g10k')));
  const [drawn] = plan.releases;
  const [measurement] = drawn ? printRelease(drawn, { salt: '' }) : [];
  if (!drawn || !measurement) throw new Error('Cannot draw: must have a release');
  const groups = 10_000;
  const rows = Array.from({ length: groups }, (_, at) => [`stop-${at}`, '1000', '50000000', '965']);
  const timing = await repeat(times, async () => noiseRelease(drawn, [{ measurement, rows }], openRandomness()));
  const took = least(timing, 'cpu');
  return [
    `groups selected and noised, 3 numbers each (10,000 in ${milliseconds(took)} ms)`,
    rate((1000 * groups) / took),
  ];
}
