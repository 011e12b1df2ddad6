/**
 * The scalar functions of the language, on one page: how many arguments, which of them must be constants, and whether the function
 * is total. A partial function can fail on a single row, and an error is one bit about that row; so it is printed inside `TRY(…)`,
 * which turns the error into NULL. Functions whose cost depends on a value (repeat, lpad) or that turn text into numbers
 * (ascii, hash) are left out on purpose.
 *
 * @see query-and-privacy.md §2.3, §2.6, §2.7
 */
interface FunctionSpec {
  readonly args: readonly [min: number, max: number];
  readonly total: boolean;
  /** Positions of arguments that must be constants. */
  readonly constant?: readonly number[];
  /** Positions of arguments that must be short whole numbers: the engine fails on large ones, and only where a row is. */
  readonly short?: readonly number[];
  /** The first argument names a calendar part. */
  readonly part?: true;
  /** Printed between its arguments (or before the only one). */
  readonly operator?: true;
}

const text1 = { args: [1, 1], total: true } as const;
const part1 = { args: [1, 1], total: true } as const;
const arithmetic = { args: [2, 2], total: false, operator: true } as const;
const pattern = { args: [2, 2], total: true, constant: [1], operator: true } as const;

export const functions = {
  // numbers
  '+': { args: [1, 2], total: false, operator: true },
  '-': { args: [1, 2], total: false, operator: true },
  '*': arithmetic,
  '/': arithmetic,
  '//': arithmetic,
  '%': arithmetic,
  abs: { args: [1, 1], total: false },
  sign: { args: [1, 1], total: true },
  round: { args: [1, 2], total: false, constant: [1] },
  floor: { args: [1, 1], total: false },
  ceil: { args: [1, 1], total: false },
  trunc: { args: [1, 1], total: false },
  sqrt: { args: [1, 1], total: false },
  ln: { args: [1, 1], total: false },
  log10: { args: [1, 1], total: false },
  exp: { args: [1, 1], total: false },
  pow: { args: [2, 2], total: false },
  greatest: { args: [1, 16], total: true },
  least: { args: [1, 16], total: true },
  // missing values
  coalesce: { args: [1, 16], total: true },
  nullif: { args: [2, 2], total: true },
  // text
  lower: text1,
  upper: text1,
  trim: text1,
  ltrim: text1,
  rtrim: text1,
  length: text1,
  left: { args: [2, 2], total: true, constant: [1], short: [1] },
  right: { args: [2, 2], total: true, constant: [1], short: [1] },
  substring: { args: [2, 3], total: true, constant: [1, 2], short: [1, 2] },
  starts_with: { args: [2, 2], total: true, constant: [1] },
  ends_with: { args: [2, 2], total: true, constant: [1] },
  contains: { args: [2, 2], total: true, constant: [1] },
  concat: { args: [1, 16], total: true },
  '||': { args: [2, 2], total: true, operator: true },
  '~~': pattern,
  '!~~': pattern,
  '~~*': pattern,
  '!~~*': pattern,
  // dates
  year: part1,
  quarter: part1,
  month: part1,
  week: part1,
  day: part1,
  dayofweek: part1,
  isodow: part1,
  dayofyear: part1,
  hour: part1,
  minute: part1,
  date_part: { args: [2, 2], total: false, part: true, constant: [0] },
  date_trunc: { args: [2, 2], total: false, part: true, constant: [0] },
  date_diff: { args: [3, 3], total: false, part: true, constant: [0] },
  last_day: { args: [1, 1], total: false },
} as const satisfies Record<string, FunctionSpec>;

export type FunctionName = keyof typeof functions;

export function functionSpec(name: FunctionName): FunctionSpec {
  return functions[name];
}

export function isFunction(name: string): name is FunctionName {
  return Object.hasOwn(functions, name);
}

/** Other spellings that DuckDB knows. */
export const functionAliases: Readonly<Record<string, FunctionName>> = {
  add: '+',
  subtract: '-',
  multiply: '*',
  divide: '//',
  mod: '%',
  ceiling: 'ceil',
  power: 'pow',
  '**': 'pow',
  '^': 'pow',
  log: 'log10',
  lcase: 'lower',
  ucase: 'upper',
  len: 'length',
  char_length: 'length',
  strlen: 'length',
  substr: 'substring',
  prefix: 'starts_with',
  suffix: 'ends_with',
  datepart: 'date_part',
  datetrunc: 'date_trunc',
  datediff: 'date_diff',
  dayofmonth: 'day',
  weekday: 'dayofweek',
  weekofyear: 'week',
};

/** Calendar parts that `date_part`, `date_trunc` and `date_diff` take. */
export const calendarParts: ReadonlySet<string> = new Set(
  'year quarter month week day dow isodow doy hour minute second'.split(' '),
);
