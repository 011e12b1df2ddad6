/**
 * Simulation data of one vendor's own: other seeds and sizes, dirty rows, rows that a query finds, packages to take home. Everything in it
 * follows from the catalog and from noisy models, so making another costs nothing.
 */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CatalogEntry } from '#policies/catalog/entry.ts';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import { requireWishes } from '#policies/simulation/wishes-check.ts';
import { cannotFavour } from '#synth/favour/cannot.ts';
import type { Person } from '../accounts.ts';
import { oneAtATime } from '../one-at-a-time.ts';
import type { Office } from '../office.ts';
import { versions } from '../versions.ts';
import { makeSimulation } from './make.ts';
import { publishedModels } from './models.ts';
import { publishedEntries } from './refresh.ts';
import {
  allSets,
  folderOf,
  packageOf,
  readSet,
  removeRows,
  removeSet,
  removeUnreadable,
  writeSet,
} from './set-files.ts';
import { mostRows, mostSets, mostWaiting, type SetWish, type SimulationSet } from './set-form.ts';

type Caller = Pick<Person, 'org'>;

/** One at a time, so that the machine is not full of them. */
const queue = oneAtATime();

export interface Asked {
  readonly wish: SetWish;
  readonly notUnderstood?: SimulationSet['notUnderstood'];
}

/**
 * Begins to make a set. @returns it as it stands; refuses E_NOT_FOUND for an entry that is not published, E_INPUT for too many rows and for
 * wishes that the catalog cannot fulfil, E_STATE while enough others are being made
 */
export function beginSet(office: Office, caller: Caller, { wish, notUnderstood }: Asked): Outcome<SimulationSet> {
  const entries = entriesOf(office, wish);
  if (!entries.ok) return entries;
  const possible = requirePossible(wish, entries.value);
  if (!possible.ok) return possible;
  const free = requireFree(office, caller);
  if (!free.ok) return free;
  const cannot = wish.favour ? [...cannotFavour(entries.value, wish.favour)] : undefined;
  const told = { ...(notUnderstood && { notUnderstood }), ...(cannot && { cannot }) };
  const { org } = caller;
  const set: SimulationSet = { id: office.newId('sim'), org, at: office.clock(), state: 'making', wish, ...told };
  writeSet(office, set);
  removeOldest(office, caller);
  void queue(() => make(office, set, entries.value))
    .catch((error: unknown) => {
      office.onError(error);
      fail(office, set);
    })
    .catch(office.onError);
  return accept(set);
}

/** The entries of a wish, all published. */
export function entriesOf(
  office: Office,
  { entries: named }: Pick<SetWish, 'entries'>,
): Outcome<readonly CatalogEntry[]> {
  const published = publishedEntries(office);
  if (!named) return accept(published);
  const unknown = named.filter((name) => !published.some(({ id }) => id === name));
  return unknown.length > 0
    ? refuse('E_NOT_FOUND', `Cannot make simulation data: entries must be published; got ${unknown.join(', ')}`)
    : accept(published.filter(({ id }) => named.includes(id)));
}

function requirePossible({ scale, favour }: SetWish, entries: readonly CatalogEntry[]): Outcome<unknown> {
  const rows = entries.flatMap(({ tables }) => tables).reduce((sum, { volume }) => sum + volume * scale, 0);
  if (rows > mostRows)
    return refuse('E_INPUT', `Cannot make simulation data: must be at most ${mostRows} rows; got ${Math.round(rows)}`);
  return requireWishes(favour?.wishes ?? [], entries);
}

function requireFree(office: Office, caller: Caller): Outcome<unknown> {
  const waiting = setsOf(office, caller).filter(({ state }) => state === 'making').length;
  if (waiting < mostWaiting) return accept(undefined);
  const must = `at most ${mostWaiting} sets of an organization may be in the making; got ${waiting}`;
  return refuse('E_STATE', `Cannot make simulation data: ${must}`, { remedy: 'Wait until one of them is ready.' });
}

async function make(office: Office, set: SimulationSet, entries: readonly CatalogEntry[]): Promise<void> {
  const dir = folderOf(office, set.id);
  const { seed, scale, dirty, favour, format, level } = set.wish;
  const { manifest } = await makeSimulation({
    entries,
    // Rows that are bent towards a query are not called fitted. @see docs/decisions/041-sets-for-a-query.md
    models: level === 'fitted' && !favour ? publishedModels(office) : [],
    dir,
    seed,
    scale,
    ...(dirty && { dirty }),
    ...(favour && { favour }),
    deliver: { format, path: packageOf(office, set.id), sluice: versions['sluice'] ?? '' },
  });
  writeFileSync(join(dir, 'catalog.json'), JSON.stringify(entries));
  writeSet(office, { ...set, state: 'ready', ...(manifest && { manifest }) });
}

/** Nothing is left of it but that it was asked for; not even that where the whole installation is gone. */
function fail(office: Office, set: SimulationSet): void {
  if (!existsSync(folderOf(office, set.id))) return;
  removeRows(office, set.id);
  writeSet(office, { ...set, state: 'failed' });
}

/** The sets of an organization, newest first. */
export function setsOf(office: Office, { org }: Caller): readonly SimulationSet[] {
  return allSets(office).filter((set) => set.org === org);
}

/** Refuses E_NOT_FOUND for another organization's, as for none. */
export function setOf(office: Office, { org }: Caller, id: string): Outcome<SimulationSet> {
  const set = readSet(office, id);
  if (set?.org === org) return accept(set);
  return refuse('E_NOT_FOUND', `Cannot show ${id}: must be simulation data of your organization; got none`);
}

/** Refuses E_STATE besides while there are no rows in it. */
export function readySetOf(office: Office, caller: Caller, id: string): Outcome<SimulationSet> {
  const set = setOf(office, caller, id);
  if (!set.ok || set.value.state === 'ready') return set;
  return refuse('E_STATE', `Cannot use the simulation data ${id}: must be ready; got ${set.value.state}`);
}

/** After a restart: what was being made is not made any more, and what nobody can read is gone. */
export function failInterruptedSets(office: Office): void {
  removeUnreadable(office);
  for (const set of allSets(office)) if (set.state === 'making') fail(office, set);
}

/** Those in the making stay. */
function removeOldest(office: Office, caller: Caller): void {
  const own = setsOf(office, caller);
  const ended = own.filter(({ state }) => state !== 'making');
  for (const { id } of ended.slice(Math.max(0, mostSets - (own.length - ended.length)))) removeSet(office, id);
}
