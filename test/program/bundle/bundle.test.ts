/** What a bundle is made of: the same bytes everywhere, one statement, libraries as they are on the list, and an end to time and memory. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { expect, test, vi } from 'vitest';
import { packProgram } from '#gateway/cli/pack.ts';
import { readProgramFolder } from '#gateway/cli/program-folder.ts';
import { libraries } from '#policies/program/allow-list.ts';
import { maxSource } from '#policies/program/script.ts';
import { unwrap } from '#policies/refusal.ts';
import { millis } from '#policies/units.ts';
import { bundleProgram } from '#sandbox/program/bundle/bundle-program.ts';
import { LibraryShelf } from '#sandbox/program/bundle/library-shelf.ts';
import { factsOf, processTree } from '#sandbox/program/process-tree.ts';
import { aRequest, bundle, faults, faultsOf, half, honest } from './builders.ts';

const sources = { 'main.ts': honest, 'half.ts': half };

/** Processes below this one that are started while `work` goes on. */
async function startedBy<T>(work: Promise<T>): Promise<{ readonly value: T; readonly pids: readonly number[] }> {
  const pids = new Set<number>();
  const timer = setInterval(() => {
    for (const { pid } of processTree(process.pid).slice(1)) pids.add(pid);
  }, 10);
  const value = await work;
  clearInterval(timer);
  return { value, pids: [...pids] };
}

async function requireAllGone(pids: readonly number[]): Promise<void> {
  expect(pids.length).toBeGreaterThanOrEqual(2);
  await vi.waitFor(() => expect(pids.filter((pid) => factsOf(pid))).toEqual([]), 5_000);
}

test('bundleProgram: a source that asks esbuild for time without end is killed, and the next one is served', async () => {
  const slow = aRequest({ 'main.ts': `export default ${'a<'.repeat(60_000)}` });
  const { value, pids } = await startedBy(bundleProgram(slow, { deadline: millis(1_500) }));
  expect(faultsOf(value)).toEqual(['E_BUNDLE Cannot bundle the program: must take at most 1.5 s; got more']);
  expect(await faults(sources)).toEqual([]);
  await requireAllGone(pids);
});

test('bundleProgram: a source that asks esbuild for memory without end is killed', async () => {
  const steps = Array.from({ length: 40 }, (_, at) => `a${at + 1} = a${at} + a${at}`);
  const source = `enum E { a0 = 'xxxxxxxxxx', ${steps.join(', ')} }\nexport default () => E.a40;`;
  const { value, pids } = await startedBy(bundle({ 'main.ts': source }));
  expect(faultsOf(value)).toEqual(['E_BUNDLE Cannot bundle the program: must take at most 768 MB; got more']);
  await requireAllGone(pids);
});

test('bundleProgram: the same bytes twice, in whatever order files are given, and from two folders', async () => {
  const first = unwrap(await bundle(sources));
  const again = unwrap(await bundle({ 'half.ts': half, 'main.ts': honest }));
  expect(again).toEqual(first);
  const manifest = JSON.stringify({
    title: 'half',
    mode: 'rows',
    entry: 'main.ts',
    input: { name: 'paid', sql: 'paid.sql' },
    results: [{ name: 'total', length: 1, lo: 0, hi: 1, step: 0.1 }],
  });
  const files = { ...sources, 'sluice.json': manifest, 'paid.sql': 'SELECT 1', 'tsconfig.json': '{"extends": 3' };
  const [one, two] = await Promise.all(['one', 'two-elsewhere'].map((name) => packed(name, files)));
  expect(one?.script.bundle).toBe(first.bundle);
  expect(two?.hashes).toEqual(one?.hashes);
});

async function packed(name: string, files: Readonly<Record<string, string>>) {
  const root = mkdtempSync(join(tmpdir(), `${name}-`));
  for (const [path, text] of Object.entries(files)) writeFileSync(join(root, path), text);
  return unwrap(await packProgram(unwrap(await readProgramFolder(root))));
}

test('bundleProgram: no path of the machine stands in a bundle', async () => {
  const { bundle: text } = unwrap(
    await bundle({ 'main.ts': "import { mean } from 'simple-statistics';\nexport default () => mean([1]);" }),
  );
  expect(text).not.toMatch(/node_modules|\/work|\/home|\/tmp|file:|sourceMappingURL/);
});

test('bundleProgram: one strict script that defines program, and defines it alone', async () => {
  const { bundle: text } = unwrap(await bundle(sources));
  expect(text.startsWith('"use strict";\nvar program = (() => {')).toBe(true);
  const realm: { program?: { default: (input: object, output: { total: number[] }) => void } } = {};
  runInNewContext(text, realm);
  const output = { total: [0] };
  realm.program?.default({ columns: { paid: [3, 5] }, random: () => 0.25 }, output);
  expect([Object.keys(realm), output.total]).toEqual([['program'], [4.25]]);
});

test('bundleProgram: circular imports, CommonJS and texts of every script come through', async () => {
  const circular = {
    'main.ts':
      "import { b } from './b.ts';\nexport const a = (n: number): number => (n > 0 ? b(n) : 0);\nexport default a;",
    'b.ts': "import { a } from './main.ts';\nexport const b = (n: number): number => a(n - 1) + 1;",
  };
  const realm: { program?: { default: (n: number) => unknown } } = {};
  runInNewContext(unwrap(await bundle(circular)).bundle, realm);
  expect(realm.program?.default(7)).toBe(7);
  const { bundle: text } = unwrap(await bundle({ 'main.ts': "export default () => '域闸 \\uD800 \\u2028';" }));
  expect([text.isWellFormed(), text.includes('域闸')]).toEqual([true, true]);
});

test('bundleProgram: a source that tries to end the wrapper is a syntax error, and nothing else', async () => {
  for (const text of ['})();\nevil();\n(() => {', 'export default 1; }', '*/ })(); //', '</script>', '#!/bin/sh\n})()'])
    expect((await faults({ 'main.ts': text }))[0]).toMatch(/^E_BUNDLE .*\(main\.ts:\d+:\d+\)$/);
});

test('bundleProgram names line and column in characters, and in the file that it is in', async () => {
  const source = "import './b.ts';\nexport default 1;";
  expect(await faults({ 'main.ts': source, 'b.ts': "\nconst 名 = '中文' );" })).toEqual([
    'E_BUNDLE Cannot bundle the program: Expected ";" but found ")" (b.ts:2:16)',
  ]);
});

test('bundleProgram refuses a map in a source: places, and what is a library, would come from it', async () => {
  const map = { version: 3, sources: ['library:simple-statistics'], mappings: 'AAAA' };
  const forged = `//# sourceMappingURL=data:application/json;base64,${Buffer.from(JSON.stringify(map)).toString('base64')}`;
  const found = await faults({ 'main.ts': `export default () => new Date();\n${forged}` });
  expect(found).toEqual([
    'E_BUNDLE Cannot bundle the program: a source file must name no map of its own; got one in main.ts',
  ]);
});

test('bundleProgram: caps on files, names and sizes', async () => {
  const many = Object.fromEntries(Array.from({ length: 33 }, (_, at) => [`f${at}.ts`, '']));
  expect((await faults({ 'main.ts': honest, ...many }))[0]).toMatch(/^E_INPUT/);
  const half1 = `export const a = '${'x'.repeat(maxSource / 2)}';`;
  expect((await faults({ 'main.ts': half1, 'b.ts': half1 }))[0]).toMatch(/all files together must have at most/);
  const twice = [
    { path: 'main.ts', text: 'export default 1;' },
    { path: 'main.ts', text: 'export default 2;' },
  ];
  expect((await faults({}, { files: twice }))[0]).toMatch(/files must have different names/);
  expect((await faults({ 'main.ts': honest }, { entry: 'other.ts' }))[0]).toMatch(
    /entry must be a file; got other\.ts/,
  );
  expect((await faults({ '../main.ts': honest }, { entry: '../main.ts' }))[0]).toMatch(/^E_INPUT/);
  const doubled = `export default () => [${'[1,2],'.repeat(21_000)}];`;
  expect(await faults({ 'main.ts': doubled })).toEqual([]);
});

test('the allow-list holds the hash of what is installed, and a library with other bytes is not given out', () => {
  const [library] = libraries;
  if (!library) throw new Error('the list must not be empty');
  for (const one of libraries) expect([one.name, new LibraryShelf().take(one) !== undefined]).toEqual([one.name, true]);
  const shelf = new LibraryShelf();
  expect(shelf.take({ ...library, sha256: '0'.repeat(64) })).toBeUndefined();
  expect(shelf.taken()).toEqual([]);
});

test('the lock names exactly the libraries that went in', async () => {
  expect(unwrap(await bundle(sources)).lock).toEqual({ esbuild: '0.28.2', libraries: [] });
  const used = await bundle({ 'main.ts': "import { mean } from 'simple-statistics';\nexport default mean;" });
  expect(unwrap(used).lock.libraries).toEqual(libraries);
});

test('bundleProgram: a library that names Math.random by default is taken, a program that does is not', async () => {
  const text = "import { shuffle } from 'simple-statistics';\nexport default (input) => shuffle([1, 2], input.random);";
  const made = unwrap(await bundle({ 'main.js': text }, { entry: 'main.js' }));
  expect(made.bundle).toContain('Math.random');
  expect((await faults({ 'main.js': text.replace('input.random', 'Math.random') }, { entry: 'main.js' }))[0]).toMatch(
    /^E_LINT .* got Math\.random \(main\.js:2:43\)$/,
  );
});
