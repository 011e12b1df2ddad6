/**
 * Conditions of the text leave fewer public values: after `WHERE mode IN ('MAIL', 'SHIP')` no group of another mode can have a row, and
 * showing it would only show noise.
 */
import type { Column } from '../catalog/entry.ts';
import { conjuncts, type ColumnId, type Expr } from '../query/ir.ts';
import type { PublicValues } from './public-values.ts';

interface Known {
  readonly values: Map<ColumnId, PublicValues>;
  readonly bases: Map<ColumnId, Column>;
}

/** What rows that satisfy a condition have in a column. */
type Allowed = ReadonlyMap<ColumnId, ReadonlySet<string>>;

/** For every row that satisfies `predicate`, its values are still among the known ones afterwards. */
export function narrow(predicate: Expr, { values, bases }: Known): void {
  for (const [id, allowed] of allowedBy(predicate)) {
    const before = values.get(id);
    if (before)
      values.set(
        id,
        before.filter((value) => value !== null && allowed.has(value)),
      );
  }
  for (const id of present(predicate)) {
    const before = values.get(id);
    if (before)
      values.set(
        id,
        before.filter((value) => value !== null),
      );
  }
  for (const part of conjuncts(predicate)) narrowDates(part, bases);
}

function allowedBy(expr: Expr): Allowed {
  if (expr.kind === 'logic') {
    const parts = expr.args.map(allowedBy);
    return expr.op === 'AND' ? both(parts) : either(parts);
  }
  if (expr.kind === 'compare' && expr.op === '=') {
    const [column, constant] = expr.left.kind === 'column' ? [expr.left, expr.right] : [expr.right, expr.left];
    const text = constantText(constant);
    return column.kind === 'column' && text !== undefined ? new Map([[column.id, new Set([text])]]) : new Map();
  }
  if (expr.kind === 'in' && !expr.negated && expr.arg.kind === 'column') {
    const texts = expr.items.map(constantText);
    return texts.every((text) => text !== undefined) ? new Map([[expr.arg.id, new Set(texts)]]) : new Map();
  }
  return new Map();
}

/** Columns that the condition asks to be there. */
function present(expr: Expr): readonly ColumnId[] {
  return conjuncts(expr).flatMap((part) => {
    const arg = part.kind === 'isNull' && part.negated ? part.arg : undefined;
    const denied = part.kind === 'not' && part.arg.kind === 'isNull' && !part.arg.negated ? part.arg.arg : undefined;
    const column = arg ?? denied;
    return column?.kind === 'column' ? [column.id] : [];
  });
}

function constantText(expr: Expr): string | undefined {
  if (expr.kind !== 'literal' || expr.literal.type === 'null') return undefined;
  return expr.literal.type === 'boolean' ? String(expr.literal.value) : expr.literal.text;
}

function both(parts: readonly Allowed[]): Allowed {
  const merged = new Map<ColumnId, ReadonlySet<string>>();
  for (const [id, allowed] of parts.flatMap((part) => [...part])) {
    const before = merged.get(id);
    merged.set(id, before ? new Set([...before].filter((value) => allowed.has(value))) : allowed);
  }
  return merged;
}

/** Only columns that every alternative speaks of. */
function either(parts: readonly Allowed[]): Allowed {
  const [first, ...rest] = parts;
  const ids = [...(first?.keys() ?? [])].filter((id) => rest.every((part) => part.has(id)));
  return new Map(ids.map((id) => [id, new Set(parts.flatMap((part) => [...(part.get(id) ?? [])]))]));
}

/** A date between two days has the years between. */
function narrowDates(expr: Expr, bases: Map<ColumnId, Column>): void {
  if (expr.kind === 'between') {
    bound(expr.arg, { lo: dayOf(expr.lo), hi: dayOf(expr.hi) }, bases);
    return;
  }
  if (expr.kind !== 'compare') return;
  const day = dayOf(expr.right);
  if (expr.op === '>' || expr.op === '>=') bound(expr.left, { lo: day }, bases);
  if (expr.op === '<' || expr.op === '<=') bound(expr.left, { hi: day }, bases);
}

function bound(
  column: Expr,
  days: { readonly lo?: string | undefined; readonly hi?: string | undefined },
  bases: Map<ColumnId, Column>,
): void {
  const base = column.kind === 'column' ? bases.get(column.id) : undefined;
  if (column.kind !== 'column' || base?.domain?.kind !== 'dates') return;
  const { lo, hi } = base.domain;
  const later = days.lo !== undefined && days.lo > lo ? days.lo : lo;
  const earlier = days.hi !== undefined && days.hi < hi ? days.hi : hi;
  if (later <= earlier)
    bases.set(column.id, { ...base, nullable: false, domain: { kind: 'dates', lo: later, hi: earlier } });
}

/** A day as written; one moved by an interval is not computed here. */
function dayOf(expr: Expr): string | undefined {
  const inner = expr.kind === 'cast' && (expr.type === 'DATE' || expr.type === 'TIMESTAMP') ? expr.arg : expr;
  const text = inner.kind === 'literal' && inner.literal.type === 'string' ? inner.literal.text : '';
  return /^\d{4}-\d\d-\d\d$/.test(text) ? text : undefined;
}
