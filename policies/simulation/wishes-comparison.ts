/** A comparison of a query with constants → which values of which base column it accepts. */
import type { Column } from '../catalog/entry.ts';
import { constantText, type ColumnId, type Expr } from '../query/ir.ts';
import type { Comparison } from '../query/syntax.ts';
import { monotoneOf, recurringOf } from './wishes-calendar.ts';
import { constantOf } from './wishes-constant.ts';
import { comparable, type WishedValue } from './wishes-values.ts';
import type { Accepted } from './wishes.ts';

/** A condition on a base column, with the expression that said so. */
export interface Atom {
  readonly id: ColumnId;
  readonly accept: Accepted;
  readonly from: Expr;
}

export type ColumnOf = (id: ColumnId) => Column | undefined;

/** Longest list of values in a wish. */
const mostValues = 1_000;

const mirrored = { '=': '=', '<>': '<>', '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const;
type Order = keyof typeof mirrored;

/** The alternatives under which the comparison holds, or undefined where it cannot be read. */
export function readCompare(expr: Extract<Expr, { kind: 'compare' }>, columnOf: ColumnOf): readonly Atom[] | undefined {
  const { left, right } = expr;
  const op = orderOf(expr.op);
  const [constant, swapped] = [constantOf(right), constantOf(left)];
  if (constant !== undefined) return readSide({ of: left, op, constant, from: expr }, columnOf);
  if (swapped !== undefined) return readSide({ of: right, op: mirrored[op], constant: swapped, from: expr }, columnOf);
  return undefined;
}

function orderOf(op: Comparison): Order {
  if (op === 'IS DISTINCT FROM') return '<>';
  return op === 'IS NOT DISTINCT FROM' ? '=' : op;
}

interface Side {
  readonly of: Expr;
  readonly op: Order;
  readonly constant: WishedValue;
  readonly from: Expr;
}

/** One side is a constant: the other is a column, or a function of one that we know. */
export function readSide({ of, op, constant, from }: Side, columnOf: ColumnOf): readonly Atom[] | undefined {
  const plain = plainColumn(of, columnOf);
  if (plain) return accepting(plain, op, constant).map((accept) => ({ id: plain.id, accept, from }));
  const monotone = monotoneOf(of);
  const arg = monotone && plainColumn(monotone.arg, columnOf);
  const interval = monotone?.interval(constant);
  if (arg && interval) return inside(op, interval).map((accept) => ({ id: arg.id, accept, from }));
  const recurring = recurringOf(of);
  const day = recurring && plainColumn(recurring.arg, columnOf);
  if (recurring && day && typeof constant === 'number') {
    const days = recurring.daysOf(day.column, (part) => holds(part, op, constant)).slice(0, mostValues);
    return days.length > 0 ? [{ id: day.id, accept: { kind: 'values', values: days }, from }] : undefined;
  }
  return readPrefix({ of, op, constant, from }, columnOf);
}

interface Plain {
  readonly id: ColumnId;
  readonly column: Column;
}

/** A base column, through casts that keep its values and defaults for NULL. */
export function plainColumn(expr: Expr, columnOf: ColumnOf): Plain | undefined {
  if (expr.kind === 'column') {
    const column = columnOf(expr.id);
    return column && { id: expr.id, column };
  }
  if (expr.kind === 'call' && expr.name === 'coalesce') {
    const [first, ...rest] = expr.args;
    return first && rest.every((arg) => constantOf(arg) !== undefined) ? plainColumn(first, columnOf) : undefined;
  }
  if (expr.kind !== 'cast') return undefined;
  const inner = plainColumn(expr.arg, columnOf);
  return inner && keeps(inner.column.type, expr.type) ? inner : undefined;
}

const isNumber = (type: string): boolean => /^(SMALLINT|INTEGER|BIGINT|HUGEINT|DOUBLE|FLOAT|DECIMAL)/.test(type);

function keeps(from: string, to: string): boolean {
  if (from === to) return true;
  const isWhole = /^(SMALLINT|INTEGER|BIGINT)$/.test(from);
  return (
    (isNumber(to) && (isWhole || /^(DOUBLE|DECIMAL)/.test(to)) && isNumber(from)) ||
    (from === 'DATE' && to === 'TIMESTAMP')
  );
}

function accepting({ column }: Plain, op: Order, value: WishedValue): readonly Accepted[] {
  if (op === '=') return [{ kind: 'values', values: [value] }];
  if (op === '<>') return [excluding(column, [value])];
  const end = { value, open: op === '<' || op === '>' };
  return [op === '<' || op === '<=' ? { kind: 'range', hi: end } : { kind: 'range', lo: end }];
}

/** Of a code list what remains; anything else is different nearly always, if it is there. */
export function excluding(column: Column, values: readonly WishedValue[]): Accepted {
  const out = new Set(values.map((value) => comparable(column, value)));
  const { domain } = column;
  const listed = domain?.kind === 'codes' ? domain.values : column.type === 'BOOLEAN' ? [true, false] : undefined;
  const kept = listed?.filter((value) => !out.has(comparable(column, value))) ?? [];
  return kept.length > 0 ? { kind: 'values', values: kept.slice(0, mostValues) } : { kind: 'present' };
}

const before = (value: WishedValue): Accepted => ({ kind: 'range', hi: { value, open: true } });
const since = (value: WishedValue): Accepted => ({ kind: 'range', lo: { value, open: false } });

/** The values whose result compares so with the one that lies between `from` and `to`. */
function inside(
  op: Order,
  { from, to }: { readonly from: WishedValue; readonly to: WishedValue },
): readonly Accepted[] {
  switch (op) {
    case '=':
      return [{ kind: 'range', lo: { value: from, open: false }, hi: { value: to, open: true } }];
    case '<>':
      return [before(from), since(to)];
    case '<':
      return [before(from)];
    case '<=':
      return [before(to)];
    case '>':
      return [since(to)];
    case '>=':
      return [since(from)];
  }
}

function holds(left: number, op: Order, right: number): boolean {
  switch (op) {
    case '=':
      return left === right;
    case '<>':
      return left !== right;
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    case '>=':
      return left >= right;
  }
}

/** `left(code, 1) = 'I'` is a prefix. */
function readPrefix({ of, op, constant, from }: Side, columnOf: ColumnOf): readonly Atom[] | undefined {
  if (of.kind !== 'call' || op !== '=' || typeof constant !== 'string') return undefined;
  const [arg, second, third] = of.args;
  const length =
    of.name === 'left' ? second : of.name === 'substring' && constantText(second) === '1' ? third : undefined;
  const column = arg && plainColumn(arg, columnOf);
  if (!column || constantText(length) !== String(Array.from(constant).length)) return undefined;
  return [{ id: column.id, accept: { kind: 'prefix', text: constant }, from }];
}

/** `LIKE 'x%'` without another wildcard; undefined for any other pattern. */
export function readLike(expr: Extract<Expr, { kind: 'call' }>, columnOf: ColumnOf): readonly Atom[] | undefined {
  const [arg, second] = expr.args;
  const column = arg && plainColumn(arg, columnOf);
  const pattern = second && constantOf(second);
  if (!column || typeof pattern !== 'string') return undefined;
  const text = expr.name === 'starts_with' ? pattern : pattern.replace(/%$/, '');
  if (expr.name === '~~' && /[%_]/.test(text)) return undefined;
  const isWhole = expr.name === '~~' && text === pattern;
  const accept: Accepted = isWhole
    ? { kind: 'values', values: [text] }
    : text === ''
      ? { kind: 'present' }
      : { kind: 'prefix', text };
  return [{ id: column.id, accept, from: expr }];
}
