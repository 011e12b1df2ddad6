/**
 * What happens after the rules: the vendor's HAVING, arithmetic, ORDER BY and LIMIT run over the *released* cells only, in an engine
 * without data. A suppressed value is NULL there, so nothing downstream can depend on it; and every output knows which statistics it
 * was computed from, so that it is marked rather than shown as a number or a plain NULL.
 *
 * @see query-and-privacy.md §0.6; disclosure.md decision 2
 */
import type { ColumnId, Rel, SortKey } from './ir.ts';
import type { ExactPlan, OpenPlan } from './plan.ts';
import { columnName, printRel, printSort } from './print.ts';
import { overReleasedCells } from './released-cells.ts';

/** @returns a statement whose columns are the outputs, then one BOOLEAN mark per output */
export function printPost(plan: ExactPlan): string {
  const { rel, marks, ranks } = overReleasedCells(plan);
  const outputs = plan.post.columns.map(({ id }) => columnName(id));
  const flags = plan.post.columns.map(({ id }) => {
    const mark = marks.get(id);
    return mark === undefined ? 'FALSE' : columnName(mark);
  });
  return `SELECT ${[...outputs, ...flags].join(', ')} FROM (${printRel(rel)})${orderBy(orderOf(rel, ranks))}`;
}

/** The order that the text asked for last, made total; that of an inner query without LIMIT means nothing. */
function orderOf(rel: Rel, ranks: readonly ColumnId[]): readonly SortKey[] {
  if (rel.kind === 'sort') return rel.by;
  if (rel.kind === 'limit' || rel.kind === 'filter') return orderOf(rel.input, ranks);
  return ranks.map((id) => ({ id, descending: false }));
}

/** Row-level output of public data, in the vendor's order, else in the order of all columns. One row more than allowed shows excess. */
export function printOpen(plan: OpenPlan, maxRows: number): string {
  const { rel, columns } = plan.post;
  const names = columns.map(({ id }) => columnName(id)).join(', ');
  const top = rel.kind === 'limit' ? rel.input : rel;
  const order = top.kind === 'sort' ? printSort(top) : names;
  return `SELECT ${names} FROM (${printRel(rel)}) ORDER BY ${order} LIMIT ${maxRows + 1}`;
}

function orderBy(by: readonly SortKey[]): string {
  return by.length > 0 ? ` ORDER BY ${printSort({ by })}` : '';
}
