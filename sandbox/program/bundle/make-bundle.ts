/**
 * Source files → one script that defines `program`. The same files give the same bytes on every machine: nothing but the files, the libraries
 * of the allow-list and the version of esbuild goes in.
 *
 * @see programs.md §D.7; docs/decisions/036-bundles.md
 */
import { build, version, type BuildOptions } from 'esbuild';
import { lintBundle } from '#policies/program/lint.ts';
import { maxBundle, maxSource } from '#policies/program/script.ts';
import type { SourceMap } from '#policies/program/source-map.ts';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import { failuresOf } from './failures.ts';
import { LibraryShelf } from './library-shelf.ts';
import type { BundleRequest, Made } from './operations.ts';
import { onlyTheseFiles } from './only-these-files.ts';

/** No file of the machine is read for settings, and no path of it is printed. */
const settings: BuildOptions & { write: false } = {
  bundle: true,
  write: false,
  format: 'iife',
  globalName: 'program',
  platform: 'neutral',
  target: 'es2024',
  charset: 'utf8',
  legalComments: 'none',
  logLevel: 'silent',
  // A warning that is certainly a mistake.
  logOverride: { 'empty-import-meta': 'error', 'import-is-undefined': 'error' },
  absWorkingDir: '/',
  tsconfigRaw: { compilerOptions: { alwaysStrict: true } },
  outfile: 'program.js',
  // For places only; it stays here.
  sourcemap: 'external',
  sourcesContent: false,
};

/** Refuses with E_BUNDLE or E_LINT, with the place in the source. */
export async function makeBundle({ mode, entry, files }: BundleRequest): Promise<Outcome<Made>> {
  const sound = requireFiles(files);
  if (!sound.ok) return sound;
  const shelf = new LibraryShelf();
  const made = await bundled({ ...settings, entryPoints: [entry], plugins: [onlyTheseFiles(files, shelf)] });
  if (!made.ok) return made;
  const { bundle, map } = made.value;
  const linted = lintBundle(bundle, { mode, map });
  return linted.ok ? accept({ bundle, lock: { esbuild: version, libraries: shelf.taken() } }) : linted;
}

function requireFiles(files: BundleRequest['files']): Outcome<void> {
  const size = files.reduce((sum, { text }) => sum + text.length, 0);
  if (size > maxSource) return refused(`all files together must have at most ${maxSource} characters; got ${size}`);
  if (new Set(files.map(({ path }) => path)).size < files.length)
    return refused('files must have different names; got one again');
  // It would be believed: places, and which lines are a library's, come from maps.
  const mapped = files.find(({ text }) => /[#@]\s*sourceMappingURL=/.test(text));
  return mapped ? refused(`a source file must name no map of its own; got one in ${mapped.path}`) : accept(undefined);
}

async function bundled(options: BuildOptions & { write: false }) {
  try {
    const { outputFiles } = await build(options);
    const texts = new Map(outputFiles.map(({ path, text }) => [path.slice(path.lastIndexOf('.')), text]));
    const bundle = texts.get('.js') ?? '';
    if (bundle.length > maxBundle)
      return refused(`the bundle must have at most ${maxBundle} characters; got ${bundle.length}`);
    return accept({ bundle, map: JSON.parse(texts.get('.map') ?? '{}') as SourceMap });
  } catch (error) {
    const failures = failuresOf(error);
    if (failures) return failures;
    throw error;
  }
}

function refused(what: string): Outcome<never> {
  return refuse('E_BUNDLE', `Cannot bundle the program: ${what}`);
}
