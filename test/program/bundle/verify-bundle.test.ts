/** Only what the source makes is believed. */
import { beforeAll, expect, test } from 'vitest';
import { unwrap } from '#policies/refusal.ts';
import type { ScriptOf } from '#policies/program/script.ts';
import { verifyBundle } from '#sandbox/program/bundle/verify-bundle.ts';
import { aScript } from '../../fixtures/script.ts';
import { bundle, faultsOf, half, honest } from './builders.ts';

let whole: ScriptOf<'rows'>;
beforeAll(async () => {
  const made = unwrap(await bundle({ 'main.ts': honest, 'half.ts': half }));
  const files = [
    { path: 'main.ts', text: honest },
    { path: 'half.ts', text: half },
  ];
  whole = aScript({ files, ...made });
});

async function verify(parts: Partial<ScriptOf<'rows'>>): Promise<readonly string[]> {
  return faultsOf(await verifyBundle({ ...whole, ...parts }));
}

test('verifyBundle refuses a bundle that was edited by hand, were it by one space', async () => {
  const must = ['E_BUNDLE Cannot take the program: the bundle must be what its source makes; got another'];
  expect(await verify({ bundle: `${whole.bundle} ` })).toEqual(must);
  expect(await verify({ bundle: whole.bundle.replace('x / 2', 'x / 3') })).toEqual(must);
  expect(await verify({ bundle: `${whole.bundle}var more = 1;` })).toEqual(must);
  expect(await verify({ bundle: whole.bundle.replace('return __to', 'globalThis.x = 1; return __to') })).toEqual(must);
});

test('verifyBundle refuses a source, an entry or a lock that is another', async () => {
  const other = [{ path: 'main.ts', text: honest.replace('half(sum)', 'sum') }, ...whole.files.slice(1)];
  expect((await verify({ files: other }))[0]).toMatch(/the bundle must be what its source makes/);
  expect((await verify({ entry: 'half.ts' }))[0]).toMatch(/the bundle must be what its source makes/);
  const lock =
    'E_BUNDLE Cannot take the program: the lock must name the esbuild and the libraries of this installation; got another';
  expect(await verify({ lock: { ...whole.lock, esbuild: '0.28.1' } })).toEqual([lock]);
  const library = { name: 'simple-statistics', version: '7.8.8', sha256: '0'.repeat(64) };
  expect(await verify({ lock: { ...whole.lock, libraries: [library] } })).toEqual([lock]);
});

test('verifyBundle refuses what the lint refuses, though bundle and source agree', async () => {
  const text = 'export default () => Date.now();';
  const fault = /^E_LINT .*must have no clock, language or place; got Date \(main\.ts:1:22\)$/;
  expect((await verify({ files: [{ path: 'main.ts', text }], bundle: 'var program = (() => ({}))();' }))[0]).toMatch(
    fault,
  );
});

test('verifyBundle accepts what its source makes, again and again, and nothing near it', async () => {
  expect(await verify({})).toEqual([]);
  expect(await verify({})).toEqual([]);
  expect(await verify({ bundle: `${whole.bundle}\n` })).not.toEqual([]);
});
