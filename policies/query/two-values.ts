/**
 * Which numbers an expression can have, where they are few and stand in the text or the catalog: 0 and 1 of a condition, the codes of a
 * flag. The mean or sum of such a value is a proportion, whatever the two numbers are.
 */
import type { Column } from '../catalog/entry.ts';
import type { Definition } from './definitions.ts';
import type { ColumnId, Expr } from './ir.ts';

export type Definitions = ReadonlyMap<ColumnId, Definition>;

/** @returns the two numbers that `expr` can be besides NULL, smaller first; undefined where it can be more, only one, or nobody knows */
export function twoValuesOf(expr: Expr, definitions: Definitions): readonly [number, number] | undefined {
  const [lo, hi] = [...(valuesOf(expr, definitions) ?? [])].toSorted((a, b) => a - b);
  return lo === undefined || hi === undefined ? undefined : [lo, hi];
}

type Values = ReadonlySet<number>;

const yesNo: Values = new Set([0, 1]);

function valuesOf(expr: Expr, definitions: Definitions): Values | undefined {
  switch (expr.kind) {
    case 'compare':
    case 'between':
    case 'in':
    case 'logic':
    case 'not':
    case 'isNull':
      return yesNo;
    case 'literal':
      return literal(expr.literal);
    case 'cast':
      return cast(expr, definitions);
    case 'case':
      return union([...expr.branches.map(({ result }) => result), expr.otherwise], definitions);
    case 'call':
      return call(expr, definitions);
    case 'column': {
      const definition = definitions.get(expr.id);
      if (!definition) return undefined;
      return definition.kind === 'stored' ? stored(definition.column) : valuesOf(definition.expr, definitions);
    }
  }
}

function literal(value: Extract<Expr, { kind: 'literal' }>['literal']): Values | undefined {
  switch (value.type) {
    case 'null':
      return new Set();
    case 'boolean':
      return new Set([value.value ? 1 : 0]);
    case 'number':
      return few([Number(value.text)]);
    case 'string':
      return undefined;
  }
}

/** The parser writes TRUE and FALSE as casts of a letter. Other casts keep small whole numbers as they are. */
function cast({ arg, type }: Extract<Expr, { kind: 'cast' }>, definitions: Definitions): Values | undefined {
  if (type === 'BOOLEAN' && arg.kind === 'literal' && arg.literal.type === 'string')
    return few([/^(t|true|1)$/i.test(arg.literal.text) ? 1 : 0]);
  const values = numeric.test(type) ? valuesOf(arg, definitions) : undefined;
  return type === 'BOOLEAN' ? values && few([...values].map((value) => (value === 0 ? 0 : 1))) : values;
}

const numeric = /^(BOOLEAN|SMALLINT|INTEGER|BIGINT|HUGEINT|FLOAT|DOUBLE|DECIMAL.*)$/;

function union(parts: readonly Expr[], definitions: Definitions): Values | undefined {
  const sets = parts.map((part) => valuesOf(part, definitions));
  return sets.includes(undefined) ? undefined : few(sets.flatMap((set) => [...(set ?? [])]));
}

/** One of its arguments, or one argument moved and scaled by constants. */
function call({ name, args }: Extract<Expr, { kind: 'call' }>, definitions: Definitions): Values | undefined {
  if (name === 'coalesce') return union(args, definitions);
  const compute = arithmetic[name];
  const [left, right] = args.map((arg) => valuesOf(arg, definitions));
  if (!compute || !left || !right || (left.size !== 1 && right.size !== 1)) return undefined;
  return few([...left].flatMap((a) => [...right].map((b) => compute(a, b))));
}

const arithmetic: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
};

function stored({ type, domain }: Column): Values | undefined {
  if (type === 'BOOLEAN') return yesNo;
  if (domain?.kind !== 'codes') return undefined;
  const numbers = domain.values.filter((value) => typeof value === 'number');
  return numbers.length === domain.values.length ? few(numbers) : undefined;
}

/** Three values are not a proportion any more, and what is no number is no value. */
function few(values: readonly number[]): Values | undefined {
  const set = new Set(values);
  return set.size <= 2 && values.every(Number.isFinite) ? set : undefined;
}
