/** Rows of a program through a real query worker: every kind of value, every promise about order, and every way to fail. */
import { existsSync, openSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { planRows, type RowsPlan } from '#policies/program/rows-plan.ts';
import { planUnits, type UnitsPlan } from '#policies/program/units-plan.ts';
import { accept, unwrap, type Outcome } from '#policies/refusal.ts';
import { millis } from '#policies/units.ts';
import { readPacked, readSegmented, type SegmentedOptions } from '#sandbox/program/read-rows.ts';
import { receiveNumbers, type ReceivedNumbers } from '#sandbox/query/bulk-read.ts';
import type { NumbersAsk } from '#sandbox/query/operations.ts';
import { limits } from '#sandbox/supervisor/config.ts';
import { inQueryWorker } from '#sandbox/supervisor/worker.ts';
import { World } from '../../private/world.ts';
import { kindsEntry, makeDatabase } from './entries.ts';

const names = 'x, n, m, b, d, t, g';
let folder: string;
let options: SegmentedOptions;
let exact: RowsPlan;
let units: UnitsPlan;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-rows-'));
  options = { limits, log: openSync(join(folder, 'log'), 'a'), temp: folder, blocks: 4, salt: 'pepper' };
  using world = await World.open([kindsEntry]);
  exact = unwrap(planRows(unwrap(await world.resolve(`SELECT ${names} FROM kind`)), { profile: 'standard' }));
  units = unwrap(planUnits(unwrap(await world.resolve('SELECT x, n, g FROM visit_of')), { maxRowsPerUnit: 3 }));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const codeOf = (outcome: Outcome<unknown>): string => (outcome.ok ? 'accepted' : outcome.refusals[0].code);

let files = 0;
async function database(form: 'plain' | 'private', ...fill: readonly string[]) {
  const path = join(folder, `${(files += 1)}.duckdb`);
  await makeDatabase(path, form, fill);
  return [{ name: kindsEntry.id, path }];
}

const person = (id: string, ...values: readonly string[]): string =>
  `INSERT INTO kinds.main.kind (id, ${names}) VALUES ('${id}', ${values.join(', ')})`;

/** Rows as texts that tell zeros apart, in an order of their own. */
function sorted(rows: readonly (readonly (number | string)[])[]): string[] {
  return rows.map((row) => row.map((value) => (Object.is(value, -0) ? '-0' : String(value))).join(' ')).toSorted();
}

test('readSegmented gives numbers for every kind of value, NaN for NULL, one zero and one NaN', async () => {
  const most = '9999999999999999999999999999999999.9999';
  const rows = [
    ['NULL', 'NULL', 'NULL', 'NULL', 'NULL', 'NULL', 'NULL'],
    [`'-0.0'::DOUBLE`, '0', '0', 'false', `DATE '1970-01-01'`, `TIMESTAMP '1970-01-01'`, `'b'`],
    [
      `-('NaN'::DOUBLE)`,
      '9007199254740993',
      most,
      'true',
      `DATE '1969-12-31'`,
      `TIMESTAMP '1969-12-31 23:59:59.5'`,
      `'it''s'`,
    ],
    [
      `'inf'::DOUBLE`,
      '-9223372036854775808',
      `-${most}`,
      'true',
      `DATE '2024-02-29'`,
      `TIMESTAMP '2024-02-29 12:00:00.000001'`,
      `'域'`,
    ],
    [`'-inf'::DOUBLE`, '1', '0.0001', 'false', `'infinity'::DATE`, `'-infinity'::TIMESTAMP`, `''`],
    ['5e-324', '-1', '-0.5', 'NULL', `'-infinity'::DATE`, `'infinity'::TIMESTAMP`, `'another'`],
  ];
  const files = await database('plain', ...rows.map((values, at) => person(`p${at}`, ...values)));
  const { columns, offsets } = unwrap(await readSegmented(exact, files, { ...options, blocks: 1 }));
  expect([...offsets]).toEqual([0, rows.length]);
  const got = rows.map((_, row) => columns.map((column) => column[row] ?? 'nothing'));
  const { NaN: none, POSITIVE_INFINITY: unlimited } = Number;
  const expected = [
    [none, none, none, none, none, none, -1],
    [0, 0, 0, 0, 0, 0, 0],
    [none, 9007199254740992, 1e34, 1, -1, -0.5, 1],
    [unlimited, -9223372036854775808, -1e34, 1, 19782, 1709208000.000001, 2],
    [-unlimited, 1, 0.0001, 0, none, none, 3],
    [5e-324, -1, -0.5, none, none, none, -1],
  ];
  expect(sorted(got)).toEqual(sorted(expected));
  const bits = columns.flatMap((column) => {
    const words = new BigUint64Array(column.buffer);
    return [...column].flatMap((value, at) => (Number.isNaN(value) ? [words[at]] : []));
  });
  expect(new Set(bits)).toEqual(new Set([0x7ff8000000000000n]));
});

const many = (order: string, count = 5000, more = 'true'): string =>
  `INSERT INTO kinds.main.kind (id, x, n) SELECT 'p' || i, (i * 7919) % 1000, i FROM range(${count}) AS t(i) WHERE ${more} ORDER BY ${order}`;

/** The number `n` of each person, by segment. */
async function segmentsOf(fill: string, change: Partial<SegmentedOptions> = {}): Promise<number[][]> {
  const { columns, offsets } = unwrap(
    await readSegmented(exact, await database('plain', fill), { ...options, ...change }),
  );
  const persons = [...(columns[1] ?? [])];
  return Array.from({ length: offsets.length - 1 }, (_, at) => persons.slice(offsets[at], offsets[at + 1]));
}

test('readSegmented: order and segments do not depend on how rows lie, and a person changes only the own segment', async () => {
  const first = await segmentsOf(many('i'));
  expect(await segmentsOf(many('hash(i)'))).toEqual(first);
  expect(first.map(({ length }) => length > 1000)).toEqual([true, true, true, true]);
  const less = await segmentsOf(many('i', 5000, 'i <> 77'));
  expect(less).toEqual(first.map((rows) => rows.filter((n) => n !== 77)));
  expect(first.map((rows) => rows.join() === rows.toSorted((a, b) => a - b).join())).toEqual([
    false,
    false,
    false,
    false,
  ]);
  expect(await segmentsOf(many('i'), { salt: 'salt' })).not.toEqual(first);
});

test('readSegmented of no rows has all segments, empty', async () => {
  expect(await segmentsOf(many('i', 0), { blocks: 20 })).toEqual(Array.from({ length: 20 }, () => []));
});

test('readSegmented refuses a person who has two rows, whatever the catalog says, and gives no rows', async () => {
  const files = await database('plain', many('i'), person('p9', '1', '2', '3', 'true', 'NULL', 'NULL', `'b'`));
  expect(await readSegmented(exact, files, options)).toMatchObject({ ok: false, refusals: [{ code: 'E_EXEC' }] });
  expect(await readFile(join(folder, 'log'), 'utf8')).not.toMatch(/p9/);
});

test('readSegmented remembers whose rows were read, where asked to', async () => {
  const membership = join(folder, 'members.duckdb');
  const files = await database('plain', many('i', 300));
  unwrap(await readSegmented(exact, files, { ...options, membership }));
  expect(existsSync(membership)).toBe(true);
  const instance = await DuckDBInstance.create(membership, { access_mode: 'READ_ONLY' });
  const connection = await instance.connect();
  const reader = await connection.runAndReadAll('SELECT count(DISTINCT (high, low)), count(DISTINCT v1) FROM member');
  expect(reader.getRowsJson()).toEqual([['300', '300']]);
  connection.closeSync();
  instance.closeSync();
});

const visit = (u: number, x: string, n: string, g = 'NULL'): string =>
  `INSERT INTO kinds.main.visit_of (x, n, g, __u, __rk) VALUES (${x}, ${n}, ${g}, ${u}, 1)`;

test('readPacked: rows of a unit stand together, at most R of them, and who has none is not there', async () => {
  const fill = [
    ...[1, 2, 3, 4, 5].map((n) => visit(7, `${n}.5`, `${n}`)),
    visit(9, 'NULL', '10', `'域'`),
    visit(9, 'NULL', '10', `'域'`),
    `INSERT INTO kinds.main.visit_of (x, n) VALUES (1, 99)`,
  ];
  const { width, values, offsets } = unwrap(await readPacked(units, await database('private', ...fill), options));
  const rows = Array.from({ length: values.length / width }, (_, at) =>
    Array.from(values.slice(at * width, (at + 1) * width)),
  );
  const found = Array.from(offsets.slice(1)).map((to, at) => rows.slice(offsets[at], to));
  const [two, three] = found.toSorted((a, b) => a.length - b.length);
  expect([found.length, width]).toEqual([2, 3]);
  expect(two).toEqual([
    [Number.NaN, 10, 2],
    [Number.NaN, 10, 2],
  ]);
  expect(three?.length).toBe(3);
  for (const [x, n, g] of three ?? []) expect([x, g]).toEqual([Number(n) + 0.5, -1]);
});

test('readSegmented of units keeps all rows of one in one segment', async () => {
  const fill = `INSERT INTO kinds.main.visit_of (x, n, __u, __rk) SELECT i, i % 100, 1 + i % 100, 1 FROM range(500) AS t(i)`;
  const { columns, offsets } = unwrap(await readSegmented(units, await database('private', fill), options));
  const seen = Array.from(columns[1] ?? [], (unit, row) => ({
    unit,
    segment: [...offsets].findLastIndex((from) => from <= row),
  }));
  expect(new Set(seen.map(({ unit, segment }) => `${unit} ${segment}`)).size).toBe(100);
  expect([seen.length, new Set(seen.map(({ segment }) => segment)).size]).toEqual([300, 4]);
});

/** What a worker sends for a SELECT of our own. */
function numbers(ask: Partial<NumbersAsk> & { readonly sql: string }): Promise<Outcome<ReceivedNumbers | undefined>> {
  const whole = { width: 3, layout: { kind: 'units' }, lone: false, most: 1_000_000, ...ask } as const;
  return inQueryWorker([], options, async (worker) => {
    const { bulk } = worker.child;
    if (!bulk) throw new Error('a second pipe expected');
    const answer = worker.ask.read(whole).then((outcome) => {
      if (!outcome.ok) bulk.destroy();
      return outcome;
    });
    const [received, answered] = await Promise.all([receiveNumbers(bulk, whole), answer]);
    return answered.ok ? accept(received) : answered;
  });
}

const head = '0::UINTEGER AS s, 1::UINTEGER AS rk';

test('read gives what the engine gives row by row, for any doubles and more than one chunk', async () => {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const hard = fc.constantFrom(0, 1e300, -1e300, 5e-324, Number.NaN, Infinity, -Infinity);
  const value = fc.oneof(fc.double(), hard);
  const table = fc.array(fc.tuple(value, value, value), { minLength: 1, maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(table, fc.integer({ min: 1, max: 200 }), async (rows, times) => {
      const list = rows.map((row, at) => `(${[at, ...row.map((x) => `'${String(x)}'::DOUBLE`)].join(', ')})`);
      const sql = `SELECT ${head}, a, b, c FROM (VALUES ${list.join(', ')}) AS t(i, a, b, c), range(${times}) AS r(j) ORDER BY j, i`;
      const expected = (await connection.runAndReadAll(sql)).getRows().flatMap((row) => row.slice(2));
      const received = unwrap(await numbers({ sql }));
      expect([...(received?.arrays[0] ?? [])]).toEqual(expected);
      const columns = unwrap(await numbers({ sql, layout: { kind: 'segments', count: 1 } }));
      expect(columns?.arrays.map((column) => [...column])).toEqual(
        [0, 1, 2].map((at) => expected.filter((_, i) => i % 3 === at)),
      );
    }),
    { numRuns: 6 },
  );
  connection.closeSync();
  instance.closeSync();
}, 60_000);

test('read sends one NaN, whatever the bits of the engine', async () => {
  const sql = `SELECT ${head}, -('NaN'::DOUBLE), 'inf'::DOUBLE - 'inf'::DOUBLE, 'NaN'::DOUBLE`;
  const [values = new Float64Array()] = unwrap(await numbers({ sql }))?.arrays ?? [];
  expect([...new BigUint64Array(values.buffer)]).toEqual(Array.from({ length: 3 }, () => 0x7ff8000000000000n));
});

test.each([
  ['too many numbers', `SELECT ${head}, i::DOUBLE, 0::DOUBLE, 0::DOUBLE FROM range(400000) AS t(i)`, {}],
  ['numbers of another type', `SELECT ${head}, i::INTEGER, 0::DOUBLE, 0::DOUBLE FROM range(4) AS t(i)`, {}],
  [
    'segments out of order',
    'SELECT (1 - i)::UINTEGER, 1::UINTEGER, 0::DOUBLE, 0::DOUBLE, 0::DOUBLE FROM range(2) AS t(i)',
    {},
  ],
  [
    'a second row of a lone unit',
    'SELECT 0::UINTEGER, (1 + i)::UINTEGER, 0::DOUBLE, 0::DOUBLE, 0::DOUBLE FROM range(2) AS t(i)',
    { lone: true },
  ],
  [
    'a segment that there is not',
    'SELECT 2::UINTEGER, 1::UINTEGER, 0::DOUBLE, 0::DOUBLE, 0::DOUBLE',
    { layout: { kind: 'segments', count: 2 } },
  ],
  ['a statement that fails', 'SELECT * FROM nowhere', {}],
] as const)('read refuses %s, and nobody waits for it', async (_, sql, change) => {
  expect(codeOf(await numbers({ sql, ...change }))).toBe('E_EXEC');
});

test('a worker that is killed while it sends, or late, says E_EXEC and nothing else', async () => {
  const files = await database(
    'private',
    `INSERT INTO kinds.main.visit_of (x, n, __u, __rk) SELECT i, i, i, 1 FROM range(300000) AS t(i)`,
  );
  expect(codeOf(await readPacked(units, files, { ...options, onStart: (kill) => kill() }))).toBe('E_EXEC');
  const late = { ...options, limits: { ...limits, queryDeadline: millis(150) } };
  expect(codeOf(await readPacked(units, files, late))).toBe('E_EXEC');
  const endless = `SELECT ${head}, i::DOUBLE, 0::DOUBLE, 0::DOUBLE FROM range(100000000000) AS t(i)`;
  const cut = await inQueryWorker([], options, async ({ ask, child }) => {
    const whole = { sql: endless, width: 3, layout: { kind: 'units' }, lone: false, most: 4e9 } as const;
    // The first numbers have come: the worker is sending.
    child.bulk?.once('readable', () => child.kill());
    const answer = ask.read(whole);
    if (child.bulk) expect(await receiveNumbers(child.bulk, whole)).toBeUndefined();
    return answer;
  });
  expect(codeOf(cut)).toBe('E_EXEC');
});
