/** The parts of a program fit together, or it is not drafted, not changed and not checked. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { programContent } from '#policies/procedure/program-commands.ts';
import { requireOutputs, type Output } from '#policies/procedure/output-contract.ts';
import { requireScript } from '#policies/program/require-script.ts';
import { maxSource, script, type Result, type Script } from '#policies/program/script.ts';
import { aScript } from '../fixtures/script.ts';

const query = { name: 'loans', sql: 'SELECT 1' };
const base = { queries: [query], script: aScript() };

function faults(content: Parameters<typeof requireScript>[1]): readonly string[] {
  const checked = requireScript('draft it', content);
  return checked.ok ? [] : checked.refusals.map(({ code, detail }) => `${code} ${detail}`);
}

function ofMode(mode: Script['mode'], parts: object = {}): Script {
  const { entry, files, bundle, lock, results } = aScript();
  const shared = { mode, entry, files, bundle, lock };
  const own = {
    tables: { table: { columns: [{ kind: 'number', name: 'a' }], maxRows: 1 } },
    map: { vector: { length: 1, clip: 1 }, state: { length: 1 }, iterations: 1, results },
    blocks: { count: 10, results },
    rows: { results },
  }[mode];
  return script.parse({ ...shared, ...own, ...parts });
}

test.each([
  ['map', 'exact', 'mode map must be in the private lane; got exact'],
  ['blocks', undefined, 'mode blocks must be in the private lane; got exact'],
  ['rows', 'private', 'mode rows must be in the exact lane; got private'],
] as const)('requireScript refuses mode %s in the lane %s', (mode, lane, detail) => {
  const found = faults({ queries: [query], script: ofMode(mode), ...(lane && { lane }) });
  expect(found).toEqual([`E_SCRIPT Cannot draft it: ${detail}`]);
});

test('requireScript accepts each mode in its lane, tables in both, and a program without a script', () => {
  expect(faults({ queries: [query], script: ofMode('map'), lane: 'private', privacy: { epsilon: 1 } })).toEqual([]);
  expect(faults({ queries: [query], script: ofMode('blocks'), lane: 'private' })).toEqual([]);
  expect(faults({ queries: [query], script: ofMode('rows'), lane: 'exact' })).toEqual([]);
  for (const lane of ['exact', 'private'] as const)
    expect(faults({ queries: [query], script: ofMode('tables'), lane })).toEqual([]);
  expect(faults({ queries: [query, query], lane: 'private', release: {} })).toEqual([]);
});

test('requireScript refuses several queries, a training, and settings of another lane beside a script', () => {
  expect(faults({ ...base, queries: [query, query] })[0]).toMatch(/exactly one query; got 2$/);
  expect(faults({ ...base, train: {} })[0]).toMatch(/train its model itself/);
  expect(faults({ ...base, privacy: {} })[0]).toMatch(/got privacy in the exact lane$/);
  expect(faults({ ...base, release: {} })[0]).toMatch(/release settings must stand beside an exact table/);
  expect(faults({ queries: [query], script: ofMode('tables'), release: {} })).toEqual([]);
  expect(faults({ queries: [query], script: ofMode('tables'), lane: 'private', release: {} })).toHaveLength(1);
});

test('requireScript refuses files that are there twice, are too long together, or have no entry', () => {
  const file = { path: 'main.ts', text: '' };
  expect(faults({ ...base, script: aScript({ files: [file, file] }) })[0]).toMatch(
    /files must .*; got main\.ts again$/,
  );
  expect(faults({ ...base, script: aScript({ files: [file], entry: 'other.ts' }) })[0]).toMatch(/got other\.ts$/);
  const text = 'x'.repeat(maxSource / 2 + 1);
  const long = [
    { path: 'main.ts', text },
    { path: 'b.ts', text },
  ];
  expect(faults({ ...base, script: aScript({ files: long }) })[0]).toMatch(new RegExp(`got ${maxSource + 2}$`));
});

const one: Result = { name: 'total', length: 1, lo: 0, hi: 10, step: 1 };

function ofResults(...results: readonly Result[]): readonly string[] {
  return faults({ ...base, script: aScript({ results }) });
}

test('requireScript refuses ranges without width, names twice, and too many numbers', () => {
  expect(ofResults({ ...one, lo: 10 })[0]).toMatch(/lo of result total must be less than hi; got 10 and 10$/);
  expect(ofResults({ ...one, lo: 11 })).toHaveLength(1);
  expect(ofResults({ ...one, step: 20 })[0]).toMatch(/step of result total must be at most hi − lo; got 20$/);
  expect(ofResults(one, one)[0]).toMatch(/results must have different names; got total again$/);
  expect(ofResults(one, { ...one, name: 'more', length: 4_096 })[0]).toMatch(/at most 4096 numbers; got 4097$/);
  expect(ofResults(one, { ...one, name: 'more', length: 4_095 })).toEqual([]);
});

test('property: requireScript accepts exactly the steps 1, 2 and 5 times a power of ten', () => {
  const exponents = fc.integer({ min: -9, max: 11 });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 999 }), exponents, (mantissa, exponent) => {
      const step = Number(`${mantissa}e${exponent}`);
      fc.pre(step <= 1e12);
      const wide = { ...one, lo: -1e12, hi: 1e12, step };
      expect(ofResults(wide).length).toBe(/^[125]0*$/.test(String(mantissa)) ? 0 : 1);
    }),
  );
  for (const step of [0.1 + 0.2, 0.30000000000000004 / 3, 0.1 * 3, Math.PI])
    expect(ofResults({ ...one, step })).toHaveLength(1);
});

function columns(...names: readonly string[]): readonly string[] {
  const table = { columns: names.map((name) => ({ kind: 'number', name })), maxRows: 5 };
  return faults({ queries: [query], script: ofMode('tables', { table }) });
}

test('requireScript refuses a column with the name of the number of rows, and one that is there twice', () => {
  expect(columns('rows')[0]).toMatch(/must not have the name of the number of rows; got rows$/);
  expect(columns('a', 'b', 'a')[0]).toMatch(/columns of the table must have different names; got a again$/);
  expect(columns('a', 'b')).toEqual([]);
});

const model = {
  family: 'linear',
  from: 'total',
  target: { kind: 'number', name: 'y', lo: 0, hi: 1 },
  features: [{ kind: 'number', name: 'x', lo: 0, hi: 1 }],
} as const;

test('requireScript refuses a model of a result that is not there, or has another length', () => {
  const results = [{ ...one, length: 2 }];
  expect(faults({ ...base, script: aScript({ results, model }) })).toEqual([]);
  expect(faults({ ...base, script: aScript({ results, model: { ...model, from: 'none' } }) })[0]).toMatch(/got none$/);
  expect(faults({ ...base, script: aScript({ results: [one], model }) })[0]).toMatch(/the 2 numbers .* model; got 1$/);
});

function accepts(outputs: readonly Output[], of: Script): boolean {
  return requireOutputs('draft it', { queries: [query], script: of, outputs }).ok;
}

test('requireOutputs: a script that declares a model makes one model, every other script one table', () => {
  const table = { name: 'out', kind: 'table' } as const;
  const made = { name: 'out', kind: 'model' } as const;
  const trains = aScript({ results: [{ ...one, length: 2 }], model });
  expect([accepts([made], trains), accepts([table], trains), accepts([made, table], trains)]).toEqual([
    true,
    false,
    false,
  ]);
  for (const plain of [ofMode('tables'), aScript()])
    expect([accepts([table], plain), accepts([made], plain), accepts([table, { ...table, name: 'b' }], plain)]).toEqual(
      [true, false, false],
    );
});

test('programContent holds a program of the largest source and bundle, and no larger one', () => {
  const content = { title: 'x', queries: [query], parameters: [], outputs: [{ name: 'out', kind: 'table' }] };
  const files = [{ path: 'main.ts', text: 'x'.repeat(maxSource) }];
  const holds = (bundle: string) =>
    programContent.safeParse({ ...content, script: { ...aScript({ files }), bundle } }).success;
  expect([holds('x'.repeat(524_288)), holds('x'.repeat(524_289))]).toEqual([true, false]);
});
