/** One table with a column of every type, and arguments of every kind for every function. */
import { calendarParts, functionSpec, type FunctionName } from '#policies/query/functions.ts';
import { columnsOf, type Expr } from '#policies/query/ir.ts';
import { columnName, printExpr } from '#policies/query/print.ts';
import { Stop } from '#policies/query/stop.ts';
import { typed } from '#policies/query/types-expr.ts';
import type { SqlTypeName } from '#policies/query/types-lattice.ts';

export const columnTypes: readonly SqlTypeName[] = [
  'TINYINT',
  'SMALLINT',
  'INTEGER',
  'BIGINT',
  'HUGEINT',
  'DECIMAL(4,1)',
  'DECIMAL(8,2)',
  'DECIMAL(18,4)',
  'DECIMAL(38,10)',
  'FLOAT',
  'DOUBLE',
  'BOOLEAN',
  'VARCHAR',
  'DATE',
  'TIMESTAMP',
  'INTERVAL',
];

/** Column n + 1 has the n-th type. */
export const types: ReadonlyMap<number, SqlTypeName> = new Map(columnTypes.map((type, at) => [at + 1, type]));

export const createCases = `CREATE TABLE cases (${columnTypes.map((type, at) => `${columnName(at + 1)} ${type}`).join(', ')})`;

export const column = (type: SqlTypeName): Expr => ({ kind: 'column', id: columnTypes.indexOf(type) + 1 });
export const number = (text: string): Expr => ({ kind: 'literal', literal: { type: 'number', text } });
export const text = (value: string): Expr => ({ kind: 'literal', literal: { type: 'string', text: value } });

const parts = [...calendarParts].map(text);

const constants: readonly Expr[] = [
  number('1'),
  number('-7'),
  number('300'),
  number('100000'),
  number('3000000000'),
  number('1.5'),
  number('0.25'),
  number('1e3'),
  text('2024-02-29'),
  { kind: 'literal', literal: { type: 'boolean', value: true } },
  { kind: 'cast', arg: text('2024-02-29'), type: 'DATE' },
  { kind: 'call', name: 'to_days', args: [number('3')] },
];

/** Constants that a function needs at a position; other arguments are free. */
const fixedArguments: Readonly<Partial<Record<FunctionName, Readonly<Record<number, readonly Expr[]>>>>> = {
  round: { 1: [number('0'), number('1'), number('9'), number('-1'), number('-2'), number('-18')] },
  trunc: { 1: [number('0'), number('1'), number('9'), number('-1'), number('-2'), number('-18')] },
  width_bucket: { 1: [number('-10'), number('0.5')], 2: [number('10')], 3: [number('5')] },
  trim: { 1: [text('x'), text('')] },
  ltrim: { 1: [text('x')] },
  rtrim: { 1: [text('x域')] },
  left: { 1: [number('2'), number('0'), number('-2'), number('9999')] },
  right: { 1: [number('2'), number('0'), number('-2'), number('9999')] },
  left_grapheme: { 1: [number('2'), number('-2')] },
  right_grapheme: { 1: [number('2'), number('-2')] },
  substring: { 1: [number('2'), number('0'), number('-3')], 2: [number('2'), number('-1'), number('9999')] },
  substring_grapheme: { 1: [number('2'), number('-3')], 2: [number('2'), number('0')] },
  replace: { 1: [text('ab'), text('')], 2: [text('c'), text('')] },
  translate: { 1: [text('ab')], 2: [text('xyz'), text('')] },
  split_part: { 1: [text('-'), text('')], 2: [number('1'), number('0'), number('-1')] },
  concat_ws: { 0: [text('-')] },
  starts_with: { 1: [text('a'), text('')] },
  ends_with: { 1: [text('a'), text('')] },
  contains: { 1: [text('a'), text('域'), text('')] },
  position: { 1: [text('a'), text('')] },
  '~~': { 1: [text('a%_'), text('\\')] },
  '!~~': { 1: [text('%a')] },
  '~~*': { 1: [text('A%')] },
  '!~~*': { 1: [text('A%')] },
  '~~~': { 1: [text('a*[b-d]?'), text('[')] },
  like_escape: { 1: [text('a!%%'), text('a!!')], 2: [text('!')] },
  not_like_escape: { 1: [text('a!%%'), text('a!!')], 2: [text('!')] },
  ilike_escape: { 1: [text('A!%%'), text('a!!')], 2: [text('!')] },
  not_ilike_escape: { 1: [text('A!%%'), text('a!!')], 2: [text('!')] },
  regexp_matches: { 1: [text('^a+(b|c)*\\d'), text('')] },
  regexp_full_match: { 1: [text('.*'), text('[a-z]{1,50}')] },
  regexp_extract: { 1: [text('a(.)'), text('')], 2: [number('0'), number('1'), number('7')] },
  date_part: { 0: parts },
  date_trunc: { 0: parts },
  date_diff: { 0: parts },
  date_sub: { 0: parts },
  strftime: { 1: [text('%Y-%m-%d %H:%M:%S'), text('%j %a %A %b %B %p %I %y %u %w %U %W %V %G %-d %-m %%')] },
  time_bucket: {
    0: [
      { kind: 'call', name: 'to_days', args: [number('7')] },
      { kind: 'call', name: 'to_months', args: [number('3')] },
      { kind: 'call', name: 'to_hours', args: [number('5')] },
    ],
  },
};

/** Intervals are made of constants, and some constants are too large. */
function isInterval(name: FunctionName): boolean {
  return name.startsWith('to_');
}

const intervalArguments: readonly Expr[] = ['0', '1', '-3', '2147483647', '9223372036854775807', '1.5', '1e300'].map(
  number,
);

function candidates(name: FunctionName, position: number): readonly Expr[] {
  const fixed = fixedArguments[name]?.[position];
  if (fixed) return fixed;
  if (isInterval(name)) return intervalArguments;
  const columns = columnTypes.map(column);
  return position === 0 || functionSpec(name).args[1] === 2 ? [...columns, ...constants] : columns;
}

/** Every combination of arguments worth trying; functions of more than three take each type in every place at once. */
function argumentLists(name: FunctionName): readonly (readonly Expr[])[] {
  const [min, max] = functionSpec(name).args;
  const counts = max > 6 ? [min, Math.max(min, 2)] : [...new Set([min, max])];
  return counts.flatMap((count) => {
    if (count === 6) return (['INTEGER', 'BIGINT'] as const).map(sixOf);
    const lists = Array.from({ length: count }, (_, position) => candidates(name, position));
    return combine(lists);
  });
}

function sixOf(type: SqlTypeName): readonly Expr[] {
  return [0, 1, 2, 3, 4, 5].map((position) => (position === 5 ? column('DOUBLE') : column(type)));
}

function combine<T>(lists: readonly (readonly T[])[]): readonly (readonly T[])[] {
  return lists.reduce<readonly (readonly T[])[]>(
    (made, list) => made.flatMap((head) => list.map((item) => [...head, item])),
    [[]],
  );
}

const typedColumns = new Map([...types].map(([id, type]) => [id, { type, texts: 1 }] as const));

export interface Case {
  readonly name: FunctionName;
  readonly type: SqlTypeName;
  /** As the engine gets it. */
  readonly printed: string;
  /** The same without TRY around it. */
  readonly plain: string;
  readonly ids: readonly number[];
}

/** The call with its types checked, or undefined where it is refused. */
export function caseOf(name: FunctionName, args: readonly Expr[]): Case | undefined {
  try {
    const { type, expr } = typed({ kind: 'call', name, args }, typedColumns);
    const printed = printExpr(expr);
    const plain = functionSpec(name).total ? printed : printed.replace(/^TRY\((.*)\)$/s, '$1');
    return { name, type, printed, plain, ids: [...columnsOf(expr)] };
  } catch (error) {
    if (error instanceof Stop) return undefined;
    throw error;
  }
}

export function casesOf(name: FunctionName): readonly Case[] {
  return argumentLists(name).flatMap((args) => caseOf(name, args) ?? []);
}
