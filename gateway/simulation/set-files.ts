/**
 * Where sets of simulation data lie. They hold no real row, so the gateway may write them.
 *
 *   <simulation>/sets/<id>/set.json      what was asked for, whose it is, where it stands
 *   <simulation>/sets/<id>/*.duckdb      the tables, which queries can be tried on
 *   <simulation>/sets/<id>/package.zip   the same to take home
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { simulationFolder } from '#sandbox/door.ts';
import type { Office } from '../office.ts';
import { simulationSet, type SimulationSet } from './set-form.ts';

type Root = Pick<Office, 'domainRoot'>;

const setFile = 'set.json';

/** Newest first. */
export function allSets(office: Root): readonly SimulationSet[] {
  const sets = names(office).flatMap((id) => readSet(office, id) ?? []);
  return sets.toSorted((a, b) => b.at.localeCompare(a.at));
}

/** Nothing where there is none, or one of another form than this version writes. */
export function readSet(office: Root, id: string): SimulationSet | undefined {
  if (!isId(id)) return undefined;
  const file = join(folderOf(office, id), setFile);
  if (!existsSync(file)) return undefined;
  const parsed = simulationSet.safeParse(jsonOf(readFileSync(file, 'utf8')));
  return parsed.success ? parsed.data : undefined;
}

/** Whole, or as it was before. */
export function writeSet(office: Root, set: SimulationSet): void {
  const folder = folderOf(office, set.id);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, setFile);
  writeFileSync(`${file}.new`, JSON.stringify(set));
  renameSync(`${file}.new`, file);
}

/** Leaves of a set only what it is. */
export function removeRows(office: Root, id: string): void {
  const folder = folderOf(office, id);
  for (const name of readdirSync(folder).filter((found) => found !== setFile))
    rmSync(join(folder, name), { recursive: true, force: true });
}

export function removeSet(office: Root, id: string): void {
  rmSync(folderOf(office, id), { recursive: true, force: true });
}

/** Folders that are no set: a crash left them, or another version. */
export function removeUnreadable(office: Root): void {
  for (const name of names(office))
    if (!readSet(office, name)) rmSync(join(setsRoot(office), name), { recursive: true, force: true });
}

/** Path of the package of a set that is ready. */
export function packageOf(office: Root, id: string): string {
  return join(folderOf(office, id), 'package.zip');
}

/** @throws Error for an id that could be a path */
export function folderOf(office: Root, id: string): string {
  if (!isId(id)) throw new Error('an id of a set that is no name');
  return join(setsRoot(office), id);
}

function isId(id: string): boolean {
  return /^sim-[a-z0-9]{1,32}$/.test(id);
}

function setsRoot({ domainRoot }: Root): string {
  return join(simulationFolder(domainRoot), 'sets');
}

function names(office: Root): readonly string[] {
  const root = setsRoot(office);
  return existsSync(root) ? readdirSync(root) : [];
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
