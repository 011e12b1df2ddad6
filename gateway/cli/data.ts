/** `sluice data ingest`: a source department hands in its files. The installation must not be open in another process. */
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { showPublication } from '#sandbox/door.ts';
import { openAccounts } from '../accounts.ts';
import { openOffice } from '../open-office.ts';
import { provide } from '../provide.ts';
import type { Arguments } from './args.ts';

export async function data({ words, options }: Arguments): Promise<number> {
  const [verb, entry, ...pairs] = words;
  const account =
    options.as === undefined ? undefined : openAccounts(join(options.dir, 'accounts.json')).byPerson(options.as);
  const isPaired = pairs.length > 0 && pairs.every((pair) => pair.indexOf('=') > 0);
  if (verb !== 'ingest' || entry === undefined || !isPaired || !account) {
    console.error('Cannot ingest: must be sluice data ingest <entry> <table>=<file>… --as <person of the department>');
    return 2;
  }
  const { person, org, role } = account;
  const files = Object.fromEntries(
    pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), resolve(pair.slice(pair.indexOf('=') + 1))]),
  );
  const given: unknown =
    options.options === undefined ? undefined : JSON.parse(await readFile(options.options, 'utf8'));
  await using office = await openOffice({ dir: options.dir });
  const provided = await provide(office, {
    entry,
    files,
    actor: { person, org, role },
    ...(given !== undefined && { options: given }),
  });
  if (!provided.ok) {
    for (const { code, detail } of provided.refusals) console.error(`${code}: ${detail}`);
    return 1;
  }
  const { entry: id, snapshot } = provided.value;
  console.log(options.json ? JSON.stringify(provided.value) : `${id} is now ${snapshot}`);
  if (!options.json) await showPublication(office.domainRoot, id);
  return 0;
}
