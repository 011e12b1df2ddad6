/**
 * What a column below a release was made as: a stored column, or the expression that some SELECT gave a name. An outer join may have put
 * NULL in its place, and nothing else.
 */
import type { Column } from '../catalog/entry.ts';
import type { ColumnId, Expr, NamedExpr, Rel } from './ir.ts';

export type Definition =
  { readonly kind: 'stored'; readonly column: Column } | { readonly kind: 'computed'; readonly expr: Expr };

/** @returns the definition of every column below `rel`, but for windows, unions and inner aggregates that make a new value */
export function definitionsOf(rel: Rel): ReadonlyMap<ColumnId, Definition> {
  const definitions = new Map<ColumnId, Definition>();
  visit(rel, definitions);
  return definitions;
}

function visit(rel: Rel, definitions: Map<ColumnId, Definition>): void {
  switch (rel.kind) {
    case 'scan':
      for (const { id, column } of rel.columns) definitions.set(id, { kind: 'stored', column });
      return;
    case 'single':
      return;
    case 'join':
      visit(rel.left, definitions);
      visit(rel.right, definitions);
      return;
    case 'union':
      rel.inputs.forEach((input) => {
        visit(input, definitions);
      });
      return;
    case 'project':
      visit(rel.input, definitions);
      name(rel.columns, definitions);
      return;
    case 'aggregate':
      visit(rel.input, definitions);
      name(rel.keys, definitions);
      // Which of its values, the rows say; that it is one of them, the function.
      for (const { id, fn, arg } of rel.measures) if (arg && chooses.has(fn)) name([{ id, expr: arg }], definitions);
      return;
    case 'window':
    case 'filter':
    case 'sort':
    case 'limit':
      visit(rel.input, definitions);
  }
}

const chooses: ReadonlySet<string> = new Set(['min', 'max', 'bool_and', 'bool_or']);

function name(columns: readonly NamedExpr[], definitions: Map<ColumnId, Definition>): void {
  for (const { id, expr } of columns) definitions.set(id, { kind: 'computed', expr });
}
