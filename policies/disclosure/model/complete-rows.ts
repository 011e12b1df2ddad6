/** Which rows an exact training uses: those with a usable value in every column. Whether a row is one, is a matter of that row alone. */
import type { Feature, Target, Training } from '../../privacy/train/training.ts';
import type { ColumnId, Expr } from '../../query/ir.ts';

/** @param columns the features, then the target */
export function completeRows({ features, target }: Training, columns: readonly ColumnId[]): Expr {
  const fields = [...features, target];
  return { kind: 'logic', op: 'AND', args: columns.flatMap((id, at) => usable(fields[at], { kind: 'column', id })) };
}

function usable(field: Feature | Target | undefined, arg: Expr): readonly Expr[] {
  const there: Expr = { kind: 'isNull', arg, negated: true };
  switch (field?.kind) {
    case 'category':
      return [there, isOneOf({ kind: 'cast', arg, type: 'VARCHAR' }, field.values.map(text))];
    case 'binary':
      return [there, isOneOf({ kind: 'cast', arg, type: 'DOUBLE' }, [number('0'), number('1')])];
    case 'number':
    case undefined:
      return [there];
  }
}

function isOneOf(arg: Expr, items: readonly Expr[]): Expr {
  return { kind: 'in', arg, items, negated: false };
}

function text(value: string): Expr {
  return { kind: 'literal', literal: { type: 'string', text: value } };
}

function number(value: string): Expr {
  return { kind: 'literal', literal: { type: 'number', text: value } };
}
