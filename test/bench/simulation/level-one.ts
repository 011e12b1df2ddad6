/** Level 1, all of it: a fit, rows of its model, and the counting beneath. */
import { sharedData, whereShared } from '../../fixtures/shared-data.ts';
import type { Benched } from '../table.ts';
import { benchFit } from './fit.ts';
import type { SimulationBench } from './options.ts';
import { benchPairs } from './pairs.ts';
import { fitInProcess, openWideAdult, type FitInProcess } from './run-fit.ts';
import { benchSample } from './sample.ts';

const fitTimes = 3;

export async function benchLevelOne(options: SimulationBench): Promise<readonly Benched[]> {
  const counting = await benchPairs(options);
  const shared = sharedData();
  if (shared === undefined) return [{ tables: [], faults: [`Level 1 ${whereShared}`] }, counting];
  await using adult = await openWideAdult(shared, options.scratch);
  const first = await fitInProcess(adult);
  const fits: FitInProcess[] = [first];
  while (fits.length < fitTimes) fits.push(await fitInProcess(adult));
  return [benchFit(fits), await benchSample(first, options), counting];
}
