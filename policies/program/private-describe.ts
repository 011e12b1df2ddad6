/** What a vendor is told of a private program before anything is spent. Every number follows from text, catalog and manifest. */
import { z } from 'zod';
import { averageSigmas } from './blocks-noise.ts';
import { sumSigma } from './map-noise.ts';
import type { BlocksPlan, ProgramPlan } from './private-plan.ts';

export const programNoise = z.discriminatedUnion('mode', [
  z.strictObject({
    mode: z.literal('map'),
    iterations: z.number(),
    /** How many sums each has. */
    sums: z.number(),
    /** Most that one unit adds to all sums of an iteration, ℓ₂. */
    clip: z.number(),
    /** Standard deviation of the noise in each sum, in the units of the vector. */
    sigma: z.number(),
    /** R. */
    rowsPerUnit: z.number(),
    /** Units that may be killed before the run is given up: about so many, and never more than so many. */
    killed: z.strictObject({ usual: z.number(), most: z.number() }),
  }),
  z.strictObject({
    mode: z.literal('blocks'),
    blocks: z.number(),
    rowsPerUnit: z.number(),
    /** Standard deviation of the noise in each number of a result, in its units. */
    results: z.array(z.strictObject({ name: z.string(), sigma: z.number() })),
  }),
]);

/** @see programNoise */
export type ProgramNoise = z.output<typeof programNoise>;

export function describeNoise(plan: ProgramPlan): ProgramNoise {
  const { rowsPerUnit } = plan.units;
  switch (plan.mode) {
    case 'map': {
      const { iterations, vector } = plan.script;
      const { usual, most } = plan.allowance;
      const sigma = sumSigma({ rho: plan.shares.pass, clip: vector.clip });
      return {
        mode: 'map',
        iterations,
        sums: vector.length,
        clip: vector.clip,
        sigma,
        rowsPerUnit,
        killed: { usual, most },
      };
    }
    case 'blocks':
      return { mode: 'blocks', blocks: plan.script.count, rowsPerUnit, results: resultSigmas(plan) };
  }
}

function resultSigmas({ script, declared, cost }: BlocksPlan): { name: string; sigma: number }[] {
  const sigmas = averageSigmas({ declared, count: script.count, rho: cost.rho });
  return declared.flatMap(({ name, place }, at) => (place === 0 ? [{ name, sigma: sigmas[at] ?? 0 }] : []));
}
