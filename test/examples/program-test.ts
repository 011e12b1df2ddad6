/** `sluice program test` on a folder of docs/examples, as its README says it. */
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Simulation } from '#sandbox/door.ts';
import { command } from '../gateway/command.ts';
import { copyOfFirms } from './firms.ts';

export const examples = join(import.meta.dirname, '..', '..', 'docs', 'examples');

/** On simulation data of the city's firms; every call of the program must succeed. */
export async function testExample(name: string): Promise<Simulation> {
  const dir = await copyOfFirms();
  const ended = await command(['program', 'test', join(examples, name), '--dir', dir, '--json']);
  expect(ended).toMatchObject({ code: 0, stderr: '' });
  const simulation = JSON.parse(ended.stdout) as Simulation;
  expect(simulation.program?.error).toBeUndefined();
  expect(simulation.program?.failed).toBe(0);
  return simulation;
}

/** The last column of a table of declared numbers. */
export function valuesOf({ rows }: Simulation['table']): readonly unknown[] {
  return rows.map((row) => row.at(-1));
}
