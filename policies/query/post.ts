/**
 * What happens after the rules: the vendor's HAVING, arithmetic, ORDER BY and LIMIT run over the *released* cells only, in an engine
 * without data. A suppressed value is NULL there, so nothing downstream can depend on it; and every output knows which statistics it
 * was computed from, so that it is marked rather than shown as a number or a plain NULL.
 *
 * @see query-and-privacy.md §0.6; disclosure.md decision 2
 */
import { columnsOf, type ColumnId, type Rel } from './ir.ts';
import type { ExactPlan, OpenPlan } from './plan.ts';
import { columnName, printExpr, printLimit, printRel, printSort } from './print.ts';

/** Name of the table of released cells: keys and measures as `c<id>`, marks as `s<id>`. */
export const cellsTable = 'cells';
export const markName = (id: ColumnId): string => `s${id}`;

/** @returns a statement whose columns are the outputs, then one BOOLEAN mark per output */
export function printPost(plan: ExactPlan): string {
  const marks = plan.measures.map((measure) => markName(measure.id));
  const ranks = plan.keys.map((key) => `k${key.id}`);
  const steps = above(plan.post.rel);
  const sources = dependencies(plan, steps);
  let sql = `SELECT ${['*', ...plan.keys.map((key) => `${columnName(key.id)} AS k${key.id}`)].join(', ')} FROM ${cellsTable}`;
  let order = ranks;
  for (const step of steps) {
    switch (step.kind) {
      case 'filter':
        sql = `SELECT * FROM (${sql}) WHERE ${printExpr(step.predicate)}`;
        break;
      case 'project': {
        const named = step.columns.map(({ id, expr }) => `${printExpr(expr)} AS ${columnName(id)}`);
        sql = `SELECT ${[...named, ...marks, ...ranks].join(', ')} FROM (${sql})`;
        // The order of an inner query without LIMIT means nothing.
        order = ranks;
        break;
      }
      case 'sort':
        order = [printSort(step), ...ranks];
        break;
      case 'limit':
        sql = `SELECT * FROM (${sql})${orderBy(order)}${printLimit(step)}`;
        break;
    }
  }
  const outputs = plan.post.columns.map(({ id }) => columnName(id));
  const flags = plan.post.columns.map(({ id }) => [...(sources.get(id) ?? [])].map(markName).join(' OR ') || 'FALSE');
  return `SELECT ${[...outputs, ...flags].join(', ')} FROM (${sql})${orderBy(order)}`;
}

/** Row-level output of public data, in the vendor's order, else in the order of all columns. One row more than allowed shows excess. */
export function printOpen(plan: OpenPlan, maxRows: number): string {
  const { rel, columns } = plan.post;
  const names = columns.map(({ id }) => columnName(id)).join(', ');
  const top = rel.kind === 'limit' ? rel.input : rel;
  const order = top.kind === 'sort' ? printSort(top) : names;
  return `SELECT ${names} FROM (${printRel(rel)}) ORDER BY ${order} LIMIT ${maxRows + 1}`;
}

type Step = Extract<Rel, { kind: 'filter' | 'project' | 'sort' | 'limit' }>;

/** The steps above the release aggregate, innermost first. */
function above(rel: Rel): readonly Step[] {
  switch (rel.kind) {
    case 'filter':
    case 'project':
    case 'sort':
    case 'limit':
      return [...above(rel.input), rel];
    case 'aggregate':
    case 'scan':
    case 'single':
    case 'join':
    case 'window':
    case 'union':
      return [];
  }
}

/** Which measures each column above the release is computed from. */
function dependencies(plan: ExactPlan, steps: readonly Step[]): ReadonlyMap<ColumnId, ReadonlySet<ColumnId>> {
  const sources = new Map<ColumnId, ReadonlySet<ColumnId>>(plan.measures.map(({ id }) => [id, new Set([id])]));
  for (const step of steps) {
    if (step.kind !== 'project') continue;
    for (const { id, expr } of step.columns) {
      sources.set(id, new Set([...columnsOf(expr)].flatMap((source) => [...(sources.get(source) ?? [])])));
    }
  }
  return sources;
}

function orderBy(columns: readonly string[]): string {
  return columns.length > 0 ? ` ORDER BY ${columns.join(', ')}` : '';
}
