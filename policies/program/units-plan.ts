/**
 * The rows that a program of the private lane sees: unit-local, at most so many of one unit, every column of the query. It has no price: what
 * a unit can change in the end depends on what is done with the vectors or blocks that the program makes of them.
 *
 * @see programs.md decision 3 (modes map and blocks); query-and-privacy.md §3.2
 */
import { factsOf } from '../privacy/facts.ts';
import { checkRows, exactRows, planLocalRows, type LocalRows } from '../privacy/local-rows.ts';
import { defaultRowsPerGroup, type PrivacySettings } from '../privacy/settings.ts';
import type { ColumnId, Rel, ResolvedQuery, UsedColumn } from '../query/ir.ts';
import { attempt } from '../query/stop.ts';
import { typesOf } from '../query/types.ts';
import { refuse, type Outcome } from '../refusal.ts';
import type { IdSpace } from '../units.ts';
import { programColumns, type ProgramColumn } from './columns.ts';

export interface UnitsPlan {
  readonly kind: 'units';
  readonly space: IdSpace;
  /** The column with the unit's number. */
  readonly unit: ColumnId;
  readonly input: Rel;
  readonly columns: readonly ProgramColumn[];
  /** R: rows of a unit beyond it are left out; which ones, depends on that unit's rows and a secret alone. */
  readonly rowsPerUnit: number;
  readonly used: readonly UsedColumn[];
}

/** What a vendor may bound here. */
export type UnitsSettings = Pick<PrivacySettings, 'maxRowsPerUnit' | 'maxGroupsPerUnit' | 'maxRowsPerGroup'>;

/**
 * For every query that it accepts, the rows of one unit depend on that unit's rows and public tables only, and at most `rowsPerUnit` of them
 * are read, whatever the data. A row with a missing value is a row all the same.
 *
 * @returns the plan; refuses with the first rule that is broken. Aggregates over several units are refused wherever they stand.
 */
export function planUnits(query: ResolvedQuery, settings: UnitsSettings): Outcome<UnitsPlan> {
  if (settings.maxGroupsPerUnit !== undefined || settings.maxRowsPerGroup !== undefined)
    return refuse(
      'E_INPUT',
      'Cannot bound the groups of a program: only rows per unit must be given; it has no groups',
    );
  const local = planLocalRows(query, 'run a program');
  if (!local.ok) return local;
  const ids = query.columns.map(({ id }) => id);
  const [first, ...others] = checkRows(local.value.written, ids);
  if (first) return { ok: false, refusals: [first, ...others] };
  return attempt(() => draft(local.value, query, settings.maxRowsPerUnit ?? defaultRowsPerGroup));
}

function draft(local: LocalRows, { columns, used }: ResolvedQuery, asked: number): UnitsPlan {
  const input = exactRows(
    local,
    columns.map(({ id }) => id),
  );
  const facts = factsOf(input);
  return {
    kind: 'units',
    space: local.unit.space,
    unit: local.unit.id,
    input,
    columns: programColumns({ columns, types: typesOf(input), facts }),
    // What the publication keeps of a unit may be less.
    rowsPerUnit: Math.min(asked, facts.rows ?? asked),
    used,
  };
}
