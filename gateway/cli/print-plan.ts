/** What a text would do, for a person who decides whether to ask it: tier and why, bounds, noise, price and what is left of the budget. */
import { statedDelta, worthItsCost } from '#policies/privacy/settings.ts';
import { nanosPerRho } from '#policies/privacy/cost.ts';
import type { Explanation } from '#sandbox/door.ts';
import type { Budget } from '../budgets.ts';
import { styled } from './args.ts';

type PrivatePlan = NonNullable<Explanation['private']>;
type ReleaseText = PrivatePlan['releases'][number];

/** @param budget of the id space, where the caller may see it */
export function printPlan(explanation: Explanation, budget?: Budget): string {
  const { kind, tables, used, units, k, columns } = explanation;
  const lines = [
    `${styled('bold', titles[kind])}: ${tables.join(', ')}`,
    `  columns read   ${used.join(', ') || 'none'}`,
    `  result         ${resultOf(columns)}`,
    ...(kind === 'exact' ? [`  rule           every cell stands for at least ${k} of each: ${units.join(', ')}`] : []),
    ...(explanation.private ? privateLines(explanation.private, units[0] ?? '', budget) : []),
  ];
  return lines.join('\n');
}

function resultOf(columns: Explanation['columns']): string {
  const named = columns.filter(({ role }) => role !== 'accuracy').map(({ name, type }) => `${name} ${type}`);
  return `${named.join(', ')}${named.length < columns.length ? '; σ and a 95 % interval beside each number' : ''}`;
}

const titles = { exact: 'Exact lane', private: 'Private lane', open: 'Public data, as it is' } as const;

function privateLines(plan: PrivatePlan, space: string, budget: Budget | undefined): readonly string[] {
  const { releases, tick } = plan;
  return [
    `  protects       every ${space} with all its rows`,
    ...releases.flatMap((release, at) => releaseLines(release, releases.length > 1 ? `release ${at + 1}` : 'release')),
    `  price          ε ${short(plan.epsilon)} at δ ${statedDelta} (ρ ${short(rhoOf(plan.cost.rho))}); nothing when it was asked before`,
    ...(budget ? [`  budget         ${balanceOf(budget, plan.cost.rho)}`] : []),
    `  answers        ${tick.seconds} s after the order, whatever happens (${tick.name})`,
  ];
}

function releaseLines(release: ReleaseText, name: string): readonly string[] {
  const { tier, statistics, threshold } = release;
  return [
    `  ${name.padEnd(14)} ${tier}: ${tierWords[tier]}`,
    `    why          ${whyTier(release)}`,
    `    bounds       ${boundsOf(release)}`,
    `    groups       ${groupsOf(release)}`,
    ...(threshold === undefined ? [] : [`    threshold    groups of fewer than about ${threshold} units are left out`]),
    ...statistics.map((statistic) => `    ${statistic.fn.padEnd(12)} ${noiseOf(statistic)}`),
  ];
}

const tierWords = {
  T0: 'all rows, bounded by what is published of a unit',
  T1: 'only the first rows of each unit are read',
  T2: 'of each unit, a few groups and in each a few rows count',
} as const;

function whyTier({ tier, tiers }: ReleaseText): string {
  const taken = tiers.find((candidate) => candidate.tier === tier);
  const others = tiers.filter((candidate) => candidate !== taken);
  if (!taken || others.length === 0) return 'the only way that bounds this text';
  const said = others
    .map((other) => `${other.tier} ${short(other.noise)} at ${other.weight} times the work`)
    .join(', ');
  const reason = others.every(({ weight }) => weight >= taken.weight)
    ? `no other has less noise by a factor of ${worthItsCost}`
    : 'less noise, which is worth the work';
  return `${reason}: noise ${short(taken.noise)}, ${said}`;
}

function boundsOf({ rowsPerUnit, groupsPerUnit, rowsPerGroup }: ReleaseText): string {
  const parts = [
    ...(rowsPerUnit === undefined ? [] : [`${rowsPerUnit} rows`]),
    ...(groupsPerUnit === undefined ? [] : [`${groupsPerUnit} groups`]),
    `${rowsPerGroup} rows in a group`,
  ];
  return `of each unit at most ${parts.join(', ')}`;
}

function groupsOf({ keys }: ReleaseText): string {
  if (keys.length === 0) return 'one';
  const found = keys.filter((key) => !key.public).length;
  const shown = keys.reduce((product, { values = 1 }) => product * values, 1);
  return found > 0
    ? `${found} of ${keys.length} keys found in the data`
    : `${shown}, all shown: their names are public`;
}

function noiseOf({ sensitivity, sigma, halfWidth95 }: ReleaseText['statistics'][number]): string {
  const unit = `one unit moves it by at most ${short(sensitivity)}`;
  if (sigma === undefined || halfWidth95 === undefined) return `${unit}; its σ depends on the count of the group`;
  return `σ ${short(sigma)}, 95 % within ±${short(halfWidth95)}; ${unit}`;
}

function balanceOf({ scope, cap, used, spent, reserved }: Budget, price: string): string {
  const after = (Number(spent.rho) + Number(reserved.rho) + Number(price)) / Number(cap.rho);
  const fits = after <= 1 ? `${percent(after)} after this` : styled('red', 'this one no longer fits');
  return `${scope}: ${percent(used)} of ε ${short(cap.epsilon)} spent, ${fits}`;
}

function rhoOf(nanos: string): number {
  return Number(nanos) / Number(nanosPerRho);
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

/** Three significant digits, without an exponent where it can be. */
export function short(value: number): string {
  return Number(value.toPrecision(3)).toLocaleString('en', { maximumSignificantDigits: 3 });
}
