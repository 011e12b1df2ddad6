/** What a vendor is told of a private plan before anything is spent. Every number follows from the text and the catalog. @see §3.10 */
import { z } from 'zod';
import { epsilonOf } from './accountant.ts';
import { decimalText, type Decimal } from '../decimal.ts';
import { costText, type Cost } from './cost.ts';
import { confidence } from './estimate.ts';
import { sigmaOf } from './gaussian-tail.ts';
import { varianceOf } from './noise-release.ts';
import type { PrivatePlan, Release, Statistic } from './plan-types.ts';
import { noiseHalfWidth } from './quantile-of-noise.ts';
import { thresholdOf } from './select-groups.ts';
import { statedDelta } from './settings.ts';

const aTier = z.enum(['T0', 'T1', 'T2']);

export const releaseDescription = z.strictObject({
  tier: aTier,
  /** Most rows of a unit that are read; absent where only the two below bound them. */
  rowsPerUnit: z.number().optional(),
  groupsPerUnit: z.number().optional(),
  rowsPerGroup: z.number(),
  /** `shown`: how many values a public key has; a key without them is found in the data and thresholded. */
  keys: z.array(z.strictObject({ public: z.boolean(), values: z.number().optional() })),
  /** τ: groups with fewer units, give or take the noise, are left out. */
  threshold: z.number().optional(),
  statistics: z.array(
    z.strictObject({
      /** `count`, `sum`, … as written. */
      fn: z.string(),
      /** Δ₂ of what is measured for it, in the units of the data. */
      sensitivity: z.number(),
      /** Noise of a count or sum, in the units of the data; of an average it depends on the count. */
      sigma: z.number().optional(),
      halfWidth95: z.number().optional(),
    }),
  ),
  tiers: z.array(z.strictObject({ tier: aTier, noise: z.number(), weight: z.number() })),
});

export const privateDescription = z.strictObject({
  /** ε at `delta`, of this query alone. */
  epsilon: z.number(),
  delta: z.number(),
  /** In billionths, and in units of 10⁻¹⁸, as the ledger keeps them. */
  cost: z.strictObject({ rho: z.string(), delta: z.string() }),
  releases: z.array(releaseDescription),
});
export type PrivateDescription = z.output<typeof privateDescription>;

export function describePlan(plan: PrivatePlan): PrivateDescription {
  return { ...describeCost(plan.cost), releases: plan.releases.map(describeRelease) };
}

/** What is charged, and the ε that it amounts to at the δ that is stated. */
export function describeCost(cost: Cost): Pick<PrivateDescription, 'epsilon' | 'delta' | 'cost'> {
  const spent = Number(cost.delta) / 1e18;
  return { epsilon: epsilonOf(cost, statedDelta - spent), delta: statedDelta, cost: { ...costText(cost) } };
}

function describeRelease(release: Release): z.output<typeof releaseDescription> {
  const { bounding, keys, candidates, statistics } = release;
  const threshold = thresholdOf(release);
  return {
    tier: bounding.tier,
    ...(bounding.rows !== undefined && { rowsPerUnit: bounding.rows }),
    ...(bounding.groups !== undefined && { groupsPerUnit: bounding.groups }),
    rowsPerGroup: bounding.rowsPerGroup,
    keys: keys.map(({ values }) => ({ public: values !== undefined, ...(values && { values: values.length }) })),
    ...(threshold && { threshold: Number(threshold.threshold) }),
    statistics: statistics.map((statistic) => describeStatistic(release, statistic)),
    tiers: candidates.map(({ bounding: { tier }, noise, weight }) => ({ tier, noise, weight })),
  };
}

function describeStatistic(
  release: Release,
  { measure, recipe }: Statistic,
): z.output<typeof releaseDescription>['statistics'][number] {
  const at = recipe.kind === 'number' ? recipe.vector : recipe.kind === 'quantile' ? recipe.tree : recipe.centred;
  const measured = release.vectors[at];
  if (!measured) throw new Error('Cannot describe: must be measured');
  const step = stepOf(measured.vector);
  const variance = varianceOf(measured);
  const sensitivity = Math.sqrt(Number(measured.sensitivity2)) * step;
  if (recipe.kind !== 'number') return { fn: measure.fn, sensitivity };
  const halfWidth95 = Number(noiseHalfWidth(variance, confidence)) * step;
  return { fn: measure.fn, sensitivity, sigma: sigmaOf(variance) * step, halfWidth95 };
}

/** What one whole number of a vector stands for. */
function stepOf(vector: Release['vectors'][number]['vector']): number {
  if (vector.kind === 'sum') return numberOf(vector.grid.step);
  if (vector.kind === 'centred') return numberOf(vector.grid.step) / 2;
  return 1;
}

function numberOf(step: Decimal): number {
  return Number(decimalText(step));
}
