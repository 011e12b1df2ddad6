/** What a vendor is told of a training before anything is spent. Every number follows from the text, the catalog and the specification. */
import { z } from 'zod';
import { nanoRho, type NanoRho } from '../../units.ts';
import { sigmaOf } from '../gaussian-tail.ts';
import { gaussianVariance } from '../noise.ts';
import { grid, variablesOf } from './design.ts';
import { fieldSchemas } from './card-schema.ts';
import { gradientSensitivity2 } from './gradient.ts';
import { shareRho } from './logistic.ts';
import { entriesOf, momentSensitivity2 } from './moments.ts';
import type { Training } from './training.ts';

const measurement = z.strictObject({
  what: z.enum(['moments', 'gradient']),
  times: z.number(),
  /** How many sums each has. */
  sums: z.number(),
  /** Δ₂ of all sums together, where a row at its bounds adds 1 to a sum. */
  sensitivity: z.number(),
  /** Standard deviation of the noise in each sum, on the same scale: that of so many rows. */
  sigma: z.number(),
});

export const trainingDescription = z.strictObject({
  kind: z.enum(['linear', 'logistic']),
  ...fieldSchemas,
  /** R. */
  rowsPerUnit: z.number(),
  iterations: z.number(),
  measurements: z.array(measurement),
});
export type TrainingDescription = z.output<typeof trainingDescription>;

export interface Priced {
  readonly training: Training;
  readonly iterations: number;
  readonly cost: { readonly rho: NanoRho };
}

export function describeTraining({ training, iterations, cost: { rho } }: Priced): TrainingDescription {
  const { features, target, rowsPerUnit } = training;
  const isLogistic = target.kind === 'binary';
  const shares = isLogistic ? shareRho(rho, iterations) : { moments: rho, gradient: nanoRho(0n) };
  const moments = { sums: entriesOf(training).length, sensitivity2: momentSensitivity2(training), rho: shares.moments };
  const gradient = {
    sums: variablesOf(training).length - 1,
    sensitivity2: gradientSensitivity2(training),
    rho: shares.gradient,
  };
  return {
    kind: isLogistic ? 'logistic' : 'linear',
    features,
    target,
    rowsPerUnit,
    iterations,
    measurements: [
      { what: 'moments', times: 1, ...noiseOf(moments) },
      ...(isLogistic ? [{ what: 'gradient' as const, times: iterations, ...noiseOf(gradient) }] : []),
    ],
  };
}

interface Vector {
  readonly sums: number;
  readonly sensitivity2: bigint;
  readonly rho: NanoRho;
}

function noiseOf({ sums, ...mechanism }: Vector): { sums: number; sensitivity: number; sigma: number } {
  const scale = Number(grid) ** 2;
  return {
    sums,
    sensitivity: Math.sqrt(Number(mechanism.sensitivity2)) / scale,
    sigma: sigmaOf(gaussianVariance(mechanism)) / scale,
  };
}
