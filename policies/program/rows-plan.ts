/**
 * The rows that a program of the exact lane sees: those of one query, one for each unit, every column of it. To the rest of the lane they are
 * an exact release of one cell, so the rules of columns, k, and the history guard hold for a program as they do for a table.
 *
 * @see programs.md decision 3 (mode rows); disclosure.md §2.8 (G6)
 */
import { planUnitRows, type UnitRows } from '../disclosure/model/unit-rows.ts';
import type { ProfileName } from '../disclosure/profile.ts';
import { factsOf } from '../privacy/facts.ts';
import type { ResolvedQuery } from '../query/ir.ts';
import { attempt } from '../query/stop.ts';
import { typesOf } from '../query/types.ts';
import { accept, type Outcome } from '../refusal.ts';
import { programColumns, type ProgramColumn } from './columns.ts';

export interface RowsPlan extends UnitRows {
  readonly kind: 'rows';
  readonly columns: readonly ProgramColumn[];
}

/**
 * For every query that it accepts, the rows are unit-local, belong to one kind of unit, and are at most one for each by what the catalog
 * declares; whoever reads them counts them once more.
 *
 * @returns the plan; refuses E_MODEL_ROWS where a unit may have several rows, E_PROGRAM_COLUMN where a column is no number, and every column
 *   rule that is broken
 */
export function planRows(query: ResolvedQuery, { profile }: { readonly profile: ProfileName }): Outcome<RowsPlan> {
  const ids = [...new Set(query.columns.map(({ id }) => id))];
  const rows = planUnitRows(query, ids, { profile, doing: 'run a program exactly' });
  if (!rows.ok) return rows;
  const { input } = rows.value.set;
  const columns = attempt(() =>
    programColumns({ columns: query.columns, types: typesOf(input), facts: factsOf(input) }),
  );
  return columns.ok ? accept({ kind: 'rows', ...rows.value, columns: columns.value }) : columns;
}
