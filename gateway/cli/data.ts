/** `sluice data ingest`: a source department hands in its files. The installation must not be open in another process. */
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { showPublication } from '#sandbox/door.ts';
import { openAccounts } from '../accounts.ts';
import { openOffice } from '../open-office.ts';
import { provide } from '../provide.ts';
import type { Arguments } from './args.ts';
import { told, UsageError, type Answer } from './verb.ts';

export async function data({ words: [entry = '', ...pairs], options }: Arguments): Promise<Answer> {
  const account =
    options.as === undefined ? undefined : openAccounts(join(options.dir, 'accounts.json')).byPerson(options.as);
  const isPaired = pairs.length > 0 && pairs.every((pair) => pair.indexOf('=') > 0);
  if (!isPaired || !account)
    throw new UsageError(
      'Cannot ingest: must be sluice data ingest <entry> <table>=<file>… --as <person of the department>',
    );
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
  if (!provided.ok) return provided;
  const { entry: id, snapshot } = provided.value;
  if (options.json) return told(provided.value, '');
  console.log(`${id} is now ${snapshot}`);
  await showPublication(office.domainRoot, id);
  return told(provided.value, '');
}
