/** Programs: what running them apart from everything costs, against plain Node with the same flags in the same run. */
import { openSync } from 'node:fs';
import { join } from 'node:path';
import type { Benched } from '../table.ts';
import { benchBlocks } from './blocks.ts';
import { benchInto } from './into.ts';
import { benchMap } from './map.ts';
import { benchMemory } from './memory.ts';
import { buildPeer } from './peer.ts';
import type { Bench } from './place.ts';
import { benchRegression } from './regression.ts';
import { benchStart } from './start.ts';

const parts = {
  map: benchMap,
  blocks: benchBlocks,
  into: benchInto,
  start: benchStart,
  memory: benchMemory,
  regression: benchRegression,
} as const;

export interface ProgramBench extends Pick<Bench, 'times' | 'scratch' | 'millions'> {
  /** Names of tables; all where there are none. */
  readonly only: readonly string[];
}

export async function benchPrograms({ only, ...options }: ProgramBench): Promise<Benched> {
  const { scratch } = options;
  const bench: Bench = {
    ...options,
    log: openSync(join(scratch, 'programs.log'), 'a'),
    peer: await buildPeer(scratch),
  };
  const found: Benched[] = [];
  for (const [name, run] of Object.entries(parts)) {
    if (only.length > 0 && !only.includes(name)) continue;
    console.error(`${name} …`);
    found.push(await run(bench));
  }
  return { tables: found.flatMap(({ tables }) => tables), faults: found.flatMap(({ faults }) => faults) };
}
