/** A vendor's folder on this machine as texts: only what can be part of a program is opened, and nothing outside it is followed to. */
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { Folder } from '#policies/program/folder.ts';
import { maxSource } from '#policies/program/script.ts';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';

const mostFiles = 200;

/** @returns path with `/` → text; refuses with E_MANIFEST for a link, a file that is too large or no UTF-8, and too many files */
export async function readProgramFolder(root: string): Promise<Outcome<Folder>> {
  const found = await filesBelow(root);
  if (!found.ok) return found;
  const texts = new Map<string, string>();
  for (const path of found.value) {
    const text = decoded(await readFile(join(root, path)));
    if (text === undefined || text.length > maxSource)
      return no(`${path} must be UTF-8 text of at most ${maxSource} characters`);
    texts.set(path.split(sep).join('/'), text);
  }
  return accept(texts);
}

/** Folders of packages, and what begins with a dot, are not looked into. */
async function filesBelow(root: string, folder = root): Promise<Outcome<readonly string[]>> {
  const found: string[] = [];
  for (const item of await readdir(folder, { withFileTypes: true })) {
    if (item.name.startsWith('.') || item.name === 'node_modules') continue;
    const path = join(folder, item.name);
    if (item.isSymbolicLink()) return no(`its files must lie in it; got a link, ${relative(root, path)}`);
    const below = item.isDirectory()
      ? await filesBelow(root, path)
      : accept(isPart(item.name) ? [relative(root, path)] : []);
    if (!below.ok) return below;
    found.push(...below.value);
    if (found.length > mostFiles) return no(`its folder must have at most ${mostFiles} files; got more`);
  }
  return accept(found);
}

/** Of a program: source, query, manifest. */
function isPart(name: string): boolean {
  return /\.(?:[cm]?[jt]sx?|sql)$/.test(name) || name === 'sluice.json';
}

function decoded(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function no(must: string): Outcome<never> {
  return refuse('E_MANIFEST', `Cannot pack the program: ${must}`, { remedy: 'Move it, or name another folder.' });
}
