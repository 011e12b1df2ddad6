/** Which outputs of an exact plan only show a key, and which key. */
import type { ColumnId, Expr, Rel } from './ir.ts';
import type { ExactPlan } from './plan.ts';

/** Place of the key in the plan, by the id of the column that shows it; undefined for a constant, as where a grouping lacks the key. */
export function keyColumns(plan: ExactPlan): ReadonlyMap<ColumnId, number | undefined> {
  const found = new Map<ColumnId, number | undefined>(
    plan.arms.flatMap((arm) => arm.keys.map(({ id, place }) => [id, place] as const)),
  );
  visit(plan.post.rel, found);
  return found;
}

function visit(rel: Rel, found: Map<ColumnId, number | undefined>): void {
  if (rel.kind === 'union') {
    for (const input of rel.inputs) visit(input, found);
    for (const { id, from } of rel.columns) {
      const places = from.flatMap((source) => found.get(source) ?? []);
      if (from.every((source) => found.has(source))) found.set(id, places[0]);
    }
    return;
  }
  if (!('input' in rel) || rel.kind === 'aggregate') return;
  visit(rel.input, found);
  if (rel.kind !== 'project') return;
  for (const { id, expr } of rel.columns) {
    if (isConstant(expr)) found.set(id, undefined);
    if (expr.kind === 'column' && found.has(expr.id)) found.set(id, found.get(expr.id));
  }
}

function isConstant(expr: Expr): boolean {
  return expr.kind === 'literal' || (expr.kind === 'cast' && isConstant(expr.arg));
}
