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

/** Names of versions: with everybody, and without each in turn. */
export interface Neighbours {
  readonly all: string;
  readonly others: readonly string[];
}

/** Publishes the tables, and without each unit in turn, every version in an order of its own. */
export async function publishNeighbours(
  world: World,
  tables: Tables,
  { order, name = '' }: { readonly order: number; readonly name?: string },
): Promise<Neighbours> {
  const others = crowd.map((unit) => `${name}without ${unit}`);
  for (const [at, version] of others.entries())
    await world.publish(version, withoutUnit(tables, crowd[at] ?? ''), order + at + 1);
  await world.publish(`${name}all`, tables, order);
  return { all: `${name}all`, others };
}
