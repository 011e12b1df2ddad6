/** `npm run bench -- load`: the gateway as a process under many vendors, beside bare handlers on the same machine. */
import { join } from 'node:path';
import type { Benched } from '../table.ts';
import { benchCannon } from './cannon.ts';
import { serveCrowd } from './city.ts';
import { benchCrowd } from './crowd.ts';

export async function benchLoad({ scratch, minutes }: { scratch: string; minutes: number }): Promise<Benched> {
  await using served = await serveCrowd(join(scratch, 'city'));
  const cannon = await benchCannon(served, scratch);
  const crowd = await benchCrowd(served, minutes);
  return { tables: [cannon, ...crowd], faults: [] };
}
