/** `sluice backup` and `sluice restore`. */
import { resolve } from 'node:path';
import { backUp, restore, type BackupFacts } from '../operations/backup.ts';
import type { Arguments } from './args.ts';
import { told, UsageError, type Answer } from './verb.ts';

export async function backup({ words: [file = ''], options: { dir } }: Arguments): Promise<Answer> {
  const facts = await backUp(dir, resolve(file), passphrase());
  return told({ file: resolve(file), ...facts }, `${describe(facts)}\n${resolve(file)}`);
}

export async function restoreBackup({ words: [file = ''], options: { dir } }: Arguments): Promise<Answer> {
  const facts = await restore(resolve(file), dir, passphrase());
  const next = 'Its record is checked when it is opened. A witness that has seen more will not vouch for it.';
  return told({ dir, ...facts }, `${describe(facts)}\n${dir}\n${next}`);
}

function describe({ made, entries }: BackupFacts): string {
  const record =
    entries === undefined ? 'the record is NOT in it: PostgreSQL saves it' : `${entries} entries of the log`;
  return `Backup of ${made}: ${record}.`;
}

/** Long enough that nobody tries them all: whoever has the file has real data behind it. */
const shortest = 16;

function passphrase(): string {
  const given = process.env['SLUICE_BACKUP_PASSPHRASE'] ?? '';
  if (given.length >= shortest) return given;
  throw new UsageError(`Cannot seal a backup: SLUICE_BACKUP_PASSPHRASE must have at least ${shortest} characters`);
}
