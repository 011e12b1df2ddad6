/** What a constant expression of a query is: literals, casts of them, and the sums and calendar steps that people write. */
import type { Expr } from '../query/ir.ts';
import { shifted, type WishedValue } from './wishes-values.ts';

/** @returns the value, or undefined where the expression is no constant that can be read */
export function constantOf(expr: Expr): WishedValue | undefined {
  if (expr.kind === 'cast') return castOf(constantOf(expr.arg), expr.type);
  if (expr.kind === 'call') return computed(expr.name, expr.args);
  if (expr.kind !== 'literal') return undefined;
  const { literal } = expr;
  switch (literal.type) {
    case 'null':
      return undefined;
    case 'boolean':
      return literal.value;
    case 'number':
      return Number(literal.text);
    case 'string':
      return literal.text;
  }
}

function castOf(value: WishedValue | undefined, type: string): WishedValue | undefined {
  if (type === 'DATE' && typeof value === 'string') return value.slice(0, 10);
  if (type === 'TIMESTAMP' || type === 'DATE' || value === undefined) return value;
  if (type === 'VARCHAR') return String(value);
  const number = typeof value === 'string' ? Number(value) : value;
  return typeof number === 'number' && !Number.isFinite(number) ? undefined : number;
}

function computed(name: string, [first, second]: readonly Expr[]): WishedValue | undefined {
  // INTERVAL counts whole units.
  if (first !== undefined && name === 'trunc') return truncated(constantOf(first));
  if (first === undefined || (name !== '+' && name !== '-' && name !== '*')) return undefined;
  const left = constantOf(first);
  if (second === undefined) return name === '-' && typeof left === 'number' ? -left : undefined;
  const sign = name === '-' ? -1 : 1;
  if (typeof left === 'string') return name === '*' ? undefined : stepped(left, second, sign);
  const right = constantOf(second);
  if (typeof left !== 'number' || typeof right !== 'number') return undefined;
  return Number((name === '*' ? left * right : left + sign * right).toPrecision(15));
}

function truncated(value: WishedValue | undefined): number | undefined {
  return typeof value === 'number' ? Math.trunc(value) : undefined;
}

const days: Readonly<Record<string, number>> = { to_days: 1, to_weeks: 7 };
const months: Readonly<Record<string, number>> = { to_months: 1, to_quarters: 3, to_years: 12 };

/** A day or moment, an interval later or earlier. */
function stepped(from: string, by: Expr, sign: number): string | undefined {
  const [arg] = by.kind === 'call' ? by.args : [];
  const count = arg && constantOf(arg);
  if (by.kind !== 'call' || typeof count !== 'number' || !/^\d{4}-\d\d-\d\d/.test(from)) return undefined;
  const iso = from.replace(' ', 'T');
  const inDays = days[by.name];
  if (inDays !== undefined) return shifted(iso, { seconds: sign * count * inDays * 86_400 });
  const inMonths = months[by.name];
  return inMonths === undefined ? undefined : monthsLater(iso, sign * count * inMonths);
}

/** The same day of another month, or its last day. */
export function monthsLater(iso: string, months: number): string {
  const [year = 0, month = 1, day = 1] = iso.slice(0, 10).split('-').map(Number);
  const first = monthStart(year * 12 + month - 1 + months);
  const last = shifted(monthStart(year * 12 + month + months), { seconds: -86_400 });
  return `${first.slice(0, 8)}${String(Math.min(day, Number(last.slice(8)))).padStart(2, '0')}${iso.slice(10)}`;
}

function monthStart(months: number): string {
  const year = String(Math.floor(months / 12)).padStart(4, '0');
  return `${year}-${String((months % 12) + 1).padStart(2, '0')}-01`;
}
