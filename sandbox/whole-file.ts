/** Small files of the domain: named by a run, read where they are, written whole or not at all. */
import { open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

/** @throws Error for an id that could be a path */
export function fileNameOf(run: string): string {
  if (!/^[A-Za-z0-9][A-Za-z0-9_.-]{0,127}$/.test(run)) throw new Error('a run id that is not a name');
  return run;
}

/** Absence is an answer; any other failure of the disk is not, for a file that cannot be read is not absent. */
export function readIfThere(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch(undefinedIfMissing);
}

/** @throws what it is given, unless it says that there is no such file */
export function undefinedIfMissing(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
  throw error;
}

/** JSON, mode 0600; on disk under its name when this returns. */
export function writeWhole(path: string, value: unknown): Promise<void> {
  return writeWholeText(path, JSON.stringify(value));
}

/** The same of any text. */
export async function writeWholeText(path: string, text: string): Promise<void> {
  const file = await open(`${path}.new`, 'w', 0o600);
  await file.writeFile(text);
  await file.sync();
  await file.close();
  await rename(`${path}.new`, path);
  const folder = await open(dirname(path), 'r');
  await folder.sync();
  await folder.close();
}
