/**
 * The registry of units: which number a person or firm has. It is shared by all entries and snapshots of the domain, so that tables can
 * be joined by the number alone. One small database per id space:
 *
 *   <registry>/units-<space>.duckdb   unit(id, u)
 *   <registry>/units-<space>.key      orders the units of one publication that are new
 *
 * A database has one writer. The engine's own lock on the file keeps other processes out and ends with its holder, so that nothing
 * stale can remain; inside one process publications take turns.
 */
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, link, mkdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { quotedText } from '#policies/query/print.ts';
import type { IdSpace } from '#policies/units.ts';
import { EngineFailure, type Engine } from '../data/engine.ts';
import { hmacSql, keyAt } from './key.ts';

/** The folder of the registry, beside the data that it numbers; it is no entry, for its name begins with a point. */
export const registryFolder = '.units';

export interface Numbering {
  readonly registry: string;
  readonly space: IdSpace;
  /** SQL of a query with one column `id`, a text, that names each unit at least once. */
  readonly ids: string;
  /** The table `(id, u)` to make in the engine. */
  readonly into: string;
}

/** @returns the key of the space */
export async function openSpace(registry: string, space: IdSpace): Promise<Buffer> {
  await mkdir(registry, { recursive: true, mode: 0o700 });
  return keyAt(join(registry, `units-${space}.key`));
}

/**
 * Gives every unit its number. Known units keep theirs; new ones get the numbers after the highest, in the order of their HMAC.
 *
 * Guarantee: over all publications of a domain, equal ids of a space have equal numbers and different ids different ones.
 */
export async function numberUnits(engine: Engine, { registry, space, ids, into }: Numbering): Promise<void> {
  const key = await openSpace(registry, space);
  const file = resolve(registry, `units-${space}.duckdb`);
  const unknown = `(SELECT DISTINCT id FROM (${ids})) ANTI JOIN registry.main.unit USING (id)`;
  const highest = '(SELECT coalesce(max(u), 0) FROM registry.main.unit)';
  const number = `CAST(${highest} + row_number() OVER (ORDER BY ${hmacSql(key, 'id')}, id) AS UINTEGER)`;
  const known = `SELECT id, u FROM registry.main.unit SEMI JOIN (${ids}) USING (id)`;
  await withRegistry(engine, file, [
    `INSERT INTO registry.main.unit SELECT id, ${number} FROM ${unknown}`,
    `CREATE TABLE ${into} AS ${known}`,
    'CHECKPOINT registry',
  ]);
}

/** Runs the statements while nobody else has the registry open. */
function withRegistry(engine: Engine, file: string, statements: readonly string[]): Promise<void> {
  return alone(file, async () => {
    if (!existsSync(file)) await makeRegistry(engine, file);
    await attachPatiently(engine, file);
    try {
      for (const sql of statements) await engine.run({ doing: 'number the units', sql });
    } finally {
      await engine.run({ doing: 'close the registry of units', sql: 'DETACH registry' });
    }
  });
}

/** An empty registry gets its name when it is complete, so that a publication that is killed leaves none that cannot be opened. */
async function makeRegistry(engine: Engine, file: string): Promise<void> {
  const doing = 'make the registry of units';
  const fresh = `${file}.${randomUUID()}`;
  await engine.run({ doing, sql: `ATTACH ${quotedText(fresh)} AS fresh` });
  await engine.run({ doing, sql: 'CREATE TABLE fresh.main.unit (id VARCHAR NOT NULL, u UINTEGER NOT NULL)' });
  await engine.run({ doing, sql: 'CHECKPOINT fresh' });
  await engine.run({ doing, sql: 'DETACH fresh' });
  await chmod(fresh, 0o600);
  await link(fresh, file).catch((error: unknown) => {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  });
  await rm(fresh);
}

const patience = 120_000;

/** While another process writes, the engine cannot open the file; it does not say why, so only time tells a fault from a wait. */
async function attachPatiently(engine: Engine, file: string): Promise<void> {
  const work = { doing: 'open the registry of units', sql: `ATTACH ${quotedText(file)} AS registry` };
  const end = Date.now() + patience;
  for (;;) {
    try {
      return await engine.run(work);
    } catch (error) {
      if (!(error instanceof EngineFailure) || Date.now() > end) throw error;
      await wait(25);
    }
  }
}

const turns = new Map<string, Promise<unknown>>();

/** After all earlier work on the file in this process. */
function alone<T>(file: string, work: () => Promise<T>): Promise<T> {
  const mine = (turns.get(file) ?? Promise.resolve()).then(work);
  const ended = mine
    .catch(() => undefined)
    .then(() => {
      if (turns.get(file) === ended) turns.delete(file);
    });
  turns.set(file, ended);
  return mine;
}
