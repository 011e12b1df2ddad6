/** A quantile may leave the domain only rounded to whole numbers: with all its digits it is somebody's value. @see docs/decisions/006-quantiles.md */
import { children, type ColumnId, type Expr, type Rel, type WindowColumn } from './ir.ts';

/** Whether nothing that is shown, compared or counted above the release has more digits of column `id` than `round(…, n)` with n ≤ 0 leaves. */
export function isOnlyRounded(
  { rel, columns }: { readonly rel: Rel; readonly columns: readonly { readonly id: ColumnId }[] },
  id: ColumnId,
): boolean {
  const raw = rawNames(rel, id);
  return raw !== undefined && !columns.some((column) => raw.has(column.id));
}

/** The names under which the bare value goes on; undefined where something has computed with it. */
function rawNames(rel: Rel, id: ColumnId): ReadonlySet<ColumnId> | undefined {
  switch (rel.kind) {
    case 'aggregate':
      return new Set(rel.measures.some((measure) => measure.id === id) ? [id] : []);
    case 'project': {
      const raw = rawNames(rel.input, id);
      if (!raw || rel.columns.some(({ expr }) => expr.kind !== 'column' && usesBare(expr, raw))) return undefined;
      return new Set(rel.columns.flatMap((column) => (usesBare(column.expr, raw) ? [column.id] : [])));
    }
    case 'filter': {
      const raw = rawNames(rel.input, id);
      return raw && usesBare(rel.predicate, raw) ? undefined : raw;
    }
    case 'window': {
      const raw = rawNames(rel.input, id);
      return raw && rel.columns.some((column) => inputsOf(column).some((expr) => usesBare(expr, raw)))
        ? undefined
        : raw;
    }
    case 'union': {
      const arms = rel.inputs.map((input) => rawNames(input, id));
      if (arms.includes(undefined)) return undefined;
      return new Set(
        rel.columns.flatMap(({ id: out, from }) => (from.some((name, arm) => arms[arm]?.has(name)) ? [out] : [])),
      );
    }
    case 'sort': {
      const raw = rawNames(rel.input, id);
      return raw && rel.by.some((key) => raw.has(key.id)) ? undefined : raw;
    }
    case 'limit':
      return rawNames(rel.input, id);
    case 'scan':
    case 'single':
    case 'join':
      return new Set();
  }
}

/** Everything that a window function reads. */
export function inputsOf({ args, partitionBy, orderBy }: WindowColumn): readonly Expr[] {
  return [...args, ...partitionBy, ...orderBy.map(({ expr }) => expr)];
}

function usesBare(expr: Expr, raw: ReadonlySet<ColumnId>): boolean {
  if (expr.kind === 'column') return raw.has(expr.id);
  if (expr.kind === 'call' && expr.name === 'round' && roundsToWhole(expr)) {
    // Only the quantile itself: round(1000 * quantile) would keep three more digits.
    return expr.args[0]?.kind !== 'column' && children(expr).some((child) => usesBare(child, raw));
  }
  return children(expr).some((child) => usesBare(child, raw));
}

function roundsToWhole({ args }: Extract<Expr, { kind: 'call' }>): boolean {
  const digits = args[1];
  if (!digits) return true;
  return digits.kind === 'literal' && digits.literal.type === 'number' && Number(digits.literal.text) <= 0;
}
