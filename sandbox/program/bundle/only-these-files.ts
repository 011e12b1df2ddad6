/** All that esbuild can read: the files of one program and the libraries of the allow-list. Every other name is refused where it is written. */
import type { OnLoadArgs, OnResolveArgs, OnResolveResult, Plugin } from 'esbuild';
import { libraryOf } from '#policies/program/allow-list.ts';
import { resolveImport } from '#policies/program/imports.ts';
import type { LibraryShelf } from './library-shelf.ts';
import type { BundleRequest } from './operations.ts';

const everything = { filter: /(?:)/ };

export function onlyTheseFiles(files: BundleRequest['files'], shelf: LibraryShelf): Plugin {
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  const paths = new Set(texts.keys());
  const load = ({ path }: OnLoadArgs) => {
    const contents = texts.get(path);
    return contents === undefined
      ? fault(`Cannot read ${path}: must be a file of the program`)
      : { contents, loader: path.endsWith('.ts') ? ('ts' as const) : ('js' as const) };
  };
  const loadLibrary = ({ path }: OnLoadArgs) => {
    const library = libraryOf(path);
    const contents = library && shelf.take(library);
    return contents === undefined
      ? fault(`Cannot import ${path}: must be the text of the allow-list; got another`)
      : { contents, loader: 'js' as const };
  };
  return {
    name: 'only-these-files',
    setup: (bundler) => {
      bundler.onResolve(everything, (asked) => resolve(asked, paths));
      bundler.onLoad({ ...everything, namespace: 'program' }, load);
      bundler.onLoad({ ...everything, namespace: 'library' }, loadLibrary);
    },
  };
}

function resolve(asked: OnResolveArgs, paths: ReadonlySet<string>): OnResolveResult {
  const { path, importer, kind, namespace } = asked;
  if (kind === 'entry-point')
    return paths.has(path) ? { path, namespace: 'program' } : fault(`Cannot begin: entry must be a file; got ${path}`);
  const no = (must: string): OnResolveResult => fault(`Cannot import ${path.slice(0, 100)}: must ${must}`);
  if (kind !== 'import-statement') return no('stand in an import or export at the top of a file');
  if (Object.keys(asked.with).length > 0) return no('be code, without attributes');
  if (namespace !== 'program') return no('not be imported by a library');
  const found = resolveImport({ specifier: path, from: importer }, paths);
  if (found.kind === 'refused') return no(found.must);
  return found.kind === 'file'
    ? { path: found.path, namespace: 'program' }
    : { path: found.library.name, namespace: 'library', sideEffects: false };
}

function fault(text: string) {
  return { errors: [{ text }] };
}
