/** `sluice sim generate`: simulation data for every published entry, from published models where there are some, else from the entries alone. */
import { openOffice } from '../open-office.ts';
import { refreshSimulation } from '../simulation/refresh.ts';
import type { Arguments } from './args.ts';

export async function sim({ words: [verb], options }: Arguments): Promise<number> {
  if (verb !== 'generate') {
    console.error('Cannot simulate: must be sluice sim generate [--scale 1] [--seed 7]');
    return 2;
  }
  await using office = await openOffice({ dir: options.dir });
  const made = await refreshSimulation(office, { seed: options.seed, scale: options.scale });
  console.log(options.json ? JSON.stringify(made) : `simulation data for ${made.join(', ')}`);
  return 0;
}
