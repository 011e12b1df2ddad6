/** What programs may declare, and what of it an analysis must find. */
import { expect, test } from 'vitest';
import {
  output,
  requireContract,
  requireOutputs,
  type ContractColumn,
  type Output,
} from '#policies/procedure/output-contract.ts';
import { programContent } from '#policies/procedure/program-commands.ts';
import { unwrap } from '#policies/refusal.ts';
import { aContent } from './commands.ts';

const district = { name: 'district', type: 'VARCHAR', role: 'key' } as const;
const paid = { name: 'paid', type: 'DOUBLE', role: 'statistic', digits: 3 } as const;
const found = [district, { name: 'paid', type: 'DOUBLE', role: 'statistic' }] as const;
const table = { name: 'segments', kind: 'table', columns: [district, paid], maxRows: 20 } as const;
const short = { name: 'segments', kind: 'table' } as const;
const model = { name: 'model', kind: 'model' } as const;
const report = { name: 'report', kind: 'report' } as const;
const train = { kind: 'linear', target: 'paid', features: [{ name: 'district', kind: 'category' }] } as const;

function declare(outputs: readonly Output[], change: object = {}): readonly string[] {
  const checked = requireOutputs('draft', { ...aContent(), ...change, outputs });
  return checked.ok ? [] : checked.refusals.map(({ code }) => code);
}

test('requireOutputs: a training declares a model and no table, everything else a table and no model', () => {
  expect(declare([short], { train })).toEqual(['E_CONTRACT']);
  expect(declare([short, model], { train })).toEqual(['E_CONTRACT']);
  expect(declare([model, { ...model, name: 'again' }], { train })).toEqual(['E_CONTRACT']);
  expect(declare([model])).toEqual(['E_CONTRACT']);
  expect(declare([short, model])).toEqual(['E_CONTRACT']);
  expect(declare([model], { train })).toEqual([]);
  expect(declare([model, report], { train })).toEqual([]);
});

test('requireOutputs: one table for each query, nothing that no query makes, names once', () => {
  expect(declare([report])).toEqual(['E_CONTRACT']);
  expect(declare([short, { ...short, name: 'other' }])).toEqual(['E_CONTRACT']);
  expect(declare([short, { ...report, name: 'segments' }])).toEqual(['E_CONTRACT']);
  expect(declare([short])).toEqual([]);
  expect(declare([short, report])).toEqual([]);
});

test('requireOutputs: digits stand on numbers from statistics; texts from statistics list their values', () => {
  const withColumn = (column: Partial<ContractColumn>) => declare([{ ...table, columns: [{ ...paid, ...column }] }]);
  expect(withColumn({})).toEqual([]);
  expect(withColumn({ role: 'key' })).toEqual(['E_CONTRACT']);
  expect(withColumn({ role: 'accuracy' })).toEqual(['E_CONTRACT']);
  const text = { name: 'note', type: 'VARCHAR', role: 'statistic' } as const;
  const withText = (column: Partial<ContractColumn>) => declare([{ ...table, columns: [{ ...text, ...column }] }]);
  expect(withText({})).toEqual(['E_CONTRACT']);
  expect(withText({ type: 'DATE' })).toEqual(['E_CONTRACT']);
  expect(withText({ digits: 3 })).toEqual(['E_CONTRACT', 'E_CONTRACT']);
  expect(withText({ values: ['high', 'low'] })).toEqual([]);
  expect(withText({ type: 'BOOLEAN' })).toEqual([]);
  expect(declare([{ ...table, columns: [{ ...district, values: ['东城'] }] }])).toEqual(['E_CONTRACT']);
});

function misfitOf(declared: Output): readonly string[] {
  const checked = requireContract('test', [declared], found);
  return checked.ok ? [] : checked.refusals.map(({ code, detail, remedy }) => `${code} ${detail} ${remedy}`);
}

test('requireContract names the first column that is not the one at its place, and the edit', () => {
  expect(misfitOf(table)).toEqual([]);
  expect(misfitOf({ ...table, columns: [district] })).toEqual([
    'E_CONTRACT Cannot test: column 2 of output segments must be none; got paid DOUBLE (statistic) Declare paid DOUBLE (statistic) as column 2, or change the query.',
  ]);
  expect(misfitOf({ ...table, columns: [paid, district] })[0]).toMatch(/^E_CONTRACT .* column 1 /);
  expect(misfitOf({ ...table, columns: [district, paid, paid] })[0]).toMatch(/ column 3 .*; got none/);
  for (const change of [{ name: 'Paid' }, { type: 'DECIMAL(4,2)' }, { role: 'key' as const }]) {
    const { digits: _, ...bare } = paid;
    expect(misfitOf({ ...table, columns: [district, { ...bare, ...change }] })[0]).toMatch(/^E_CONTRACT/);
  }
});

test('requireContract completes the short form from the analysis, and nothing else', () => {
  const [derived] = unwrap(requireContract('test', [short], found));
  expect(derived).toEqual({ ...short, columns: found, maxRows: 100_000 });
  expect(unwrap(requireContract('test', [table, report], found))).toEqual([table, report]);
  expect(unwrap(requireContract('test', [{ ...short, maxRows: 5 }], found))[0]).toMatchObject({ maxRows: 5 });
});

function accepts(outputs: unknown): boolean {
  return programContent.safeParse({ ...aContent(), outputs }).success;
}

test('programContent: the short form stays valid, an interface is fixed, and no cap is above the largest', () => {
  expect(accepts([short])).toBe(true);
  expect(accepts([{ ...short, kind: 'api' }])).toBe(false);
  expect(accepts([{ ...table, kind: 'api' }])).toBe(true);
  expect(accepts([{ ...table, maxRows: 100_001 }])).toBe(false);
  expect(accepts([{ ...table, columns: [{ ...paid, digits: 16 }] }])).toBe(false);
  expect(accepts([{ ...short, kind: 'image' }])).toBe(false);
  expect(output.safeParse({ ...model, columns: [district] }).success).toBe(false);
});
