/** From a folder with sluice.json to a content that is drafted; what is wrong is named by file and field. */
import { expect, test } from 'vitest';
import { contentOf, readFolder } from '#policies/program/folder.ts';
import { programContent } from '#policies/procedure/program-commands.ts';
import { unwrap } from '#policies/refusal.ts';
import { faultsOf, half, honest } from './builders.ts';

const result = { name: 'total', length: 1, lo: 0, hi: 10, step: 0.5 };
const rows = {
  title: 'Half',
  mode: 'rows',
  entry: 'main.ts',
  input: { name: 'paid', sql: 'paid.sql' },
  results: [result],
};
const { results: _, ...bare } = rows;
const map = { ...rows, mode: 'map', vector: { length: 2, clip: 1 }, state: { length: 2 }, iterations: 3 };
const texts = { 'main.ts': honest, 'half.ts': half, 'paid.sql': 'SELECT paid FROM city.paid' };
const made = { bundle: 'var program = (() => {})();', lock: { esbuild: '0.28.2', libraries: [] } };

function read(manifest: object | string, files: Readonly<Record<string, string>> = texts) {
  const text = typeof manifest === 'string' ? manifest : JSON.stringify(manifest);
  return readFolder(new Map(Object.entries({ ...files, 'sluice.json': text })));
}

test.each<[string, object | string, RegExp]>([
  ['an unknown field', { ...rows, privat: {} }, /^E_MANIFEST .*sluice\.json: Unrecognized key: "privat"$/],
  [
    'an unknown limit',
    { ...rows, limits: { unitMillis: 5 } },
    /^E_MANIFEST .*at limits: Unrecognized key: "unitMillis"$/,
  ],
  ['a bundle of its own', { ...rows, bundle: 'x' }, /^E_MANIFEST .*Unrecognized key: "bundle"$/],
  ['files of its own', { ...rows, files: [] }, /^E_MANIFEST .*Unrecognized key: "files"$/],
  ['another mode', { ...rows, mode: 'row' }, /^E_MANIFEST .*at mode: must be tables, map, blocks or rows$/],
  ['a missing part of its mode', { ...bare, mode: 'blocks', count: 20 }, /^E_MANIFEST .*at results: /],
  ['a part of another mode', { ...rows, iterations: 3 }, /^E_MANIFEST .*Unrecognized key: "iterations"$/],
  ['a limit out of its range', { ...rows, limits: { memoryMb: 1_024 } }, /^E_MANIFEST .*at limits\.memoryMb: /],
  ['a number that is a text', { ...rows, results: [{ ...result, lo: '0' }] }, /^E_MANIFEST .*at results\[0\]\.lo: /],
  [
    'a query that is not there',
    { ...rows, input: { name: 'paid', sql: 'none.sql' } },
    /at input\.sql: .*got none\.sql$/,
  ],
  ['a query outside', { ...rows, input: { name: 'paid', sql: '../paid.sql' } }, /^E_MANIFEST .*at input\.sql: /],
  ['an entry outside', { ...rows, entry: '../main.ts' }, /^E_MANIFEST .*at entry: /],
  [
    'an entry that is not there',
    { ...rows, entry: 'none.ts' },
    /^E_SCRIPT .*entry must be one of the files; got none\.ts$/,
  ],
  ['another lane', { ...map, lane: 'exact' }, /^E_SCRIPT .*mode map must be in the private lane; got exact$/],
  [
    'a price in the exact lane',
    { ...rows, privacy: { epsilon: 1 } },
    /^E_SCRIPT .*a price must stand in the private lane/,
  ],
  ['lo ≥ hi', { ...rows, results: [{ ...result, lo: 10 }] }, /^E_SCRIPT .*lo of result total must be less than hi/],
  [
    'a crooked step',
    { ...rows, results: [{ ...result, step: 0.3 }] },
    /^E_SCRIPT .*1, 2 or 5 times a power of ten; got 0\.3$/,
  ],
  ['a model where a table is declared', { ...rows, outputs: [{ name: 'm', kind: 'model' }] }, /^E_CONTRACT /],
  ['a value twice', { ...rows, parameters: [{ name: 'y', values: [1, 1] }] }, /^E_PARAMETER /],
  ['no JSON', '{"title": ', /^E_MANIFEST Cannot read sluice\.json: must be JSON$/],
  ['no object', '[]', /^E_MANIFEST /],
  ['nothing', '', /^E_MANIFEST /],
])('readFolder refuses %s', (_what, manifest, fault) => {
  const found = faultsOf(read(manifest));
  expect(found).toHaveLength(1);
  expect(found[0]).toMatch(fault);
});

test('readFolder tells everything that is wrong with the fields at once', () => {
  const found = faultsOf(read({ ...rows, title: 3, entry: 4, results: [] }));
  expect(new Set(found.map((fault) => / at (\w+): /.exec(fault)?.[1]))).toEqual(new Set(['entry', 'results', 'title']));
});

test('readFolder refuses a source with a name that nobody would find, and a folder without manifest', () => {
  for (const path of ['Main.ts', 'a b.ts', 'a.b.ts', 'x.mts', 'x.tsx', 'a/b/c/d/e.ts', '../x.ts'])
    expect([path, faultsOf(read(rows, { ...texts, [path]: '' }))[0]]).toEqual([
      path,
      expect.stringContaining(`got ${path}`),
    ]);
  expect(faultsOf(readFolder(new Map(Object.entries(texts))))[0]).toMatch(/sluice\.json must be in its folder$/);
});

test('readFolder: every source is in the content, tests and types are not', () => {
  const more = { 'half.test.ts': '', 'sluice.d.ts': '', 'test/run.ts': '', 'lib/more.ts': '', 'a.js': '' };
  const draft = unwrap(read(rows, { ...texts, ...more }));
  expect(draft.files.map(({ path }) => path)).toEqual(['a.js', 'half.ts', 'lib/more.ts', 'main.ts']);
});

test('contentOf: what is not said has its usual value, and the content is one that can be drafted', () => {
  const of = (manifest: object) => unwrap(contentOf(unwrap(read(manifest)), made));
  const exact = of(rows);
  expect(programContent.parse(JSON.parse(JSON.stringify(exact)))).toEqual(exact);
  expect(exact).toMatchObject({
    title: 'Half',
    queries: [{ name: 'paid', sql: texts['paid.sql'] }],
    lane: 'exact',
    parameters: [],
    outputs: [{ name: 'results', kind: 'table' }],
    script: { mode: 'rows', memoryMb: 64, ...made },
  });
  expect(of(map)).toMatchObject({ lane: 'private', privacy: { epsilon: 1 }, script: { unitMillis: 50 } });
  expect(of({ ...map, privacy: { epsilon: 0.5 }, limits: { memoryMb: 32 } })).toMatchObject({
    privacy: { epsilon: 0.5 },
    script: { memoryMb: 32 },
  });
  const tables = { ...bare, mode: 'tables', table: { columns: [{ kind: 'number', name: 'index' }], maxRows: 5 } };
  expect(of(tables)).not.toHaveProperty('lane');
  expect(of({ ...tables, lane: 'private' })).toMatchObject({
    lane: 'private',
    outputs: [{ name: 'table', kind: 'table' }],
  });
  const model = {
    family: 'linear',
    from: 'total',
    target: { kind: 'number', name: 'y', lo: 0, hi: 1 },
    features: [{ kind: 'number', name: 'x', lo: 0, hi: 1 }],
  };
  expect(of({ ...rows, results: [{ ...result, length: 2 }], model }).outputs).toEqual([
    { name: 'model', kind: 'model' },
  ]);
});
