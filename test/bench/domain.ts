/** Through the door, as the gateway asks: a supervisor process, its parser, and a fresh query worker for each question. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { unwrap } from '#policies/refusal.ts';
import { createDomain, openDomain, simulationFolder } from '#sandbox/door.ts';
import { catalogFile } from '#sandbox/supervisor/simulation.ts';
import { cityEntries } from '#synth/city/catalog.ts';
import { scenarios, type ScenarioName } from '#synth/city/scenarios.ts';
import { generateSimulation } from '#synth/generate.ts';
import { repeat, timeOf, type Timing } from './measure.ts';
import { scenarioNames } from './plans.ts';

export interface DomainTimes {
  /** Rows per second of the generator, over the whole catalog at its public volumes. */
  readonly generated: number;
  readonly simulate: ReadonlyMap<ScenarioName, Timing>;
}

export async function timeDomain(root: string, times: number): Promise<DomainTimes> {
  createDomain(root, { origin: 'bench', logKey: '', witnessKeys: [], quorum: 1 });
  const dir = simulationFolder(root);
  await mkdir(dir, { recursive: true });
  let rows = 0;
  const { wall } = await timeOf(async () => {
    const files = await generateSimulation(cityEntries, { dir, seed: 7, scale: 1 });
    rows = files.flatMap(({ tables }) => tables).reduce((sum, table) => sum + table.rows, 0);
  });
  await writeFile(join(dir, catalogFile), JSON.stringify(cityEntries));
  const simulate = new Map<ScenarioName, Timing>();
  await using domain = openDomain(root);
  for (const name of scenarioNames) {
    const ask = async () => unwrap(await domain.simulate({ sql: scenarios[name].sql }));
    simulate.set(name, await repeat(times, ask));
  }
  return { generated: (1000 * rows) / wall, simulate };
}
