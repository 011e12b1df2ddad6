/**
 * Which kinds of values meet. The engine would compare text with a number by casting the text, and such a cast fails on the first row
 * that does not fit: whether the run fails then tells of a row. So kinds that do not fit refuse before any data is opened,
 * and what is left of the engine's implicit casts cannot fail.
 *
 * @see query-and-privacy.md §2.7
 */
import { accept, type Outcome } from '../refusal.ts';
import type { FunctionName } from './functions.ts';
import { children, placeOf, type ColumnId, type Expr, type Measure, type Rel, type WindowColumn } from './ir.ts';
import { attempt, stop } from './stop.ts';

/** `any` is NULL: it fits everything. */
export type Family = 'text' | 'number' | 'boolean' | 'date' | 'any';

type Families = Map<ColumnId, Family>;

/** @returns the relation; refuses with E_TYPE at the first place where values of different kinds meet */
export function requireTypes(rel: Rel): Outcome<Rel> {
  const families: Families = new Map();
  const checked = attempt(() => walk(rel, families));
  return checked.ok ? accept(rel) : checked;
}

function walk(rel: Rel, families: Families): void {
  switch (rel.kind) {
    case 'scan':
      for (const { id, column } of rel.columns) families.set(id, familyOfType(column.type));
      return;
    case 'single':
      return;
    case 'filter':
      walk(rel.input, families);
      requireCondition(rel.predicate, families);
      return;
    case 'project':
      walk(rel.input, families);
      for (const { id, expr } of rel.columns) families.set(id, familyOf(expr, families));
      return;
    case 'join':
      walk(rel.left, families);
      walk(rel.right, families);
      if (rel.on) requireCondition(rel.on, families);
      return;
    case 'aggregate':
      walk(rel.input, families);
      for (const { id, expr } of rel.keys) families.set(id, familyOf(expr, families));
      for (const measure of rel.measures) families.set(measure.id, familyOfMeasure(measure, families));
      return;
    case 'window':
      walk(rel.input, families);
      for (const column of rel.columns) families.set(column.id, familyOfWindow(column, families));
      return;
    case 'union':
      rel.inputs.forEach((input) => {
        walk(input, families);
      });
      for (const { id, from } of rel.columns) {
        const arms = from.map((source): Expr => ({ kind: 'column', id: source }));
        families.set(id, common(arms, families));
      }
      return;
    case 'sort':
    case 'limit':
      walk(rel.input, families);
  }
}

/** A value of a window is one of its argument's, or a number. */
function familyOfWindow({ fn, args, partitionBy, orderBy }: WindowColumn, families: Families): Family {
  const [first] = args.map((arg) => familyOf(arg, families));
  for (const expr of [...partitionBy, ...orderBy.map((order) => order.expr)]) familyOf(expr, families);
  return keepsFamily.has(fn) ? (first ?? 'any') : 'number';
}

const keepsFamily: ReadonlySet<string> = new Set([
  'min',
  'max',
  'lag',
  'lead',
  'first_value',
  'last_value',
  'nth_value',
]);

function familyOfMeasure({ fn, arg }: Measure, families: Families): Family {
  const family = arg ? familyOf(arg, families) : 'number';
  return fn === 'min' || fn === 'max' ? family : 'number';
}

function familyOfType(type: string): Family {
  if (type === 'VARCHAR') return 'text';
  if (type === 'BOOLEAN') return 'boolean';
  return type === 'DATE' || type === 'TIMESTAMP' ? 'date' : 'number';
}

function familyOf(expr: Expr, families: Families): Family {
  switch (expr.kind) {
    case 'column':
      return families.get(expr.id) ?? 'any';
    case 'literal':
      return expr.literal.type === 'string' ? 'text' : expr.literal.type === 'null' ? 'any' : expr.literal.type;
    case 'cast':
      familyOf(expr.arg, families);
      return familyOfType(expr.type);
    case 'call':
      return familyOfCall(expr, families);
    case 'case':
      for (const branch of expr.branches) requireCondition(branch.when, families);
      return common([...expr.branches.map((branch) => branch.result), expr.otherwise], families);
    case 'compare':
    case 'between':
    case 'in':
      common(children(expr), families);
      return 'boolean';
    case 'logic':
    case 'not':
      for (const child of children(expr)) requireCondition(child, families);
      return 'boolean';
    case 'isNull':
      familyOf(expr.arg, families);
      return 'boolean';
  }
}

const unifying: ReadonlySet<FunctionName> = new Set(['coalesce', 'nullif', 'greatest', 'least']);
const ofDates: ReadonlySet<FunctionName> = new Set([
  'year',
  'quarter',
  'month',
  'week',
  'day',
  'dayofweek',
  'isodow',
  'dayofyear',
  'hour',
  'minute',
]);
const giveText: ReadonlySet<FunctionName> = new Set([
  'lower',
  'upper',
  'trim',
  'ltrim',
  'rtrim',
  'left',
  'right',
  'substring',
  'concat',
  '||',
]);
const giveBoolean: ReadonlySet<FunctionName> = new Set([
  'starts_with',
  'ends_with',
  'contains',
  '~~',
  '!~~',
  '~~*',
  '!~~*',
]);

function familyOfCall({ name, args }: Extract<Expr, { kind: 'call' }>, families: Families): Family {
  if (unifying.has(name)) return common(args, families);
  const given = args.map((arg) => familyOf(arg, families));
  args.forEach((arg, index) => {
    if (ofDates.has(name) && given[index] === 'text') requireDate(arg);
    if (name === 'sign' && given[index] === 'text') refuseMix(arg, 'number', 'text');
  });
  if (giveText.has(name)) return 'text';
  if (giveBoolean.has(name)) return 'boolean';
  if (name === 'date_trunc' || name === 'last_day') return 'date';
  // A date moved by days is a date; the days between two dates are a number.
  const isMoved = (name === '+' || name === '-') && given.filter((family) => family === 'date').length === 1;
  return isMoved ? 'date' : 'number';
}

/** A condition is a boolean, or a number that the engine reads as one. */
function requireCondition(expr: Expr, families: Families): void {
  const family = familyOf(expr, families);
  if (family === 'text' || family === 'date') refuseMix(expr, 'boolean', family);
}

/** The one family of expressions that meet. Numbers and booleans fit each other; a date written as text is a date. */
function common(exprs: readonly Expr[], families: Families): Family {
  const given = exprs.map((expr) => ({ expr, family: familyOf(expr, families) }));
  const [first] = given.filter(({ family }) => family !== 'any' && family !== 'text');
  const wanted = first?.family ?? (given.some(({ family }) => family === 'text') ? 'text' : 'any');
  for (const { expr, family } of given) {
    if (family === 'any' || family === wanted) continue;
    if (isNumeric(family) && isNumeric(wanted)) continue;
    if (wanted === 'date' && family === 'text') requireDate(expr);
    else refuseMix(expr, wanted, family);
  }
  return wanted;
}

function isNumeric(family: Family): boolean {
  return family === 'number' || family === 'boolean';
}

/** Text beside a date: a constant that is a day of the calendar, with or without a time. */
function requireDate(expr: Expr): void {
  const text = expr.kind === 'literal' && expr.literal.type === 'string' ? expr.literal.text : '';
  const [, day] = /^(\d{4}-\d\d-\d\d)(?:[ T](?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,6})?)?)?$/.exec(text) ?? [];
  if (day === undefined || !isDay(day)) refuseMix(expr, 'date', 'text');
}

const monthDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function isDay(text: string): boolean {
  const [year = 0, month = 0, day = 0] = text.split('-').map(Number);
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = (monthDays[month - 1] ?? 0) + (isLeap && month === 2 ? 1 : 0);
  return year >= 1 && day >= 1 && day <= days;
}

function refuseMix(expr: Expr, must: Family, got: Family): never {
  const remedy = got === 'text' ? 'Write the constant in that type, or cast.' : 'Cast one of the two.';
  return stop('E_TYPE', `Cannot use a ${got} value here: must be ${must}; got ${got}`, placeOf(expr), remedy);
}
