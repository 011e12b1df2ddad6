/** Names that try to lead out of a program: nothing but its files and the allow-list can be read. */
import { symlinkSync } from 'node:fs';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readProgramFolder } from '#gateway/cli/program-folder.ts';
import { resolveImport } from '#policies/program/imports.ts';
import { faults, faultsOf, half } from './builders.ts';

test.each([
  ['../half.ts', 'must stay inside the folder of the program'],
  ['./../../etc/passwd', 'must stay inside the folder of the program'],
  ['./a/../../half.ts', 'must stay inside the folder of the program'],
  ['..', 'must be on the list of libraries'],
  ['/etc/passwd', 'must be on the list of libraries'],
  ['file:///etc/passwd', 'must be on the list of libraries'],
  ['node:fs', 'must be on the list of libraries'],
  ['fs', 'must be on the list of libraries'],
  ['https://example.org/x.js', 'must be on the list of libraries'],
  ['//example.org/x.js', 'must be on the list of libraries'],
  ['data:text/javascript,export default 1', 'must be on the list of libraries'],
  ['#policies/refusal.ts', 'must be on the list of libraries'],
  ['acorn', 'must be on the list of libraries'],
  ['simple-statistics/src/mean.js', 'must be on the list of libraries'],
  ['simple-statistics/../acorn', 'must be on the list of libraries'],
  ['__proto__', 'must be on the list of libraries'],
  ['sluice', 'must be types only'],
  ['./data.json', 'must be a file of the program'],
  ['./half.ts?raw', 'must be a file of the program'],
  ['./half.ts\u0000', 'must be a file of the program'],
  ['.\\half.ts', 'must be on the list of libraries'],
])('bundleProgram refuses to import %j', async (specifier, must) => {
  const source = `import * as x from ${JSON.stringify(specifier)};\nexport default () => x;\n`;
  const [fault, ...more] = await faults({ 'main.ts': source, 'half.ts': half });
  expect(more).toEqual([]);
  expect(fault).toContain(must);
  expect(fault).toMatch(/^E_BUNDLE Cannot bundle the program: Cannot import .* \(main\.ts:1:20\)$/s);
});

test.each([
  ['export * from "node:fs";', '1:15'],
  ['const x = require("./half.ts");\nexport default x;', '1:19'],
  ['const x = await import("./half.ts");\nexport default x;', '1:'],
  ['export default () => import("node:fs");', '1:29'],
  ['export default import.meta.url;', '1:16'],
  ['import x from "./half.ts" with { type: "json" };\nexport default x;', '1:15'],
])('bundleProgram refuses other ways to load: %s', async (text, place) => {
  const [fault] = await faults({ 'main.ts': text, 'half.ts': half });
  expect(fault).toMatch(/^E_BUNDLE/);
  expect(fault).toContain(`(main.ts:${place}`);
});

test('bundleProgram: what loads by a computed name is left in the bundle, and the lint finds it', async () => {
  const found = await faults({ 'main.ts': 'export default (x: string) => import(x);' });
  expect(found).toEqual([
    'E_LINT Cannot take the program: must load nothing while it runs; got import(x) (main.ts:1:31)',
  ]);
});

test('resolveImport finds the files of the program, and the ending that TypeScript would', () => {
  const paths = new Set(['main.ts', 'a/b.ts', 'a/c.js']);
  const found = (specifier: string, from: string) => resolveImport({ specifier, from }, paths);
  expect(found('./a/b.ts', 'main.ts')).toEqual({ kind: 'file', path: 'a/b.ts' });
  expect(found('./a/b', 'main.ts')).toEqual({ kind: 'file', path: 'a/b.ts' });
  expect(found('./a/b.js', 'main.ts')).toEqual({ kind: 'file', path: 'a/b.ts' });
  expect(found('./c', 'a/b.ts')).toEqual({ kind: 'file', path: 'a/c.js' });
  expect(found('../main.ts', 'a/b.ts')).toEqual({ kind: 'file', path: 'main.ts' });
  expect(found('./b/../../main', 'a/b.ts')).toEqual({ kind: 'file', path: 'main.ts' });
  expect(found('../../main.ts', 'a/b.ts')).toMatchObject({ kind: 'refused' });
  expect(found('simple-statistics', 'a/b.ts')).toMatchObject({ kind: 'library', library: { version: '7.8.8' } });
});

function aFolder(files: Readonly<Record<string, string | Uint8Array>>): string {
  const root = mkdtempSync(join(tmpdir(), 'program-'));
  for (const [path, text] of Object.entries(files)) writeFileSync(join(root, path), text);
  return root;
}

test('readProgramFolder follows no link, whatever it is called', async () => {
  const root = aFolder({ 'main.ts': half });
  symlinkSync('/etc/passwd', join(root, 'other.ts'));
  expect(faultsOf(await readProgramFolder(root))[0]).toMatch(/^E_MANIFEST .* got a link, other\.ts$/);
  const folder = aFolder({ 'main.ts': half });
  symlinkSync('/etc', join(folder, 'etc'));
  expect(faultsOf(await readProgramFolder(folder))[0]).toMatch(/got a link, etc$/);
});

test('readProgramFolder refuses what is no text and what is too long, and leaves out what is no part', async () => {
  expect(faultsOf(await readProgramFolder(aFolder({ 'main.ts': Uint8Array.of(0xff, 0xfe, 0x00) })))[0]).toMatch(
    /^E_MANIFEST .* main\.ts must be UTF-8 text/,
  );
  expect(faultsOf(await readProgramFolder(aFolder({ 'main.ts': 'x'.repeat(131_073) })))[0]).toMatch(/main\.ts must be/);
  const read = await readProgramFolder(aFolder({ 'main.ts': half, 'README.md': '', '.env.ts': '', 'data.csv': '' }));
  expect(read.ok && [...read.value.keys()]).toEqual(['main.ts']);
});
