/** `sluice program` as a person uses it: a folder in, hashes and a content out, or the place of what is wrong. */
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { printDoings, printForecast } from '#gateway/cli/print-report.ts';
import { programContent } from '#policies/procedure/program-commands.ts';
import { contentHash } from '#policies/record/content-hash.ts';
import { copyOfCity } from '../../fixtures/installation.ts';
import { command } from '../../gateway/command.ts';
import { half, honest } from './builders.ts';

const manifest = {
  title: 'Half of what was paid',
  mode: 'rows',
  entry: 'main.ts',
  input: { name: 'paid', sql: 'paid.sql' },
  results: [{ name: 'total', length: 1, lo: 0, hi: 10, step: 0.5 }],
};

function aFolder(files: Readonly<Record<string, string>> = {}): string {
  const root = mkdtempSync(join(tmpdir(), 'program-'));
  mkdirSync(join(root, 'test'));
  const all = { 'sluice.json': JSON.stringify(manifest), 'paid.sql': 'SELECT 1', 'main.ts': honest, 'half.ts': half };
  for (const [path, text] of Object.entries({ ...all, ...files })) writeFileSync(join(root, path), text);
  return root;
}

test('sluice program pack writes the content that is drafted, and prints the hashes of its parts', async () => {
  const out = join(mkdtempSync(join(tmpdir(), 'out-')), 'content.json');
  const packed = await command([
    'program',
    'pack',
    aFolder({ 'test/try.ts': 'not part of it (' }),
    '--out',
    out,
    '--json',
  ]);
  expect([packed.code, packed.stderr]).toEqual([0, '']);
  const content = programContent.parse(JSON.parse(readFileSync(out, 'utf8')));
  const { script } = content;
  expect(script?.files.map(({ path }) => path)).toEqual(['half.ts', 'main.ts']);
  const hashes = {
    source: contentHash(script?.files),
    bundle: contentHash(script?.bundle),
    lock: contentHash(script?.lock),
    content: contentHash(content),
  };
  expect(JSON.parse(packed.stdout)).toEqual({ ok: true, value: { hashes } });
  const text = await command(['program', 'pack', aFolder()]);
  expect(text.stdout).toContain(contentHash(content));
});

test('sluice program check says what would leave, and what it rests on', async () => {
  const checked = await command(['program', 'check', aFolder()]);
  expect([checked.code, checked.stderr]).toEqual([0, '']);
  for (const part of [
    'mode rows, exact lane',
    'total: 1 number in [0, 10], in steps of 0.5 or coarser',
    'results (table)',
  ])
    expect(checked.stdout).toContain(part);
});

test('sluice program: 1 with the line of the source for what is refused', async () => {
  const refused = await command(['program', 'pack', aFolder({ 'half.ts': `${half}\nDate.now();\n` })]);
  expect([refused.code, refused.stdout]).toEqual([1, '']);
  expect(refused.stderr).toContain('E_LINT');
  expect(refused.stderr).toContain('  3 | Date.now();\n    | ^\n');
  const json = await command(['program', 'check', aFolder({ 'sluice.json': '{}' }), '--json']);
  expect([json.code, JSON.parse(json.stdout)]).toMatchObject([1, { refusals: [{ code: 'E_MANIFEST' }] }]);
});

test('sluice program: 2 for what is used wrongly', async () => {
  for (const words of [[], ['pack'], ['bake', 'x'], ['pack', 'a', 'b']])
    expect((await command(['program', ...words])).code).toBe(2);
});

test('sluice program test runs the packed program over simulation data, and shows what it said and what would leave', async () => {
  const tables = {
    title: 'Share',
    mode: 'tables',
    entry: 'main.ts',
    input: { name: 'firms', sql: 'paid.sql' },
    table: { columns: [{ kind: 'number', name: 'share', digits: 2 }], maxRows: 50 },
    parameters: [{ name: 'least', values: [1, 2] }],
  };
  const main = `import type { Input, Output } from 'sluice';
  export default (input: Input<'firms'>, output: Output<'rows' | 'share'>): void => {
    console.log('least', input.parameters.least);
    output.rows[0] = input.count;
    input.columns.firms.forEach((count, at) => (output.share[at] = count / 3));
  };`;
  const sql = `SELECT district_code, count(DISTINCT uscc) AS firms FROM ent_registration
    GROUP BY ALL ORDER BY 1`;
  const folder = aFolder({ 'sluice.json': JSON.stringify(tables), 'main.ts': main, 'paid.sql': sql });
  const dir = await copyOfCity();
  const wrong = aFolder({ 'sluice.json': JSON.stringify(tables), 'main.ts': main, 'paid.sql': `${sql}, nowhere` });
  const refused = await command(['program', 'test', wrong, '--dir', dir]);
  expect([refused.code, refused.stderr.includes('2 |     GROUP BY ALL ORDER BY 1, nowhere')]).toEqual([1, true]);
  const tested = await command(['program', 'test', folder, '--dir', dir]);
  expect([tested.code, tested.stderr]).toEqual([0, '']);
  for (const part of ['with least = 1', '1 calls, 0 failed', 'least 1', 'forecast   share', 's after the order'])
    expect([part, tested.stdout.includes(part)]).toEqual([part, true]);
});

test('printDoings and printForecast show calls, times, the error, the console, and what would leave', () => {
  const doings = printDoings({
    calls: 21,
    failed: 1,
    millis: { median: 1.25, most: 9 },
    peakHeapBytes: 3 * 2 ** 20,
    error: 'TypeError: x\n  at main',
    console: ['hello'],
  }).join('\n');
  for (const part of ['21 calls, 1 failed', '1.3 ms each, 9.0 ms at most', '3.0 MB', 'TypeError: x', '    hello'])
    expect(doings).toContain(part);
  const columns = [
    { name: 'result', type: 'VARCHAR', role: 'key' as const },
    { name: 'value', type: 'DOUBLE', role: 'statistic' as const },
  ];
  const table = {
    columns,
    rows: [
      ['a', 1.2345],
      ['b', 7],
    ],
    hidden: [
      [false, false],
      [false, false],
    ],
  };
  const forecast = {
    columns,
    rows: [
      ['a', 1.2],
      ['b', null],
    ],
    hidden: [
      [false, false],
      [false, true],
    ],
  };
  const lines = printForecast(table, forecast, [0.1, 100]);
  expect(lines[1]).toContain('a  1.2   without protection 1.2345   in steps of 0.1');
  expect(lines[2]).not.toContain('null');
});
