/**
 * Unit-local rows of the private lane that nobody sees: what a trainer or a program reads. No aggregate over several units is let through,
 * wherever it stands.
 *
 * @see query-and-privacy.md §0.3, §3.2
 */
import { checkAggregated, checkUse } from '../query/column-rules.ts';
import { freshIds, outputIds, type ColumnId, type Rel, type ResolvedQuery } from '../query/ir.ts';
import { traceRel } from '../query/lineage.ts';
import type { UnitColumn } from '../query/local.ts';
import { requireUnitLocal, requireUnits } from '../query/locality.ts';
import { requireTypes } from '../query/types.ts';
import { accept, refuse, type Outcome, type Refusal } from '../refusal.ts';
import { withExactSums } from './exact-sums.ts';
import { Releases } from './releases.ts';

export interface LocalRows {
  /** As written, with types made plain: what column rules are checked on. */
  readonly written: Rel;
  /** The rows with their unit beside them. May throw where a sum cannot be made exact: see {@link exactRows}. */
  readonly rel: Rel;
  readonly unit: UnitColumn;
}

/**
 * For every query that it accepts, the rows of one unit depend on that unit's rows and public tables only.
 *
 * @param doing in the words of a refusal: "Cannot *train* privately on public rows"
 */
export function planLocalRows(query: ResolvedQuery, doing: string): Outcome<LocalRows> {
  const typed = requireTypes(query.rel);
  if (!typed.ok) return typed;
  const { lane } = new Releases();
  // Without `release` no aggregate over several units is let through.
  const local = requireUnitLocal(typed.value, freshIds(query.nextId), { scan: lane.scan, singleUnit: true });
  if (!local.ok) return local;
  const units = requireUnits(local.value);
  if (!units.ok) return units;
  const [unit] = units.value;
  if (unit) return accept({ written: typed.value, rel: local.value.rel, unit });
  return refuse('E_UNSUPPORTED', `Cannot ${doing} privately on public rows: must read rows of protected units`, {
    remedy: 'Let a query give out the public rows, and compute with them anywhere.',
  });
}

/** The column rules that are broken: what is read is aggregated, never shown. @see procedure.md §4 */
export function checkRows(written: Rel, columns: readonly ColumnId[]): readonly Refusal[] {
  const trace = traceRel(written);
  return [
    ...columns.flatMap((id) => {
      const lineage = trace.columns.get(id);
      return lineage ? checkAggregated(lineage, 'value', undefined) : [];
    }),
    ...trace.uses.flatMap(checkUse),
  ];
}

/**
 * The rows with sums that do not depend on the order in which rows are read. Stops where a statistic of one unit's rows has none such.
 *
 * @throws Error where the rows lack the unit or a column
 */
export function exactRows({ rel, unit }: LocalRows, columns: readonly ColumnId[]): Rel {
  const input = withExactSums(rel);
  const visible = new Set(outputIds(input));
  if (![unit.id, ...columns].every((id) => visible.has(id)))
    throw new Error('Cannot plan: the rows must have the unit and every column of the query');
  return input;
}
