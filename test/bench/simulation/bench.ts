/** Simulation data: what rows cost. Each table has a file of its own and is one line here. */
import type { Benched } from '../table.ts';
import { benchLevelZero } from './level-zero.ts';

export interface SimulationBench {
  /** Millions of rows. */
  readonly millions: number;
  readonly times: number;
  /** An empty folder for files that end with the bench. */
  readonly scratch: string;
}

export async function benchSimulation(options: SimulationBench): Promise<Benched> {
  const parts = [await benchLevelZero(options)];
  return { tables: parts.flatMap(({ tables }) => tables), faults: parts.flatMap(({ faults }) => faults) };
}
