/**
 * Totality: no allowed function raises, whatever the row. Each is executed as it is printed, over the ends of every type, and the plain
 * form beside it tells where the engine would have raised: there, and only there, the printed form makes NULL of it.
 *
 * @see query-and-privacy.md §2.3, §2.7, §4 (6)
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  functionAliases,
  functions,
  functionSpec,
  volatileNames,
  type FunctionName,
} from '#policies/query/functions.ts';
import { printExpr } from '#policies/query/print.ts';
import { keepInsideTry } from '#sandbox/query/engine.ts';
import { PlainEngine } from '../oracle/plain.ts';
import { casesOf, column, columnTypes, number, types, type Case } from './functions-cases.ts';
import { createEnds, createValues, quotedValue, valuesOf } from './functions-values.ts';

const names = Object.keys(functions) as FunctionName[];
const partial = names.filter((name) => !functionSpec(name).total);

const ends = createEnds();

let engine: PlainEngine;

beforeAll(async () => {
  engine = await PlainEngine.open([keepInsideTry, ...createValues(), ...ends.setup]);
});

afterAll(() => {
  engine[Symbol.dispose]();
});

/** Every combination of values of the columns that a case reads. */
function rowsOf({ ids }: Pick<Case, 'ids'>): string {
  const tables = ids.map((id) => `(SELECT v AS c${id} FROM v${id}) q${id}`);
  return tables.length > 0 ? ` FROM ${tables.join(', ')}` : '';
}

/** Reads every row as the optimizer has it, and no more. */
function countsOf(expressions: readonly string[], from: string): string {
  const named = expressions.map((one, at) => `${one} AS x${at}`);
  return `SELECT ${expressions.map((_, at) => `count(x${at})`).join(', ')} FROM (SELECT ${named.join(', ')}${from})`;
}

/** Rows, and of each expression NULLs and an order-free hash of all results. */
function digestsOf(expressions: readonly string[], from: string): string {
  const named = expressions.map((one, at) => `${one} AS x${at}`);
  const digests = expressions.map((_, at) => `count(x${at}), CAST(sum(hash(CAST(x${at} AS VARCHAR))) AS VARCHAR)`);
  return `SELECT count(*), ${digests.join(', ')} FROM (SELECT ${named.join(', ')}${from})`;
}

async function outcome(sql: string): Promise<unknown> {
  try {
    return await engine.rows(sql);
  } catch (error) {
    return error instanceof Error ? `raises ${error.message.slice(0, 200)}` : 'raises';
  }
}

/** What a statement with all expressions gives: together, as a text may have them; or else those that raise. */
async function tried(expressions: readonly string[], from: string, statement = digestsOf): Promise<Tried> {
  const answer = await outcome(statement(expressions, from));
  if (typeof answer !== 'string') return { answer, raising: [] };
  const raising: string[] = [];
  for (const one of expressions) {
    const alone = await outcome(statement([one], from));
    if (typeof alone === 'string') raising.push(`${one}${from}: ${alone}`);
  }
  return { answer, raising: raising.length > 0 ? raising : [`${expressions.join(', ')}${from}, together: ${answer}`] };
}

interface Tried {
  readonly answer: unknown;
  readonly raising: readonly string[];
}

/** Cases that read the same columns, a few at a time: binding a statement takes longer than running it. */
function groupsOf(cases: readonly Case[], most: number): readonly (readonly Case[])[] {
  return [...Map.groupBy(cases, ({ ids }) => ids.join()).values()].flatMap((alike) =>
    Array.from({ length: Math.ceil(alike.length / most) }, (_, at) => alike.slice(at * most, (at + 1) * most)),
  );
}

test.each(names)('%s as printed raises on no row, and gives the same answer twice', async (name) => {
  const cases = casesOf(name);
  expect(cases.length).toBeGreaterThan(0);
  const wrong: string[] = [];
  for (const group of groupsOf(cases, 8)) {
    const [printed, from] = [group.map((one) => one.printed), rowsOf(group[0] ?? { ids: [] })];
    const { answer, raising } = await tried(printed, from);
    wrong.push(...raising);
    if (cases.length < 100) expect(await outcome(digestsOf(printed, from))).toEqual(answer);
  }
  expect(wrong).toEqual([]);
});

test.each(names)('%s as printed raises on no row that is the least and the greatest of its column', async (name) => {
  const ofOne = casesOf(name).filter(({ ids }) => ids.length === 1);
  const wrong: string[] = [];
  for (const group of groupsOf(ofOne, 30)) {
    const printed = group.map((one) => one.printed);
    const [id = 0] = group[0]?.ids ?? [];
    for (const table of ends.tables.get(id) ?? []) {
      wrong.push(...(await tried(printed, ` FROM (SELECT v AS c${id} FROM ${table})`, countsOf)).raising);
    }
  }
  expect(wrong).toEqual([]);
});

test('tried finds those plain forms among all that raise by themselves, and no others', async () => {
  const products = casesOf('*').filter(({ ids: [id, ...others] }) => id === 4 && others.length === 0);
  const plain = products.map((one) => one.plain);
  const found = new Set<string>();
  for (const table of ends.tables.get(4) ?? []) {
    const from = ` FROM (SELECT v AS c4 FROM ${table})`;
    const alone: string[] = [];
    for (const one of plain) {
      const answer = await outcome(countsOf([one], from));
      if (typeof answer === 'string') alone.push(`${one}${from}: ${answer}`);
    }
    expect((await tried(plain, from, countsOf)).raising).toEqual(alone);
    for (const one of alone) found.add(one);
  }
  expect(found.size).toBeGreaterThan(0);
});

const common = new Set([
  'INTEGER',
  'BIGINT',
  'DOUBLE',
  'DECIMAL(8,2)',
  'DECIMAL(18,4)',
  'VARCHAR',
  'DATE',
  'TIMESTAMP',
]);
const mostRows = 40;

/** The rows of a case, each as a FROM of its own, every n-th of them where there are many. */
function singleRows({ ids }: Case): readonly string[] {
  const lists = ids.map((id) => {
    const type = types.get(id) ?? 'NULL';
    return valuesOf(type).map((value) => `CAST(${quotedValue(value)} AS ${type})`);
  });
  const all = lists.reduce<string[][]>((rows, list) => rows.flatMap((row) => list.map((item) => [...row, item])), [[]]);
  const step = Math.ceil(all.length / mostRows);
  const names = ids.map((id) => `c${id}`).join(', ');
  return all
    .filter((_, index) => index % step === 0)
    .map((row) => (row.length > 0 ? ` FROM (VALUES (${row.join(', ')})) q(${names})` : ''));
}

const asText = (expression: string, from: string): string => `SELECT CAST(${expression} AS VARCHAR)${from}`;

test.each(partial)('%s as printed is NULL exactly where its plain form raises', async (name) => {
  const usual = casesOf(name).filter(({ ids }) => ids.every((id) => common.has(types.get(id) ?? '')));
  const wrong: string[] = [];
  for (const item of usual.slice(0, 400).filter((_, index, all) => index % Math.ceil(all.length / 6) === 0)) {
    for (const from of singleRows(item)) {
      const [plain, printed] = [await outcome(asText(item.plain, from)), await outcome(asText(item.printed, from))];
      const wanted = typeof plain === 'string' ? [[null]] : plain;
      if (JSON.stringify(printed) !== JSON.stringify(wanted)) wrong.push(`${item.printed}${from}`.slice(0, 200));
    }
  }
  expect(wrong).toEqual([]);
});

test('the fuzz can fail: the plain forms of many partial functions raise on its values', async () => {
  const raising = new Set<string>();
  for (const name of partial) {
    for (const item of casesOf(name).slice(0, 40)) {
      if (typeof (await outcome(`SELECT count(x) FROM (SELECT ${item.plain} AS x${rowsOf(item)})`)) === 'string')
        raising.add(name);
    }
  }
  expect([...raising]).toEqual(
    expect.arrayContaining(['+', 'ln', 'sqrt', 'week', 'make_date', 'date_trunc', '<<', 'factorial']),
  );
  expect(raising.size).toBeGreaterThan(35);
});

/** From the manual of PostgreSQL, and the ends. */
test.each([
  ['5.35', '0.024', '10.06', '5', 3],
  ['-1', '0', '10', '5', 0],
  ['0', '0', '10', '5', 1],
  ['9.999', '0', '10', '5', 5],
  ['10', '0', '10', '5', 6],
  ['1e300', '0', '10', '5', 6],
  ['0.3', '0', '1', '10', 4],
])('width_bucket(%s, %s, %s, %s) is %i, as in PostgreSQL', async (value, lo, hi, count, bucket) => {
  const sql = printExpr({ kind: 'call', name: 'width_bucket', args: [value, lo, hi, count].map(number) });
  expect(await engine.rows(`SELECT ${sql}`)).toEqual([[bucket]]);
});

test('width_bucket gives NULL for NULL and NaN, and an end for what is infinite', async () => {
  const sql = printExpr({
    kind: 'call',
    name: 'width_bucket',
    args: [column('DOUBLE'), ...['-1', '1', '4'].map(number)],
  });
  const values = "(VALUES (NULL::DOUBLE), ('NaN'), ('inf'), ('-inf'), (-1), (-0.0), (1)) q(c11)";
  expect(columnTypes.indexOf('DOUBLE')).toBe(10);
  expect((await engine.rows(`SELECT ${sql} FROM ${values}`)).flat()).toEqual([null, null, 5, 0, 1, 3, 5]);
});

const ours: readonly string[] = ['width_bucket', 'coalesce'];

test('every name and alias exists in the engine, and none of them is volatile or reads settings, state or files', async () => {
  const rows = await engine.rows(
    `SELECT DISTINCT function_name, function_type, coalesce(stability, ''), coalesce(macro_definition, '') FROM duckdb_functions()
     WHERE function_type IN ('scalar', 'macro')`,
  );
  const known = new Map(rows.map(([name, ...rest]) => [String(name), rest]));
  const spellings = [...names, ...Object.keys(functionAliases)].filter((name) => !ours.includes(name));
  expect(spellings.filter((name) => !known.has(name))).toEqual([]);
  const unstable = rows.filter(
    ([name, , stability]) => spellings.includes(String(name)) && !['CONSISTENT', ''].includes(String(stability)),
  );
  expect(unstable).toEqual([]);
  const macros = rows.filter(([name, kind]) => kind === 'macro' && spellings.includes(String(name)));
  expect(macros.map(([name]) => String(name)).toSorted()).toEqual(['date_add', 'nullif', 'split_part']);
  expect(macros.filter(([, , , body]) => /setting|variable|random|now|env|read/.test(String(body)))).toEqual([]);
  expect(names.length).toBeGreaterThanOrEqual(140);
});

test('what the engine calls volatile is refused by name or not in the language', async () => {
  const rows = await engine.rows(
    `SELECT DISTINCT function_name FROM duckdb_functions() WHERE stability <> 'CONSISTENT'`,
  );
  const found = rows.map(([name]) => String(name));
  expect(found.length).toBeGreaterThan(8);
  expect(found.filter((name) => Object.hasOwn(functions, name) || Object.hasOwn(functionAliases, name))).toEqual([]);
  expect([...volatileNames].filter((name) => Object.hasOwn(functions, name))).toEqual([]);
});

test.each(Object.entries(functionAliases))('%s is %s under another name', async (alias, name) => {
  const item = casesOf(name).find(
    ({ plain, ids }) => ids.length > 0 && (plain.startsWith(`"${name}"(`) || functionSpec(name).operator),
  );
  if (!item) throw new Error(`no case for ${name}`);
  const args = item.plain.startsWith('"') ? item.plain.slice(item.plain.indexOf('(')) : '';
  const called =
    args === '' ? item.plain.replace(/^\(?(.*) (\S+) (.*?)\)?$/s, `"${alias}"($1, $3)`) : `"${alias}"${args}`;
  const from = rowsOf(item);
  const sql = (expression: string): string => `SELECT TRY(${expression}) AS x${from} ORDER BY 1`;
  expect(await outcome(sql(called))).toEqual(await outcome(sql(item.plain)));
});
