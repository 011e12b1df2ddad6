/**
 * What an import in a program's source may name: another of its own files, or a library of the allow-list. There is no file system behind it,
 * so that a path can lead nowhere else.
 *
 * @see programs.md §D.7
 */
import { libraryOf, type Library } from './allow-list.ts';

export type Imported =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'library'; readonly library: Library }
  /** `must` completes "Cannot import *it*: must …". */
  | { readonly kind: 'refused'; readonly must: string };

export interface Import {
  readonly specifier: string;
  /** Path of the file that says it. */
  readonly from: string;
}

/**
 * For every specifier, returns one of `paths`, a library of the allow-list, or why not. A path without its ending finds the `.ts` or `.js`
 * file, and `.js` finds the `.ts` that it would become.
 */
export function resolveImport({ specifier, from }: Import, paths: ReadonlySet<string>): Imported {
  if (specifier === 'sluice') return { kind: 'refused', must: 'be types only, as in `import type { Input }`' };
  if (!/^\.\.?\//.test(specifier)) {
    const library = libraryOf(specifier);
    return library ? { kind: 'library', library } : { kind: 'refused', must: 'be on the list of libraries' };
  }
  const path = joined(from, specifier);
  if (path === undefined) return { kind: 'refused', must: 'stay inside the folder of the program' };
  const found = [path, `${path}.ts`, `${path}.js`, path.replace(/\.js$/, '.ts')].find((name) => paths.has(name));
  return found === undefined ? { kind: 'refused', must: 'be a file of the program' } : { kind: 'file', path: found };
}

/** @returns undefined for a path above the folder */
function joined(from: string, specifier: string): string | undefined {
  const parts = from.split('/').slice(0, -1);
  for (const part of specifier.split('/')) {
    if (part === '..' && parts.pop() === undefined) return undefined;
    if (part !== '..' && part !== '.') parts.push(part);
  }
  return parts.join('/');
}
