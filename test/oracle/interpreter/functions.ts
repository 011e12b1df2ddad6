/** What each scalar function of the language means. A function that is not here is not known: the interpreter says so. */
import type { FunctionName } from '#policies/query/functions.ts';
import * as arithmetic from './arithmetic.ts';
import { castTo, strict, unified, type Bound, type Row } from './bound.ts';
import { dateDiff, datePart, dateTrunc, lastDay } from './calendar.ts';
import { bigint, boolean, day, instant, text } from './sql-type.ts';
import * as texts from './text.ts';
import { compare, date, type Present, type Value } from './value.ts';

type Meaning = (args: readonly Bound[]) => Bound;

const meanings: Readonly<Partial<Record<FunctionName, Meaning>>> = {
  '+': arithmetic.add,
  '-': arithmetic.subtract,
  '*': arithmetic.multiply,
  '/': arithmetic.divide,
  '//': arithmetic.divideWhole,
  '%': arithmetic.modulo,
  abs: arithmetic.abs,
  sign: arithmetic.sign,
  round: arithmetic.round,
  floor: arithmetic.floor,
  ceil: arithmetic.ceil,
  trunc: arithmetic.trunc,
  sqrt: arithmetic.real((value = 0) => (value < 0 ? null : Math.sqrt(value))),
  ln: arithmetic.real((value = 0) => (value <= 0 ? null : Math.log(value))),
  log10: arithmetic.real((value = 0) => (value <= 0 ? null : Math.log10(value))),
  exp: arithmetic.real((value = 0) => Math.exp(value)),
  pow: arithmetic.real((base = 0, exponent = 0) => power(base, exponent)),
  greatest: extreme(1),
  least: extreme(-1),
  coalesce: (args) => {
    const { type, args: same } = unified(args, 'column');
    return { type, value: (row) => firstPresent(same.map((arg) => arg.value(row))) };
  },
  nullif,
  lower: texts.ofTexts(text, (value = '') => value.toLowerCase()),
  upper: texts.ofTexts(text, (value = '') => value.toUpperCase()),
  trim: texts.ofTexts(text, (value = '') => value.replaceAll(/^ +| +$/g, '')),
  ltrim: texts.ofTexts(text, (value = '') => value.replace(/^ +/, '')),
  rtrim: texts.ofTexts(text, (value = '') => value.replace(/ +$/, '')),
  length: texts.length,
  left: texts.left,
  right: texts.right,
  substring: texts.substring,
  starts_with: texts.ofTexts(boolean, (value = '', start = '') => value.startsWith(start)),
  ends_with: texts.ofTexts(boolean, (value = '', end = '') => value.endsWith(end)),
  contains: texts.ofTexts(boolean, (value = '', inner = '') => value.includes(inner)),
  concat: texts.concat,
  '||': texts.joined,
  '~~': texts.like({ negated: false, anyCase: false }),
  '!~~': texts.like({ negated: true, anyCase: false }),
  '~~*': texts.like({ negated: false, anyCase: true }),
  '!~~*': texts.like({ negated: true, anyCase: true }),
  year: calendarPart('year'),
  quarter: calendarPart('quarter'),
  month: calendarPart('month'),
  week: calendarPart('week'),
  day: calendarPart('day'),
  dayofweek: calendarPart('dayofweek'),
  isodow: calendarPart('isodow'),
  dayofyear: calendarPart('dayofyear'),
  hour: calendarPart('hour'),
  minute: calendarPart('minute'),
  date_part: ([part, moment]) => strict(bigint, [momentOf(moment)], (value) => datePart(partName(part), value)),
  date_trunc: ([part, moment]) => strict(instant, [momentOf(moment)], (value) => dateTrunc(partName(part), value)),
  date_diff: ([part, from, to]) =>
    strict(bigint, [momentOf(from), momentOf(to)], (a, b) => dateDiff(partName(part), a, b)),
  last_day: ([moment]) => strict(day, [momentOf(moment)], (value) => date(lastDay(value))),
};

/** @returns the call; throws for a function that the interpreter does not know */
export function bindCall(name: FunctionName, args: readonly Bound[]): Bound {
  const meaning = meanings[name];
  if (!meaning) throw new Error(`the interpreter does not know the function ${name}`);
  return meaning(args);
}

/** Whether the interpreter knows a function, so that a generator uses no other. */
export function isKnown(name: string): boolean {
  return Object.hasOwn(meanings, name);
}

/** 1 to any power is 1 in C, and not in JavaScript where the power is NaN or infinite. */
function power(base: number, exponent: number): number {
  return base === 1 || (base === -1 && Math.abs(exponent) === Infinity) ? 1 : base ** exponent;
}

function firstPresent(values: readonly Value[]): Value {
  return values.find((value) => value !== null) ?? null;
}

/** greatest and least leave NULL out. */
function extreme(direction: 1 | -1): Meaning {
  const better = (a: Value, b: Value): Value => {
    if (a === null || b === null) return a ?? b;
    return direction * compare(a, b) >= 0 ? a : b;
  };
  return (given) => {
    const { type, args } = unified(given, 'column');
    return { type, value: (row) => args.map((arg) => arg.value(row)).reduce(better, null) };
  };
}

/** The first argument in its own type, unless it equals the second. */
function nullif(args: readonly Bound[]): Bound {
  const [left, right] = unified(args).args;
  const [first] = args;
  if (!first || !left || !right) throw new Error('nullif has two arguments');
  const value = (row: Row): Value => (areEqual(left.value(row), right.value(row)) ? null : first.value(row));
  return { type: first.type, value };
}

function areEqual(a: Value, b: Value): boolean {
  return a !== null && b !== null && compare(a, b) === 0;
}

function calendarPart(part: string): Meaning {
  return ([moment]) => strict(bigint, [momentOf(moment)], (value) => datePart(part, value));
}

function momentOf(bound: Bound | undefined): Bound {
  const arg = arithmetic.only(bound);
  return arg.type.kind === 'text' ? castTo(arg, instant) : arg;
}

function partName(bound: Bound | undefined): string {
  const name: Present | null = arithmetic.only(bound).value(new Map());
  if (typeof name !== 'string') throw new Error('a calendar part is a constant text');
  return name.toLowerCase();
}
