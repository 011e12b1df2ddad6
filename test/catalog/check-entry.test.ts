/** A catalog entry that is not sound is refused with its place; one that is sound comes back unchanged. */
import { describe, expect, test } from 'vitest';
import { checkEntry, parseEntry } from '#policies/catalog/check-entry.ts';
import type { Column, ColumnRule } from '#policies/catalog/entry.ts';
import { idSpace } from '#policies/units.ts';
import { aColumn, anEntry, aTable, aUnitColumn } from './builders.ts';

const codesOf = (outcome: ReturnType<typeof checkEntry>) => (outcome.ok ? [] : outcome.refusals.map((r) => r.code));
const detailsOf = (outcome: ReturnType<typeof checkEntry>) =>
  outcome.ok ? '' : outcome.refusals.map((r) => r.detail).join('\n');
const withColumn = (column: Column) => anEntry({ tables: [aTable({ columns: [aUnitColumn(), column] })] });

test.each(['state_secret', 'work_secret'] as const)('AO-02-2 checkEntry refuses an entry with a %s', (secret) => {
  expect(codesOf(checkEntry(anEntry({ secrets: ['personal_info', secret] })))).toEqual(['E_SECRET_TABLE']);
});

test('GD-02-2 AO-02-2 parseEntry refuses a state secret in JSON too', () => {
  expect(codesOf(parseEntry({ ...anEntry(), secrets: ['state_secret'] }))).toEqual(['E_SECRET_TABLE']);
});

test('GY-14 checkEntry refuses data got by sharing', () => {
  expect(detailsOf(checkEntry(anEntry({ origin: 'shared' })))).toContain('origin must');
});

test('AO-08-3 checkEntry returns a sound entry as it is', () => {
  const entry = anEntry();
  expect(checkEntry(entry)).toEqual({ ok: true, value: entry });
});

test('AO-08-3 parseEntry(JSON of a sound entry) returns the entry', () => {
  const entry = anEntry({ tables: [aTable({ columns: [aUnitColumn(), aColumn({ coarsen: [], domain: amounts })] })] });
  expect(parseEntry(JSON.parse(JSON.stringify(entry)))).toEqual({ ok: true, value: entry });
});
const amounts = { kind: 'range', lo: 0, hi: 100, step: 0.5 } as const;

test('GD-09-1 GY-18 parseEntry knows three opening attributes, and no fourth', () => {
  expect(['closed', 'conditional', 'unconditional'].map(codesWith)).toEqual([[], [], []]);
  expect(['open', 'shared', ''].map(codesWith)).toEqual([['E_ENTRY'], ['E_ENTRY'], ['E_ENTRY']]);
});

describe('parseEntry refuses what has another shape, naming the path', () => {
  test.each([
    ['an unknown field', { ...anEntry(), extra: 1 }, 'extra'],
    ['an unknown field of a column', withColumn({ ...aColumn(), hidden: true } as Column), 'tables.0.columns.1'],
    ['an unknown rule', withColumn(aColumn({ rule: ['Z' as ColumnRule] })), 'tables.0.columns.1.rule.0'],
    ['an empty rule', withColumn(aColumn({ rule: [] as unknown as Column['rule'] })), 'tables.0.columns.1.rule'],
    ['an upper-case column', withColumn(aColumn({ name: 'Paid' })), 'tables.0.columns.1.name'],
    ['a quoted table name', anEntry({ tables: [aTable({ name: 'x"; drop' })] }), 'tables.0.name'],
    ['an unknown type', withColumn(aColumn({ type: 'BLOB' as Column['type'] })), 'tables.0.columns.1.type'],
    ['grade core', withColumn(aColumn({ grade: 'core' as Column['grade'] })), 'tables.0.columns.1.grade'],
    ['no table', anEntry({ tables: [] }), 'tables'],
    ['nothing', null, 'entry'],
  ])('%s', (_, value, path) => {
    const outcome = parseEntry(value);
    expect(codesOf(outcome)).toContain('E_ENTRY');
    expect(detailsOf(outcome)).toContain(path);
  });
});

describe('checkEntry refuses a column whose rule says too much', () => {
  test.each([
    ['L4 as plain output', aColumn({ grade: 'L4', rule: ['P'] })],
    ['L4 as group key', aColumn({ grade: 'L4', rule: ['F', 'G'] })],
    ['a direct identifier as group key', aColumn({ tag: 'direct', rule: ['G'] })],
    ['free text in aggregates', aColumn({ tag: 'free_text', rule: ['A'] })],
    ['X together with another letter', aColumn({ rule: ['X', 'A'] })],
    ['a letter twice', aColumn({ rule: ['A', 'A'] })],
  ])('%s', (_, column) => expect(detailsOf(checkEntry(withColumn(column)))).toContain('columns.1.rule must'));
});

test('checkEntry refuses a weight that is no number', () => {
  const text = aColumn({ tag: 'weight', type: 'VARCHAR', rule: ['A'] });
  expect(detailsOf(checkEntry(withColumn(text)))).toContain('columns.1.tag must be on a number');
  const number = aColumn({ tag: 'weight', type: 'DOUBLE', rule: ['A'] });
  expect(detailsOf(checkEntry(withColumn(number)))).toBe('');
});

test('checkEntry accepts L4 as plain output of an unconditional entry, which needs its basis', () => {
  const tables = [aTable({ columns: [aColumn({ grade: 'L4', rule: ['P'] })], units: [], primaryKey: [] })];
  expect(checkEntry(anEntry({ attribute: 'unconditional', basis: '《条例》第三十条', tables })).ok).toBe(true);
  for (const basis of [{}, { basis: ' ' }]) {
    expect(detailsOf(checkEntry(anEntry({ attribute: 'unconditional', tables, ...basis })))).toContain('basis must');
  }
});

describe('checkEntry refuses coarsenings and domains that do not fit', () => {
  test.each([
    ['coarsening of an aggregate', aColumn({ coarsen: [{ by: 'bands', max: 5 }] }), 'rule F or G'],
    ['a month of a text', aColumn({ type: 'VARCHAR', rule: ['F'], coarsen: [{ by: 'month' }] }), 'DATE or TIMESTAMP'],
    ['a prefix of a number', aColumn({ rule: ['F'], coarsen: [{ by: 'prefix', length: 2 }] }), 'VARCHAR'],
    [
      'a prefix of nothing',
      aColumn({ type: 'VARCHAR', rule: ['F'], coarsen: [{ by: 'prefix', length: 0 }] }),
      '1 to 64',
    ],
    ['one band', aColumn({ rule: ['F'], coarsen: [{ by: 'bands', max: 1 }] }), '2 to 64'],
    ['text codes of a number', aColumn({ domain: { kind: 'codes', values: ['a'] } }), 'DECIMAL'],
    ['number codes of a text', aColumn({ type: 'VARCHAR', domain: { kind: 'codes', values: [1] } }), 'VARCHAR'],
    ['a repeated code', aColumn({ domain: { kind: 'codes', values: [1, 1] } }), 'once'],
    ['no code', aColumn({ domain: { kind: 'codes', values: [] } }), 'have a value'],
    ['too few weights', aColumn({ domain: { kind: 'codes', values: [1, 2], weights: [1] } }), 'one weight'],
    ['weights of nothing', aColumn({ domain: { kind: 'codes', values: [1], weights: [0] } }), 'not all 0'],
    ['a range of dates', aColumn({ type: 'DATE', domain: { kind: 'range', lo: 0, hi: 1 } }), 'fit the type'],
    ['a range backwards', aColumn({ domain: { kind: 'range', lo: 2, hi: 1 } }), 'lo ≤ hi'],
    ['a range of no number', aColumn({ domain: { kind: 'range', lo: Number.NaN, hi: 1 } }), 'lo ≤ hi'],
    ['a step of 0', aColumn({ domain: { kind: 'range', lo: 0, hi: 1, step: 0 } }), 'step'],
    ['a half in an INTEGER', aColumn({ type: 'INTEGER', domain: { kind: 'range', lo: 0.5, hi: 1 } }), 'INTEGER'],
    ['40000 in a SMALLINT', aColumn({ type: 'SMALLINT', domain: { kind: 'codes', values: [40_000] } }), 'SMALLINT'],
    ['dates of a number', aColumn({ domain: { kind: 'dates', lo: '2024-01-01', hi: '2024-12-31' } }), 'fit the type'],
    ['a domain of flags', aColumn({ type: 'BOOLEAN', domain: { kind: 'codes', values: [0, 1] } }), 'BOOLEAN'],
    ['DECIMAL(39,0)', aColumn({ type: 'DECIMAL(39,0)' }), 'width 1 to 38'],
    ['DECIMAL(4,5)', aColumn({ type: 'DECIMAL(4,5)' }), 'scale 0 to width'],
    ['DECIMAL(4,-1)', aColumn({ type: 'DECIMAL(4,-1)' }), 'scale 0 to width'],
  ])('%s', (_, column, says) => {
    const outcome = checkEntry(withColumn(column));
    expect(codesOf(outcome)).toContain('E_ENTRY');
    expect(detailsOf(outcome)).toContain(says);
  });
});

describe('checkEntry refuses units and keys that name nothing, or what is hidden', () => {
  const space = idSpace('enterprise');
  const hidden = aTable({ units: [{ space, column: 'secret_name' }] });
  const pair = { columns: ['uscc'], table: 'social_insurance', references: ['nothing'] };
  test.each([
    ['a unit of rule X', anEntry({ tables: [hidden] }), 'not be a column of rule X'],
    ['a unit that is no column', anEntry({ tables: [aTable({ units: [{ space, column: 'no' }] })] }), 'name a column'],
    [
      'a unit named twice',
      anEntry({ tables: [aTable({ units: [...aTable().units, ...aTable().units] })] }),
      'named once',
    ],
    ['protected rows without a unit', anEntry({ tables: [aTable({ units: [] })] }), 'name a unit'],
    ['a primary key that is no column', anEntry({ tables: [aTable({ primaryKey: ['no'] })] }), 'primaryKey'],
    ['a key column twice', anEntry({ tables: [aTable({ primaryKey: ['uscc', 'uscc'] })] }), 'once'],
    ['a foreign key to no column', anEntry({ tables: [aTable({ foreignKeys: [pair] })] }), 'references'],
    ['an uneven foreign key', anEntry({ tables: [aTable({ foreignKeys: [{ ...pair, references: [] }] })] }), 'pair'],
    ['two tables of one name', anEntry({ tables: [aTable(), aTable()] }), 'tables.1.name'],
    ['two columns of one name', withColumn(aUnitColumn()), 'columns.1.name'],
    ['trade secrets of nobody', anEntry({ secrets: ['trade_secret'], tables: [aTable({ units: [] })] }), 'belong to'],
  ])('%s', (_, entry, says) => expect(detailsOf(checkEntry(entry))).toContain(says));
});

test('checkEntry accepts a conditional table of harmless data without a unit, such as weather', () => {
  const rain = aColumn({ name: 'rain_mm', type: 'DOUBLE', grade: 'L1', tag: 'measure', rule: ['P'] });
  expect(checkEntry(anEntry({ tables: [aTable({ columns: [rain], units: [], primaryKey: [] })] })).ok).toBe(true);
});

test('checkEntry says everything that is wrong in one answer', () => {
  const entry = anEntry({ origin: 'shared', secrets: ['work_secret'], tables: [aTable({ primaryKey: ['no'] })] });
  expect(codesOf(checkEntry(entry)).sort()).toEqual(['E_ENTRY', 'E_ENTRY', 'E_SECRET_TABLE']);
});

function codesWith(attribute: string): readonly string[] {
  return codesOf(parseEntry({ ...anEntry({ basis: 'published by statute' }), attribute }));
}
