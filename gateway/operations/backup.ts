/**
 * Backup of an installation, open or not, and its return. The order makes it one that opens: what the witness knows comes before the record, so
 * that no witness in it knows more than the record; budgets and the history of answers come after, so that nothing is forgotten that was spent.
 */
import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { backup as backupDatabase, DatabaseSync } from 'node:sqlite';
import { create, extract } from 'tar';
import { Readable } from 'node:stream';
import { versions } from '../versions.ts';
import { readSealed, writeSealed } from './sealed-file.ts';

export interface BackupFacts {
  readonly made: string;
  readonly versions: Readonly<Record<string, string>>;
  /** Entries of the log in it; undefined where the record is in PostgreSQL and its own tools must save it. */
  readonly entries?: number;
}

const factsFile = 'backup.json';

/** In this order; what is named by none of them comes between `record` and `domain`. */
const [first, last] = [['witness', 'record'], ['domain']] as const;
/** Of one process, or made again. */
const leftOut = /(^|\/)(gateway\.lock|state\.lock|temp|backup\.staging)(\/|$)|\.sqlite-(wal|shm)$|\.db-(wal|shm)$/;
/** Written once, under a name that is never used again. */
const immutable = /\.(duckdb|parquet|zip)$/;

/** @throws Error where there is no installation, or `file` exists */
export async function backUp(dir: string, file: string, passphrase: string): Promise<BackupFacts> {
  if (!existsSync(join(dir, 'keys'))) throw new Error(`Cannot back up ${dir}: must be an installation`);
  if (existsSync(file)) throw new Error(`Cannot back up to ${file}: must not exist yet`);
  const staging = join(dir, 'backup.staging');
  rmSync(staging, { recursive: true, force: true });
  mkdirSync(staging, { mode: 0o700 });
  try {
    for (const path of orderOf(dir)) await stage(dir, staging, path);
    const facts: BackupFacts = { made: new Date().toISOString(), versions, ...entriesIn(staging) };
    writeFileSync(join(staging, factsFile), JSON.stringify(facts));
    const packed = create({ cwd: staging, portable: true, gzip: { level: 1 } }, ['.']);
    await writeSealed(file, passphrase, Readable.from(packed));
    return facts;
  } catch (error) {
    rmSync(file, { force: true });
    throw error;
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

/** @throws Error where `dir` is something already, or the file is not whole; nothing is left then */
export async function restore(file: string, dir: string, passphrase: string): Promise<BackupFacts> {
  if (existsSync(dir) && readdirSync(dir).length > 0) throw new Error(`Cannot restore to ${dir}: must be empty`);
  const staging = `${dir}.restoring`;
  rmSync(staging, { recursive: true, force: true });
  mkdirSync(staging, { recursive: true, mode: 0o700 });
  try {
    await readSealed(file, passphrase, extract({ cwd: staging, strict: true, preserveOwner: false }));
    const facts = JSON.parse(readFileSync(join(staging, factsFile), 'utf8')) as BackupFacts;
    if (entriesIn(staging).entries !== facts.entries)
      throw new Error('Cannot restore: the record is not the one that was saved');
    rmSync(join(staging, factsFile));
    rmSync(dir, { recursive: true, force: true });
    renameSync(staging, dir);
    return facts;
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

function orderOf(dir: string): readonly string[] {
  const all = filesIn(dir, dir);
  const under = (folder: string) => all.filter((path) => path.startsWith(`${folder}/`));
  const named = new Set([...first, ...last].flatMap(under));
  return [...first.flatMap(under), ...all.filter((path) => !named.has(path)), ...last.flatMap(under)];
}

function filesIn(root: string, folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((item) => {
    const path = join(folder, item.name);
    if (leftOut.test(relative(root, path))) return [];
    if (item.isDirectory()) return filesIn(root, path);
    return item.isFile() ? [relative(root, path)] : [];
  });
}

async function stage(dir: string, staging: string, path: string): Promise<void> {
  const [from, to] = [join(dir, path), join(staging, path)];
  mkdirSync(dirname(to), { recursive: true, mode: 0o700 });
  try {
    if (isDatabase(from)) return await copyDatabase(from, to);
    if (immutable.test(path)) return linkSync(from, to);
    copyFileSync(from, to);
  } catch (error) {
    // Taken away meanwhile, as answers of a finished run are.
    if (existsSync(from)) throw error;
  }
}

function isDatabase(path: string): boolean {
  return /\.(db|sqlite)$/.test(path) && statSync(path).size > 0;
}

/** One moment of it, whoever writes meanwhile. */
async function copyDatabase(from: string, to: string): Promise<void> {
  using database = new DatabaseSync(from, { readOnly: true });
  await backupDatabase(database, to);
}

function entriesIn(folder: string): { readonly entries?: number } {
  const file = join(folder, 'record', 'record.db');
  if (!existsSync(file)) return {};
  using database = new DatabaseSync(file, { readOnly: true });
  const row = database.prepare('SELECT count(*) AS entries FROM event').get() as { entries: number };
  return { entries: row.entries };
}
