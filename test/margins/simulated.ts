/** The city's simulation data on disk, with a runner that reads it as the domain would. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CatalogEntry } from '#policies/catalog/entry.ts';
import { generateSimulation } from '#synth/generate.ts';
import { Runner } from '../oracle/runner.ts';

export interface SimulatedCity extends Disposable {
  readonly runner: Runner;
  readonly path: (entry: string) => string;
}

export async function openSimulated(entries: readonly CatalogEntry[], scale = 0.02): Promise<SimulatedCity> {
  const dir = mkdtempSync(join(tmpdir(), 'sluice-margins-'));
  await generateSimulation(entries, { dir, seed: 7, scale });
  const runner = new Runner(entries);
  return {
    runner,
    path: (entry) => join(dir, `${entry}.duckdb`),
    [Symbol.dispose]: () => {
      runner[Symbol.dispose]();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
