import { expect, test } from 'vitest';
import { shifted } from '#policies/simulation/wishes-values.ts';
import { requireWishes } from '#policies/simulation/wishes-check.ts';
import { narrow } from '#policies/simulation/wishes-domain.ts';
import { accepted, wish, type Accepted } from '#policies/simulation/wishes.ts';
import type { Column } from '#policies/catalog/entry.ts';
import { cityEntries } from '#synth/city/catalog.ts';
import { aColumn, anEntry, aTable } from '../synth/support.ts';

const columns = [
  aColumn('kind', { domain: { kind: 'codes', values: ['a1', 'a2', 'b1'], weights: [1, 2, 3] } }),
  aColumn('size', { type: 'INTEGER', semantic: 'count', domain: { kind: 'range', lo: 1, hi: 100 } }),
  aColumn('price', { type: 'DECIMAL(8,2)', semantic: 'amount', domain: { kind: 'range', lo: 0, hi: 20, step: 0.5 } }),
  aColumn('share', { type: 'DOUBLE', semantic: 'ratio', domain: { kind: 'range', lo: 0, hi: 1 } }),
  aColumn('day', { type: 'DATE', semantic: 'date', domain: { kind: 'dates', lo: '2024-01-01', hi: '2024-12-31' } }),
  aColumn('at', {
    type: 'TIMESTAMP',
    semantic: 'timestamp',
    domain: { kind: 'dates', lo: '2024-01-01', hi: '2024-12-31' },
  }),
  aColumn('month', { type: 'INTEGER', semantic: 'period', domain: { kind: 'range', lo: 202401, hi: 202412 } }),
  aColumn('days', { type: 'INTEGER', semantic: 'date', domain: { kind: 'dates', lo: '2024-01-01', hi: '2024-12-31' } }),
  aColumn('flag', { type: 'BOOLEAN', semantic: 'flag' }),
  aColumn('open', { semantic: 'text', nullable: true }),
  aColumn('secret', { rule: ['X'] }),
  aColumn('name', { tag: 'direct', semantic: 'person_name' }),
] as const;
const entries = [anEntry('e', aTable('t', columns))];

function columnOf(name: string): Column {
  const found = columns.find((column) => column.name === name);
  if (!found) throw new Error(name);
  return found;
}

function refusalsOf(column: string, ...accepts: readonly unknown[]): readonly string[] {
  const conditions = accepts.map((accept) => ({ column, accept: accepted.parse(accept) }));
  const outcome = requireWishes([{ table: 't', conditions }], entries);
  return outcome.ok ? [] : outcome.refusals.map(({ code, detail }) => `${code} ${detail}`);
}

const values = (...list: readonly unknown[]) => ({ kind: 'values', values: list });
const from = (value: unknown, open = false) => ({ kind: 'range', lo: { value, open } });
const to = (value: unknown, open = false) => ({ kind: 'range', hi: { value, open } });
const prefix = (text: string) => ({ kind: 'prefix', text });

test.each([
  ['kind', values('zz'), 'must hold a value of the domain; got zz'],
  ['kind', values('a1', 'zz'), 'got zz'],
  ['kind', prefix('c'), 'domain'],
  ['size', values(0), 'got 0'],
  ['size', values('many'), 'must be of type INTEGER; got many'],
  ['size', values(true), 'must be of type INTEGER; got true'],
  ['size', from(101), 'domain'],
  ['size', prefix('1'), 'must be of type INTEGER'],
  ['price', values(0.25), 'got 0.25'],
  ['day', values('2025-01-01'), 'got 2025-01-01'],
  ['day', values('2024-02-30'), 'must be of type DATE; got 2024-02-30'],
  ['day', from('2024-12-31', true), 'domain'],
  ['at', to('2024-01-01T00:00:00', true), 'domain'],
  ['days', values(20_240_230), 'must be of type INTEGER'],
  ['flag', values('perhaps'), 'must be of type BOOLEAN'],
  ['open', from('a'), 'code list'],
  ['size', { kind: 'null' }, 'may be NULL'],
  ['secret', { kind: 'present' }, 'its rule is X'],
  ['name', values('张三'), 'identifier'],
  ['nothing', { kind: 'present' }, 'must have the column; got nothing'],
])('requireWishes refuses %s %j with its place', (column, accept, words) => {
  const [refusal, ...more] = refusalsOf(column, accept);
  expect(more).toEqual([]);
  expect(refusal).toMatch(/^E_INPUT Cannot favour wish 1/);
  expect(refusal).toContain(column === 'nothing' ? 't must have' : `t.${column}`);
  expect(refusal).toContain(words);
});

test('requireWishes refuses conditions of one column that contradict each other', () => {
  expect(refusalsOf('kind', values('a1'), prefix('b'))).toHaveLength(1);
  expect(refusalsOf('size', from(50), to(49))).toHaveLength(1);
  expect(refusalsOf('open', { kind: 'null' }, { kind: 'present' })).toHaveLength(1);
  expect(refusalsOf('open', prefix('ab'), prefix('ac'))).toHaveLength(1);
  expect(refusalsOf('size', from(49), to(49))).toEqual([]);
});

test('requireWishes names every wrong place, and refuses tables it does not know and shares above 1', () => {
  const conditions = [{ column: 'kind', accept: accepted.parse(values('zz')) }];
  const fine = [{ column: 'kind', accept: accepted.parse(values('a1')) }];
  const outcome = requireWishes(
    [
      { table: 'elsewhere', conditions: fine },
      { table: 't', conditions, share: 0.7 },
      { table: 't', conditions: fine, share: 0.4 },
    ],
    entries,
  );
  expect(outcome.ok ? [] : outcome.refusals.map(({ detail }) => detail)).toEqual([
    'Cannot favour wish 1: must name a table of the catalog; got elsewhere',
    expect.stringContaining('wish 2, t.kind'),
    expect.stringContaining('shares must be at most 1 together'),
  ]);
});

test('wish reads JSON strictly', () => {
  const conditions = [{ column: 'kind', accept: values('a1') }];
  expect(wish.safeParse({ table: 't', conditions }).success).toBe(true);
  expect(wish.safeParse({ table: 't', conditions: [] }).success).toBe(false);
  expect(wish.safeParse({ table: 't', conditions, share: 0 }).success).toBe(false);
  expect(wish.safeParse({ table: 't', conditions, sql: 'x' }).success).toBe(false);
  expect(accepted.safeParse({ kind: 'range' }).success).toBe(false);
  expect(accepted.safeParse(values()).success).toBe(false);
});

test.each<[string, readonly unknown[], unknown]>([
  ['kind', [prefix('a')], { kind: 'codes', values: ['a1', 'a2'], weights: [1, 2] }],
  ['kind', [from('a2')], { kind: 'codes', values: ['a2', 'b1'], weights: [2, 3] }],
  ['size', [from(98, true), to(1_000)], { kind: 'range', lo: 99, hi: 100 }],
  ['size', [from(41.5), to(42.5)], { kind: 'codes', values: [42] }],
  ['price', [from(18.2), to(19.9)], { kind: 'range', lo: 18.5, hi: 19.5, step: 0.5 }],
  ['price', [from(19.5, true)], { kind: 'codes', values: [20] }],
  ['share', [from(0.9, true)], { kind: 'range', lo: 0.90001, hi: 1 }],
  ['day', [from('2024-02-28', true), to('2024-03-01', true)], { kind: 'dates', lo: '2024-02-29', hi: '2024-02-29' }],
  ['at', [to('2024-01-01 12:00', true)], { kind: 'dates', lo: '2024-01-01T00:00:00Z', hi: '2024-01-01T11:59:59Z' }],
  ['at', [values('2024-05-05')], { kind: 'codes', values: ['2024-05-05 00:00:00'], weights: [1] }],
  ['month', [to(202403, true)], { kind: 'range', lo: 202401, hi: 202402 }],
  ['days', [from('2024-12-30')], { kind: 'dates', lo: '2024-12-30', hi: '2024-12-31' }],
  ['days', [values(20_240_229)], { kind: 'codes', values: [20_240_229], weights: [1] }],
  ['flag', [values(false)], { kind: 'codes', values: ['false'], weights: [1] }],
  ['open', [{ kind: 'present' }], undefined],
])('narrow leaves of %s with %j what both hold', (name, accepts, domain) => {
  const narrowed = narrow(
    columnOf(name),
    accepts.map((accept): Accepted => accepted.parse(accept)),
  );
  expect(narrowed.ok && narrowed.value.domain).toEqual(domain);
});

test('shifted goes over the ends of months, also in leap years', () => {
  expect(shifted('2024-02-29T23:59:59', { seconds: 1 })).toBe('2024-03-01T00:00:00');
  expect(shifted('2023-03-01', { seconds: -86_400 })).toBe('2023-02-28');
});

test('requireWishes accepts wishes on the city', () => {
  const made = wish.parse({
    table: 'medical_settlement',
    conditions: [{ column: 'dx_code', accept: prefix('I') }],
    share: 0.3,
  });
  expect(requireWishes([made], cityEntries)).toEqual({ ok: true, value: [made] });
});
