/**
 * A vendor's folder → the content of a program. What is missing is only the bundle, which a process of the domain makes; everything else is
 * decided here, from texts alone.
 *
 * @see programs.md decision 3, §D.7
 */
import { privacySettings } from '../privacy/settings.ts';
import { requireAll } from '../procedure/decider.ts';
import { requireOutputs, type Output } from '../procedure/output-contract.ts';
import { requireDomain } from '../procedure/parameters.ts';
import { programContent, type ProgramContent } from '../procedure/program-commands.ts';
import { accept, refuse, type Outcome } from '../refusal.ts';
import { manifestName, readManifest, wrongField, type Manifest } from './manifest.ts';
import { laneOfMode, requireScript } from './require-script.ts';
import { sourcePath, type Script } from './script.ts';

/** Path → text of everything that may count. */
export type Folder = ReadonlyMap<string, string>;

/** What the bundler adds. */
export type Made = Pick<Script, 'bundle' | 'lock'>;

/** A folder whose declarations fit together. */
export interface Draft extends Pick<Script, 'mode' | 'entry' | 'files'> {
  readonly manifest: Manifest;
  readonly sql: string;
}

/** Stands for the bundle until there is one. */
const unmade: Made = { bundle: '-', lock: { esbuild: '', libraries: [] } };

/**
 * For every folder, returns its program but for the bundle. Refuses with E_MANIFEST for a field or a file, and with E_SCRIPT, E_CONTRACT or
 * E_PARAMETER for declarations that do not fit together.
 */
export function readFolder(folder: Folder): Outcome<Draft> {
  const text = folder.get(manifestName);
  if (text === undefined) return refuse('E_MANIFEST', `Cannot pack the program: ${manifestName} must be in its folder`);
  const manifest = readManifest(text);
  if (!manifest.ok) return manifest;
  const sql = folder.get(manifest.value.input.sql);
  if (sql === undefined)
    return refuse(
      'E_MANIFEST',
      `Cannot read ${manifestName} at input.sql: must be a file; got ${manifest.value.input.sql}`,
      {
        remedy: 'Write the query into this file, or correct its name.',
      },
    );
  const files = sourcesOf(folder);
  if (!files.ok) return files;
  const { mode, entry } = manifest.value;
  const draft = { manifest: manifest.value, mode, entry, files: files.value, sql };
  const whole = contentOf(draft, unmade);
  return whole.ok ? accept(draft) : whole;
}

/** The content that is hashed and approved. */
export function contentOf({ manifest, files, sql }: Draft, made: Made): Outcome<ProgramContent> {
  const doing = 'pack the program';
  const {
    title,
    input,
    parameters,
    lane = laneOfMode[manifest.mode],
    privacy,
    release,
    outputs,
    limits,
    ...script
  } = manifest;
  const price = privacy ?? (lane === 'private' ? privacySettings.parse({}) : undefined);
  const parsed = programContent.safeParse({
    title,
    queries: [{ name: input.name, sql }],
    script: { ...script, ...limits, ...made, files },
    ...(lane && { lane }),
    ...(price && { privacy: price }),
    ...(release && { release }),
    parameters,
    outputs: outputs ?? [usualOutput(manifest)],
  });
  if (!parsed.success) {
    const [first, ...rest] = parsed.error.issues.map((issue) => wrongField('the program', issue));
    return first ? { ok: false, refusals: [first, ...rest] } : refuse('E_MANIFEST', `Cannot ${doing}`);
  }
  const { data } = parsed;
  const checked = requireAll([
    requireScript(doing, data),
    requireOutputs(doing, data),
    requireDomain(doing, data.parameters),
  ]);
  return checked.ok ? accept(data) : checked;
}

function usualOutput(manifest: Manifest): Output {
  if (manifest.mode === 'tables') return { name: 'table', kind: 'table' };
  return manifest.model ? { name: 'model', kind: 'model' } : { name: 'results', kind: 'table' };
}

/**
 * Every `.ts` and `.js` file but tests and types: `x.test.ts`, `x.d.ts`, and what lies in a folder `test`. Reviewers read all of these, so that
 * one with another name is refused and not left out.
 */
function sourcesOf(folder: Folder): Outcome<Draft['files']> {
  const sources = [...folder].filter(
    ([path]) => /\.[cm]?[jt]sx?$/.test(path) && !/(?:^|\/)test\/|\.(?:test|d)\.ts$/.test(path),
  );
  const strange = sources.find(([path]) => !sourcePath.safeParse(path).success);
  if (strange)
    return refuse('E_MANIFEST', `Cannot pack the program: a source file must have a plain name; got ${strange[0]}`, {
      remedy: 'Use small letters, digits, - and _, at most three folders deep, and the ending .ts or .js.',
    });
  return accept(sources.map(([path, text]) => ({ path, text })).toSorted((a, b) => (a.path < b.path ? -1 : 1)));
}
