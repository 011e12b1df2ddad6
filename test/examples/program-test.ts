/** `sluice program test` on a folder of docs/examples, as its README says it. */
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Simulation } from '#sandbox/door.ts';
import { command } from '../gateway/command.ts';
import { copyOfFirms } from './firms.ts';

export const examples = join(import.meta.dirname, '..', '..', 'docs', 'examples');

/**
 * On simulation data of the city's firms. Every call of the program must succeed; of the many units of mode `map` some may be late on a busy
 * machine.
 */
export async function testExample(name: string): Promise<Simulation> {
  const dir = await copyOfFirms();
  const ended = await command(['program', 'test', join(examples, name), '--dir', dir, '--json']);
  expect(ended).toMatchObject({ code: 0, stderr: '' });
  const { value: simulation } = JSON.parse(ended.stdout) as { value: Simulation };
  const { calls = 0, failed } = simulation.program ?? {};
  expect(failed).toBeLessThanOrEqual(Math.floor(calls / 1_000));
  return simulation;
}

/** The last column of a table of declared numbers. */
export function valuesOf({ rows }: Simulation['table']): readonly unknown[] {
  return rows.map((row) => row.at(-1));
}
