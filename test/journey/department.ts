/** What a source department does before anybody can ask: describe, publish, hand in the files. All of it by the real commands. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Person } from '#gateway/accounts.ts';
import { register } from '#gateway/city/journey.ts';
import { people } from '#gateway/city/people.ts';
import { letThrough, publishEntry } from '#gateway/city/publish.ts';
import type { CatalogEntry } from '#policies/catalog/entry.ts';
import { unwrap } from '#policies/refusal.ts';
import type { IngestOptions } from '#sandbox/data/options.ts';
import { openInstallation } from '../fixtures/installation.ts';
import { newFolder } from '../fixtures/made-once.ts';
import { command } from '../gateway/command.ts';

export interface Provided {
  readonly entry: CatalogEntry;
  readonly person: Person;
  readonly files: Readonly<Record<string, string>>;
  /** @param dir of the installation */
  readonly options: (dir: string) => IngestOptions;
}

/** A new installation with these entries published, their data in the domain, simulation data made, and a registered vendor. */
export async function prepare(provided: readonly Provided[]): Promise<{ dir: string; everybody: readonly Person[] }> {
  const dir = newFolder();
  const everybody = [...Object.values(people), ...provided.map(({ person }) => person)];
  await publish(dir, everybody, provided);
  for (const { entry, person, files, options } of provided) {
    const file = join(dir, `${entry.id}.options.json`);
    writeFileSync(file, JSON.stringify(options(dir)));
    const pairs = Object.entries(files).map(([table, path]) => `${table}=${path}`);
    await succeed(['data', 'ingest', entry.id, ...pairs, '--as', person.person, '--options', file, '--dir', dir]);
  }
  await succeed(['sim', 'generate', '--scale', '0.2', '--dir', dir]);
  return { dir, everybody };
}

async function publish(dir: string, everybody: readonly Person[], provided: readonly Provided[]): Promise<void> {
  await using installation = await openInstallation(dir, everybody);
  for (const { entry, person } of provided) {
    unwrap(await publishEntry(installation.as, entry, person.person));
    unwrap(await letThrough(installation.as, entry, person.person));
  }
  await register(installation.as);
}

async function succeed(args: readonly string[]): Promise<void> {
  const { code, stderr } = await command(args);
  if (code !== 0) throw new Error(`sluice ${args.slice(0, 3).join(' ')} ended with ${code}: ${stderr}`);
}
