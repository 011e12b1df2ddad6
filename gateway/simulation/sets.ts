/**
 * Simulation data of one vendor's own: other seeds and sizes, dirty rows, rows that a query finds, packages to take home. Everything in it
 * follows from the catalog and from noisy models, so making another costs nothing.
 *
 *   <simulation>/sets/<id>/set.json      what was asked for, whose it is, where it stands
 *   <simulation>/sets/<id>/*.duckdb      the tables, which queries can be tried on
 *   <simulation>/sets/<id>/package.zip   the same to take home
 */
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { CatalogEntry } from '#policies/catalog/entry.ts';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import { favour, type Wish } from '#policies/simulation/wishes.ts';
import { simulationFolder } from '#sandbox/door.ts';
import { formats } from '#synth/deliver/formats.ts';
import { manifestSchema } from '#synth/deliver/manifest.ts';
import { dirtySchema } from '#synth/make/request.ts';
import type { Account } from '../accounts.ts';
import { oneAtATime } from '../one-at-a-time.ts';
import type { Office } from '../office.ts';
import { versions } from '../versions.ts';
import { makeSimulation } from './make.ts';
import { publishedModels } from './models.ts';
import { publishedEntries } from './refresh.ts';

/** What may be asked for. Every field has the value that most people want. */
export const setWish = z.strictObject({
  /** Entries; all published ones where absent. */
  entries: z.array(z.string()).min(1).max(50).exactOptional(),
  /** `schema`: from the catalog alone, also where there is a model. */
  level: z.enum(['schema', 'fitted']).default('fitted'),
  seed: z
    .int()
    .min(0)
    .max(2 ** 32 - 1)
    .default(7),
  scale: z.number().min(0.0001).max(100).default(1),
  dirty: dirtySchema.exactOptional(),
  favour: favour.exactOptional(),
  format: z.enum(formats).default('parquet'),
});
export type SetWish = z.output<typeof setWish>;

const kept = z.strictObject({
  id: z.string(),
  org: z.string(),
  at: z.string(),
  state: z.enum(['making', 'ready', 'failed']),
  wish: setWish,
  manifest: manifestSchema.exactOptional(),
});
export type SimulationSet = z.output<typeof kept>;

/** Rows of one set, of all its tables together. */
export const mostRows = 5_000_000;
/** Sets that an organization keeps; the oldest goes when another comes. */
export const mostSets = 8;

/** One at a time, so that the machine is not full of them. */
const queue = oneAtATime();

/** Begins to make a set. @returns it as it stands; refuses E_NOT_FOUND for an entry that is not published, E_INPUT for too many rows */
export function beginSet(office: Office, { org }: Pick<Account, 'org'>, wish: SetWish): Outcome<SimulationSet> {
  const published = publishedEntries(office);
  const named = wish.entries ?? published.map(({ id }) => id);
  const entries = published.filter(({ id }) => named.includes(id));
  const unknown = named.filter((name) => !entries.some(({ id }) => id === name));
  if (unknown.length > 0)
    return refuse('E_NOT_FOUND', `Cannot make simulation data: entries must be published; got ${unknown.join(', ')}`);
  const rows = entries.flatMap(({ tables }) => tables).reduce((sum, { volume }) => sum + volume * wish.scale, 0);
  if (rows > mostRows)
    return refuse('E_INPUT', `Cannot make simulation data: must be at most ${mostRows} rows; got ${Math.round(rows)}`);
  const set: SimulationSet = { id: office.newId('sim'), org, at: office.clock(), state: 'making', wish };
  mkdirSync(folderOf(office, set.id), { recursive: true, mode: 0o700 });
  write(office, set);
  removeOldest(office, org);
  void queue(() => make(office, set, entries)).catch((error: unknown) => {
    office.onError(error);
    write(office, { ...set, state: 'failed' });
  });
  return accept(set);
}

async function make(office: Office, set: SimulationSet, entries: readonly CatalogEntry[]): Promise<void> {
  const dir = folderOf(office, set.id);
  const { seed, scale, dirty, favour: wished, format, level } = set.wish;
  const models = level === 'fitted' ? publishedModels(office) : [];
  const { manifest } = await makeSimulation({
    entries,
    models,
    dir,
    seed,
    scale,
    ...(dirty && { dirty }),
    ...(wished && { favour: wished }),
    deliver: { format, path: packageOf(office, set.id), sluice: versions['sluice'] ?? '' },
  });
  writeFileSync(join(dir, 'catalog.json'), JSON.stringify(entries));
  write(office, { ...set, state: 'ready', ...(manifest && { manifest }) });
}

/** The sets of an organization, newest first. */
export function setsOf(office: Office, { org }: Pick<Account, 'org'>): readonly SimulationSet[] {
  const root = setsRoot(office);
  mkdirSync(root, { recursive: true, mode: 0o700 });
  const sets = readdirSync(root).flatMap((id) => read(office, id) ?? []);
  return sets.filter((set) => set.org === org).toSorted((a, b) => b.at.localeCompare(a.at));
}

/** Refuses E_NOT_FOUND for another organization's, as for none. */
export function setOf(office: Office, { org }: Pick<Account, 'org'>, id: string): Outcome<SimulationSet> {
  const set = read(office, id);
  if (set?.org === org) return accept(set);
  return refuse('E_NOT_FOUND', `Cannot show ${id}: must be simulation data of your organization; got none`);
}

/** Path of the package of a set that is ready. */
export function packageOf(office: Office, id: string): string {
  return join(folderOf(office, id), 'package.zip');
}

/** Wishes with the share of rows that they have together. */
export function favouring(wishes: readonly Wish[], share = 0.3): NonNullable<SetWish['favour']> {
  return { share, wishes };
}

/** After a restart: what was being made is not made any more. */
export function failInterruptedSets(office: Office): void {
  const root = setsRoot(office);
  mkdirSync(root, { recursive: true, mode: 0o700 });
  for (const id of readdirSync(root)) {
    const set = read(office, id);
    if (set?.state === 'making') write(office, { ...set, state: 'failed' });
  }
}

function removeOldest(office: Office, org: string): void {
  const ended = setsOf(office, { org: org as Account['org'] }).filter(({ state }) => state !== 'making');
  for (const { id } of ended.slice(mostSets - 1)) rmSync(folderOf(office, id), { recursive: true, force: true });
}

function setsRoot({ domainRoot }: Office): string {
  return join(simulationFolder(domainRoot), 'sets');
}

/** @throws Error for an id that could be a path */
function folderOf(office: Office, id: string): string {
  if (!/^sim-[a-z0-9]{1,32}$/.test(id)) throw new Error('an id of a set that is no name');
  return join(setsRoot(office), id);
}

function read(office: Office, id: string): SimulationSet | undefined {
  if (!/^sim-[a-z0-9]{1,32}$/.test(id)) return undefined;
  try {
    return kept.parse(JSON.parse(readFileSync(join(folderOf(office, id), 'set.json'), 'utf8')));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function write(office: Office, set: SimulationSet): void {
  const file = join(folderOf(office, set.id), 'set.json');
  writeFileSync(`${file}.new`, JSON.stringify(set));
  renameSync(`${file}.new`, file);
}
