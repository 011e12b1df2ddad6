/**
 * The scalar functions of the language: what is not here is refused. All are deterministic. A partial function can fail on a single row,
 * and an error is one bit about that row; so it is printed inside `TRY(…)`, which turns the error into NULL. TRY does not catch what the
 * engine calls a syntax error or not implemented (an unknown calendar part, an open escape): those constants are refused with the text.
 * Nor does it catch what the optimizer computes from the least and the greatest value of a stored column: epoch_ns fails there.
 *
 * @see query-and-privacy.md §2.3, §2.6, §2.7
 */
import { dateFunctions } from './functions-date.ts';
import { numberFunctions } from './functions-number.ts';
import type { FunctionSpec } from './functions-spec.ts';
import { textFunctions } from './functions-text.ts';

export const functions = { ...numberFunctions, ...textFunctions, ...dateFunctions } as const;

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
  date_add: '+',
  subtract: '-',
  multiply: '*',
  divide: '//',
  mod: '%',
  '@': 'abs',
  ceiling: 'ceil',
  power: 'pow',
  '**': 'pow',
  '^': 'pow',
  '!__postfix': 'factorial',
  greatest_common_divisor: 'gcd',
  least_common_multiple: 'lcm',
  lcase: 'lower',
  ucase: 'upper',
  len: 'length',
  char_length: 'length',
  character_length: 'length',
  substr: 'substring',
  strpos: 'position',
  instr: 'position',
  prefix: 'starts_with',
  '^@': 'starts_with',
  suffix: 'ends_with',
  datepart: 'date_part',
  datetrunc: 'date_trunc',
  datediff: 'date_diff',
  datesub: 'date_sub',
  dayofmonth: 'day',
  weekday: 'dayofweek',
  weekofyear: 'week',
};

/** Calendar parts that `date_part`, `date_trunc`, `date_diff` and `date_sub` take. */
export const calendarParts: ReadonlySet<string> = new Set(
  (
    'millennium century decade year isoyear quarter month week yearweek day dow isodow doy ' +
    'hour minute second millisecond microsecond epoch'
  ).split(' '),
);

/** Names, also without parentheses, whose answer is another one every time, every day or in every session. */
export const volatileNames: ReadonlySet<string> = new Set(
  [
    'random setseed uuid uuidv4 uuidv7 gen_random_uuid nextval currval',
    'now today current_date current_time current_timestamp get_current_time get_current_timestamp transaction_timestamp',
    'localtime localtimestamp current_localtime current_localtimestamp txid_current',
  ].flatMap((line) => line.split(' ')),
);
