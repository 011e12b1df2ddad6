/**
 * Sums over a sample: Σ w·x, where the catalog says that w is a weight. Its total speaks of the population, its largest contributors are
 * units of the sample that know their own x, so the rules need both.
 *
 * @see disclosure.md §2.2 (6); SDC Handbook §4.2 (sampling weights)
 */
import type { Definition } from './definitions.ts';
import type { ColumnId, Expr } from './ir.ts';

/**
 * @returns `expr` without its weight; undefined where it has none, where it is more than a factor, or where it was multiplied further below:
 * then the rules take the weighted values for the units' own, which hides more
 */
export function unweighted(expr: Expr, definitions: ReadonlyMap<ColumnId, Definition>): Expr | undefined {
  const without = (part: Expr): Expr | undefined => unweighted(part, definitions);
  switch (expr.kind) {
    case 'column':
      return isWeight(expr.id, definitions) ? oneFor(expr) : undefined;
    case 'cast': {
      const arg = without(expr.arg);
      return arg && { ...expr, arg };
    }
    case 'case':
      return weightedCase(expr, without);
    case 'call': {
      if (expr.name !== '*') return undefined;
      const [left, right] = expr.args;
      if (!left || !right) return undefined;
      const [a, b] = [without(left), without(right)];
      if (a && b) return undefined;
      return a ? { ...expr, args: [a, right] } : b && { ...expr, args: [left, b] };
    }
    case 'literal':
    case 'compare':
    case 'between':
    case 'in':
    case 'logic':
    case 'not':
    case 'isNull':
      return undefined;
  }
}

function isWeight(id: ColumnId, definitions: ReadonlyMap<ColumnId, Definition>): boolean {
  const definition = definitions.get(id);
  if (definition?.kind === 'stored') return definition.column.tag === 'weight';
  return definition?.expr.kind === 'column' && isWeight(definition.expr.id, definitions);
}

/** FILTER and CASE: every result is weighted, or NULL, or 0. */
function weightedCase(
  expr: Extract<Expr, { kind: 'case' }>,
  without: (part: Expr) => Expr | undefined,
): Expr | undefined {
  const results = [...expr.branches.map(({ result }) => result), expr.otherwise];
  const parts = results.map((result) => (isNothing(result) ? result : without(result)));
  if (results.every(isNothing) || parts.includes(undefined)) return undefined;
  const [otherwise = expr.otherwise] = parts.slice(-1);
  return {
    ...expr,
    branches: expr.branches.map((branch, at) => ({ ...branch, result: parts[at] ?? branch.result })),
    otherwise,
  };
}

function isNothing(expr: Expr): boolean {
  if (expr.kind !== 'literal') return false;
  return expr.literal.type === 'null' || (expr.literal.type === 'number' && Number(expr.literal.text) === 0);
}

/** A weight alone counts units of the population: in the sample, each row is one. */
function oneFor(weight: Expr): Expr {
  return {
    kind: 'case',
    branches: [{ when: { kind: 'isNull', arg: weight, negated: true }, result: number('1') }],
    otherwise: { kind: 'literal', literal: { type: 'null' } },
  };
}

function number(text: string): Expr {
  return { kind: 'literal', literal: { type: 'number', text } };
}
