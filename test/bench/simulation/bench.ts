/** Simulation data: what rows cost. Each table has a file of its own and is one line here. */
import type { Benched } from '../table.ts';
import { benchLevelOne } from './level-one.ts';
import { benchLevelZero } from './level-zero.ts';
import type { SimulationBench } from './options.ts';
import { benchPreview } from './preview.ts';

export async function benchSimulation(options: SimulationBench): Promise<Benched> {
  const parts = [await benchLevelZero(options), ...(await benchLevelOne(options)), await benchPreview(options)];
  return { tables: parts.flatMap(({ tables }) => tables), faults: parts.flatMap(({ faults }) => faults) };
}
