/** Expressions of a wanted kind over the columns that a place of the text can name. Well-typed, so that few texts are refused. */
import type { Kind } from './catalog.ts';
import type { Choices } from './choices.ts';

export interface ScopeColumn {
  /** How the text names it here. */
  readonly sql: string;
  readonly kind: Kind;
}

export type Scope = readonly ScopeColumn[];

const literals: Readonly<Record<Kind, readonly [string, ...string[]]>> = {
  whole: ['1', '0', '2', '-1', '3', '100000'],
  decimal: ['1.5', '0.25', '-2.50', '10.0'],
  double: ['1.5e0', '0e0', '-2.5e-1', '1e3'],
  text: ["'a'", "'b'", "''", "'域'", "'12'"],
  boolean: ['TRUE', 'FALSE'],
  date: ["DATE '2024-01-05'", "DATE '2024-02-29'", "DATE '1969-12-31'"],
  timestamp: ["TIMESTAMP '2024-01-05 12:00:00'", "CAST('2024-02-29' AS TIMESTAMP)"],
};

const numbers: readonly [Kind, Kind, Kind] = ['whole', 'decimal', 'double'];
const parts = ['year', 'quarter', 'month', 'week', 'day', 'dow', 'isodow', 'doy'] as const;

/** A column of the kind, or a constant where there is none. */
export function leaf(c: Choices, scope: Scope, kind: Kind): string {
  const [first, ...rest] = scope.filter((column) => column.kind === kind);
  return first && !c.chance(6) ? c.pick([first, ...rest]).sql : c.pick(literals[kind]);
}

/** The kind of one of the columns, so that an expression of it is rarely a constant. */
export function kindIn(c: Choices, scope: Scope): Kind {
  const [first, ...rest] = scope;
  return first ? c.pick([first, ...rest]).kind : 'whole';
}

/** @param depth how many calls may nest */
export function expression(c: Choices, scope: Scope, kind: Kind, depth: number): string {
  if (depth <= 0 || c.number(3) === 0) return leaf(c, scope, kind);
  const sub = (of: Kind): string => expression(c, scope, of, depth - 1);
  if (!c.chance(3)) return c.pick(forms[kind])(sub, c);
  return c.pick([
    () => `coalesce(${sub(kind)}, ${sub(kind)})`,
    () => `CASE WHEN ${condition(c, scope, depth - 1)} THEN ${sub(kind)} ELSE ${c.chance(3) ? 'NULL' : sub(kind)} END`,
    () => `nullif(${sub(kind)}, ${sub(kind)})`,
    () => `greatest(${sub(kind)}, ${sub(kind)})`,
    () => `least(${sub(kind)}, ${sub(kind)}, ${sub(kind)})`,
  ])();
}

type Form = (sub: (kind: Kind) => string, c: Choices) => string;

const forms: Readonly<Record<Kind, readonly [Form, ...Form[]]>> = {
  whole: [
    (sub, c) => `(${sub('whole')} ${c.pick(['+', '-', '*', '//', '%'])} ${sub('whole')})`,
    (sub, c) => `${c.pick(['abs', 'sign', '-', 'round', 'trunc'])}(${sub('whole')})`,
    (sub) => `sign(${sub('double')})`,
    (sub) => `length(${sub('text')})`,
    (sub, c) => `date_part('${c.pick(parts)}', ${sub(c.pick(['date', 'timestamp']))})`,
    (sub, c) => `date_diff('${c.pick(parts)}', ${sub('date')}, ${sub('date')})`,
    (sub, c) => `${c.pick(['year', 'month', 'dayofweek', 'week', 'dayofyear'])}(${sub('date')})`,
    (sub, c) => `${c.pick(['hour', 'minute'])}(${sub('timestamp')})`,
    (sub) => `(${sub('date')} - ${sub('date')})`,
    (sub, c) =>
      `CAST(${sub(c.pick(['decimal', 'double', 'boolean', 'text']))} AS ${c.pick(['INTEGER', 'BIGINT', 'SMALLINT'])})`,
  ],
  decimal: [
    (sub, c) => `(${sub('decimal')} ${c.pick(['+', '-', '*', '%'])} ${sub(c.pick(['decimal', 'whole']))})`,
    (sub, c) => `${c.pick(['abs', '-', 'round', 'floor', 'ceil', 'trunc'])}(${sub('decimal')})`,
    (sub, c) => `round(${sub('decimal')}, ${c.pick(['1', '0', '-1', '3'])})`,
    (sub, c) =>
      `CAST(${sub(c.pick(['whole', 'double', 'decimal', 'text']))} AS ${c.pick(['DECIMAL(12,2)', 'DECIMAL(5,1)'])})`,
  ],
  double: [
    (sub, c) => `(${sub(c.pick(numbers))} / ${sub(c.pick(numbers))})`,
    (sub, c) => `(${sub('double')} ${c.pick(['+', '-', '*', '%', '//'])} ${sub(c.pick(numbers))})`,
    (sub, c) =>
      `${c.pick(['abs', '-', 'round', 'floor', 'ceil', 'trunc', 'sqrt', 'ln', 'exp', 'log10'])}(${sub('double')})`,
    (sub) => `pow(${sub('double')}, 2)`,
    (sub, c) => `round(${sub('double')}, ${c.pick(['1', '-1'])})`,
    (sub, c) => `CAST(${sub(c.pick(['whole', 'decimal', 'boolean']))} AS DOUBLE)`,
  ],
  text: [
    (sub, c) => `${c.pick(['lower', 'upper', 'trim', 'ltrim', 'rtrim'])}(${sub('text')})`,
    (sub, c) => `${c.pick(['left', 'right'])}(${sub('text')}, ${c.pick(['1', '2', '0', '-1'])})`,
    (sub, c) => `substring(${sub('text')}, ${c.pick(['2', '0', '-1', '1'])}, ${c.pick(['1', '2', '-1'])})`,
    (sub) => `(${sub('text')} || ${sub('text')})`,
    (sub, c) => `concat(${sub('text')}, ${sub(c.pick(['whole', 'decimal', 'date', 'boolean', 'text']))})`,
    (sub, c) => `CAST(${sub(c.pick(['whole', 'decimal', 'date', 'boolean', 'timestamp']))} AS VARCHAR)`,
  ],
  boolean: [(sub, c) => compared(sub, c), (sub) => `(${sub('boolean')} IS NOT TRUE)`],
  date: [
    (sub, c) => `(${sub('date')} ${c.pick(['+', '-'])} ${c.pick(['1', '30'])})`,
    (sub) => `last_day(${sub('date')})`,
    (sub) => `CAST(${sub('timestamp')} AS DATE)`,
  ],
  timestamp: [
    (sub, c) => `date_trunc('${c.pick(parts)}', ${sub('date')})`,
    (sub, c) => `date_trunc('${c.pick(['hour', 'minute', 'month', 'week'])}', ${sub('timestamp')})`,
    (sub) => `CAST(${sub('date')} AS TIMESTAMP)`,
  ],
};

const comparisons = ['=', '<>', '<', '<=', '>', '>=', 'IS DISTINCT FROM', 'IS NOT DISTINCT FROM'] as const;
const kinds = ['whole', 'text', 'decimal', 'double', 'date', 'boolean', 'timestamp'] as const;

function compared(sub: (kind: Kind) => string, c: Choices): string {
  const kind = c.pick(kinds);
  const other = numbers.includes(kind) ? c.pick(numbers) : kind;
  return `(${sub(kind)} ${c.pick(comparisons)} ${sub(other)})`;
}

/** Something for WHERE, ON, HAVING or WHEN. */
export function condition(c: Choices, scope: Scope, depth: number): string {
  const sub = (kind: Kind): string => expression(c, scope, kind, depth - 1);
  const again = (): string => condition(c, scope, depth - 1);
  if (depth <= 0) return compared((kind) => leaf(c, scope, kind), c);
  return c.pick([
    () => compared(sub, c),
    () => `(${sub(c.pick(kinds))} IS ${c.pick(['', 'NOT '])}NULL)`,
    () => sub('boolean'),
    () => `(${again()} ${c.pick(['AND', 'OR'])} ${again()})`,
    () => `(NOT ${again()})`,
    () => `(${sub('whole')} ${c.pick(['', 'NOT '])}IN (1, ${sub('whole')}, ${c.pick(['2', 'NULL'])}))`,
    () => `(${sub('text')} ${c.pick(['', 'NOT '])}IN ('a', ${sub('text')}))`,
    () => `(${sub('whole')} BETWEEN ${sub('whole')} AND ${sub(c.pick(numbers))})`,
    () => `(${sub('text')} ${c.pick(['LIKE', 'NOT LIKE', 'ILIKE'])} ${c.pick(["'a%'", "'%b'", "'_'", "'%'", "'C%'"])})`,
    () => `${c.pick(['starts_with', 'ends_with', 'contains'])}(${sub('text')}, 'a')`,
  ])();
}
