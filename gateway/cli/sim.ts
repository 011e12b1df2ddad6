/** `sluice sim generate`: simulation data for every published entry, from published models where there are some, else from the entries alone. */
import { openOffice } from '../open-office.ts';
import { refreshSimulation } from '../simulation/refresh.ts';
import type { Arguments } from './args.ts';
import { told, type Answer } from './verb.ts';

export async function sim({ options }: Arguments): Promise<Answer> {
  await using office = await openOffice({ dir: options.dir });
  const made = await refreshSimulation(office, { seed: options.seed, scale: options.scale });
  return told(made, `simulation data for ${made.join(', ')}`);
}
