/**
 * Rows of one query, one for each unit, that leave only as what somebody computes from all of them: a model, the numbers of a program. To the
 * rest of the lane they are an exact release of one cell, in which the values of each column are a set.
 *
 * @see disclosure.md §2.8 (G6), §3; programs.md decision 3 (mode rows)
 */
import { factsOf } from '../../privacy/facts.ts';
import { checkAggregated } from '../../query/column-rules.ts';
import { freshIds, type ColumnId, type Expr, type Rel, type ResolvedQuery } from '../../query/ir.ts';
import { traceRel } from '../../query/lineage.ts';
import type { UnitColumn } from '../../query/local.ts';
import { planExact, type ExactPlan } from '../../query/plan.ts';
import { accept, refuse, type Outcome } from '../../refusal.ts';
import type { ProfileName } from '../profile.ts';

export interface UnitRows {
  /** The rows as a release of one cell; `set.input` are the rows. */
  readonly set: ExactPlan;
  readonly unit: UnitColumn;
}

/** What the rows are for, in the words of a refusal. */
export interface Purpose {
  readonly profile: ProfileName;
  readonly doing: 'train exactly' | 'run a program exactly';
}

/**
 * For every query that it accepts, the rows are unit-local, belong to one kind of unit, and are at most one for each by what the catalog
 * declares; whoever reads them counts them once more.
 *
 * @param columns that are computed with, each once
 * @returns the rows; refuses with every column rule that is broken, or with the first structural reason
 */
export function planUnitRows(
  query: ResolvedQuery,
  columns: readonly ColumnId[],
  { profile, doing }: Purpose,
): Outcome<UnitRows> {
  const set = planSet(query, columns, { profile, doing });
  if (!set.ok) return set;
  const unit = requireOneRow(set.value, doing);
  if (!unit.ok) return unit;
  const allowed = requireValues(set.value, columns);
  return allowed.ok ? accept({ set: set.value, unit: unit.value }) : allowed;
}

/** One cell without keys; of each column the set of its values, which is what a later model could be compared by. */
function planSet(query: ResolvedQuery, columns: readonly ColumnId[], { profile, doing }: Purpose): Outcome<ExactPlan> {
  const fresh = freshIds(query.nextId);
  const measures = columns.map((id) => {
    const arg: Expr = { kind: 'column', id };
    return { id: fresh(), fn: 'count', distinct: true, arg } as const;
  });
  const planned = planExact(
    {
      rel: { kind: 'aggregate', input: query.rel, keys: [], measures },
      columns: measures.map(({ id }) => ({ name: `n${id}`, id })),
      used: query.used,
      nextId: fresh(),
    },
    profile,
  );
  if (!planned.ok) return planned;
  if (planned.value.kind === 'exact') return accept(planned.value);
  return refuse('E_UNSUPPORTED', `Cannot ${doing} on public rows: must read rows of protected units`, {
    remedy: 'Let a query give out the public rows, and compute with them anywhere.',
  });
}

/** Rows of one unit are not independent, and no figure of the checks would be true of the unit. */
function requireOneRow({ units, input }: ExactPlan, doing: Purpose['doing']): Outcome<UnitColumn> {
  const [unit, ...others] = units;
  if (!unit || others.length > 0)
    return refuse(
      'E_MODEL_ROWS',
      `Cannot ${doing}: rows must be of one kind of unit; got ${units.map(({ space }) => space).join(', ')}`,
    );
  const { rows } = factsOf(input);
  if (rows === 1 || isKey(input, unit.id)) return accept(unit);
  const got = rows === undefined ? 'any number' : `up to ${rows}`;
  return refuse('E_MODEL_ROWS', `Cannot ${doing}: must be one row for each ${unit.space}; got ${got}`);
}

/** Whether the unit is the whole primary key of the one table that is read. */
function isKey(rel: Rel, unit: ColumnId): boolean {
  if (rel.kind === 'filter') return isKey(rel.input, unit);
  if (rel.kind === 'project') {
    const named = rel.columns.find(({ id }) => id === unit)?.expr;
    return isKey(rel.input, named?.kind === 'column' ? named.id : unit);
  }
  if (rel.kind !== 'scan') return false;
  const [key, ...others] = rel.table.primaryKey;
  return others.length === 0 && rel.columns.some(({ id, column }) => id === unit && column.name === key);
}

/** To compute with values is more than to count them. */
function requireValues({ input }: ExactPlan, columns: readonly ColumnId[]): Outcome<void> {
  const trace = traceRel(input);
  const [first, ...rest] = columns.flatMap((id) => {
    const lineage = trace.columns.get(id);
    return lineage ? checkAggregated(lineage, 'value', undefined) : [];
  });
  return first ? { ok: false, refusals: [first, ...rest] } : accept(undefined);
}
