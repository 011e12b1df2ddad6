/** Rows of a crowd of five for the properties: generated ones with every hard value, and crafted ones that reach a bound. */
import * as fc from 'fast-check';
import type { Tables, TableRow } from '../oracle/interpreter/interpret.ts';
import { someTables, withoutUnit } from '../oracle/generate/tables.ts';
import { entriesOf, type Declared } from './catalog.ts';
import { World } from './world.ts';

export const crowd = ['u1', 'u2', 'u3', 'u4', 'u5'] as const;

export async function openCrowd(declared: Declared): Promise<World> {
  const world = await World.open(entriesOf(declared));
  await world.number(crowd);
  return world;
}

/** Different tables for each number; always the same ones for the same seed. */
export function manyTables(declared: Declared, { seed, count }: { seed: number; count: number }): readonly Tables[] {
  const all = fc.sample(someTables({ maxRows: 30, doubles: 'wild' }), { numRuns: count, seed });
  return declared === 'tight' ? all.map(withUniquePersons) : all;
}

/** An ingest refuses a primary key that stands twice. */
function withUniquePersons(tables: Tables): Tables {
  const seen = new Set<unknown>();
  const isFirst = (row: TableRow): boolean => !seen.has(row['u']) && seen.add(row['u']).size > 0;
  return new Map([...tables].map(([name, rows]) => [name, name === 'person' ? rows.filter(isFirst) : rows]));
}

/** Publishes the tables as `all`, and without each unit in turn, every version in an order of its own. @returns their names */
export async function publishNeighbours(world: World, tables: Tables, order: number): Promise<readonly string[]> {
  for (const [at, unit] of crowd.entries())
    await world.publish(withoutName(unit), withoutUnit(tables, unit), order + at + 1);
  await world.publish('all', tables, order);
  return crowd.map(withoutName);
}

const withoutName = (unit: string): string => `without ${unit}`;
