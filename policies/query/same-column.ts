/**
 * Which columns are one column under several names. Every relation of a query is resolved anew where it is named, so an id belongs to
 * one place, and a column that is only renamed on the way up has the same value in every row.
 */
import type { ColumnId, NamedExpr, Rel } from './ir.ts';

/** @returns for each renamed column below `rel` the column that it was first; a column that is not in the map is its own */
export function originsOf(rel: Rel): ReadonlyMap<ColumnId, ColumnId> {
  const origins = new Map<ColumnId, ColumnId>();
  visit(rel, origins);
  return origins;
}

function visit(rel: Rel, origins: Map<ColumnId, ColumnId>): void {
  switch (rel.kind) {
    case 'scan':
    case 'single':
      return;
    case 'join':
      visit(rel.left, origins);
      visit(rel.right, origins);
      return;
    case 'project':
      visit(rel.input, origins);
      rel.columns.forEach((column) => rename(column, origins));
      return;
    case 'aggregate':
      visit(rel.input, origins);
      rel.keys.forEach((key) => rename(key, origins));
      return;
    case 'union':
      rel.inputs.forEach((input) => {
        visit(input, origins);
      });
      return;
    case 'window':
    case 'filter':
    case 'sort':
    case 'limit':
      visit(rel.input, origins);
  }
}

function rename({ id, expr }: NamedExpr, origins: Map<ColumnId, ColumnId>): void {
  if (expr.kind === 'column') origins.set(id, origins.get(expr.id) ?? expr.id);
}
