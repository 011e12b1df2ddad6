/** Who may import whom, held against every file of the tree. The table is design; a negative control shows that the test can fail. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const folders = ['policies', 'sandbox', 'synth', 'gateway', 'test'] as const;
type Folder = (typeof folders)[number];

/** Which of our folders each folder may import. */
const mayImport: Record<Folder, readonly Folder[]> = {
  policies: [],
  synth: ['policies'],
  sandbox: ['policies', 'synth'],
  gateway: ['policies', 'synth', 'sandbox'],
  test: ['policies', 'sandbox', 'synth', 'gateway'],
};

/** Packages that the pure core may use: they compute and do nothing else. */
const purePackages = new Set(['zod', 'canonicalize', '@noble/hashes', 'acorn']);

interface Import {
  readonly file: string;
  readonly target: string;
  /** A module started as a process; such a name cannot begin with #. */
  readonly started: boolean;
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((item) => item.isFile() && item.name.endsWith('.ts'))
    .map((item) => relative(root, join(item.parentPath, item.name)));
}

const pattern =
  /(?:^|\n)\s*(?:import|export)\b[^;'"]*?from\s*['"]([^'"]+)['"]|(?:^|\n)\s*import\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)|\bnew URL\(\s*['"](\.[^'"]+\.ts)['"]/g;

function importsOf(file: string, text = readFileSync(join(root, file), 'utf8')): readonly Import[] {
  return [...text.matchAll(pattern)].map(([, from, bare, late, started]) => ({
    file,
    target: from ?? bare ?? late ?? started ?? '',
    started: started !== undefined,
  }));
}

function folderOf(file: string): Folder {
  const found = folders.find((folder) => file.startsWith(`${folder}/`));
  if (!found) throw new Error(`${file} is in no folder`);
  return found;
}

/** The file of ours that an import names, or undefined for a package. */
function resolved({ file, target }: Import): string | undefined {
  if (target.startsWith('#')) return target.slice(1);
  return target.startsWith('.') ? normalize(join(dirname(file), target)) : undefined;
}

/** What is wrong with an import, or undefined. */
function fault(found: Import): string | undefined {
  const { file, target } = found;
  const from = folderOf(file);
  const to = resolved(found);
  if (to === undefined) return packageFault(from, target);
  if (to === 'package.json') return undefined;
  const into = folderOf(to);
  if (into !== from && !mayImport[from].includes(into)) return `${from} must not import ${into}`;
  if (from === 'gateway' && into === 'sandbox' && to !== 'sandbox/door.ts')
    return 'gateway reaches the sandbox only by its door';
  if (into !== from && !target.startsWith('#') && !found.started) return 'across folders the import begins with #';
  if (into === from && target.startsWith('#') && from !== 'test') return 'inside a folder the import is relative';
  return undefined;
}

function packageFault(from: Folder, target: string): string | undefined {
  if (from !== 'policies') return undefined;
  const name = target
    .split('/')
    .slice(0, target.startsWith('@') ? 2 : 1)
    .join('/');
  return purePackages.has(name) ? undefined : `policies must be pure; it imports ${target}`;
}

const all = folders.flatMap(filesIn);

test('AO-12-1 imports run one way, and the gateway reaches the sandbox only by its door', () => {
  const faults = all
    .flatMap((file) => importsOf(file))
    .flatMap((found) => {
      const wrong = fault(found);
      return wrong ? [`${found.file}: ${wrong}`] : [];
    });
  expect(faults).toEqual([]);
});

test.each([
  ['policies/query/ir.ts', `import { readFile } from 'node:fs/promises';`],
  ['policies/query/ir.ts', `import { serve } from '#sandbox/rpc.ts';`],
  ['policies/query/ir.ts', `import ms from 'ms';`],
  ['synth/generate.ts', `import { openDomain } from '#sandbox/door.ts';`],
  ['sandbox/door.ts', `import type { Office } from '#gateway/office.ts';`],
  ['gateway/app.ts', `export { execute } from '#sandbox/supervisor/execute.ts';`],
  ['gateway/app.ts', `const late = await import('#sandbox/query/engine.ts');`],
  ['gateway/app.ts', `import { a } from '../policies/refusal.ts';`],
  ['sandbox/door.ts', `import { world } from '#test/fixtures/city.ts';`],
])('negative control: in %s, %s is a fault', (file, text) => {
  expect(importsOf(file, text).map(fault)).toEqual([expect.any(String)]);
});

test('policies is pure: no clock, no chance, no process', () => {
  const impure = filesIn('policies').filter((file) =>
    /\b(Date\.now|new Date\(|Math\.random|process\.|performance\.|crypto\.|setTimeout|fetch\()/.test(
      withoutComments(file),
    ),
  );
  expect(impure).toEqual([]);
});

test('no file is a barrel or exports a default', () => {
  const barrels = all.filter((file) => {
    // A text of a program that a file holds is not the file's own.
    const text = withoutComments(file)
      .replaceAll(/= `[^`$]*`;/g, '')
      .trim();
    return (
      /^export default/m.test(text) ||
      (text !== '' && /^(export (type )?(\*|\{[^}]*\})[^;]*from[^;]*;\s*)+$/.test(text))
    );
  });
  expect(barrels).toEqual([]);
});

function withoutComments(file: string): string {
  return readFileSync(join(root, file), 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
}

test('every file begins by saying what it is for', () => {
  const silent = all.filter(
    (file) => !file.startsWith('test/') && !/^(#!.*\n)?\/\*\*/.test(readFileSync(join(root, file), 'utf8')),
  );
  expect(silent).toEqual([]);
});
