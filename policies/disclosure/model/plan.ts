/**
 * The plan of an exact training: the complete rows of one query, one for each unit, and what is declared of their columns. To the rest of the
 * lane the rows are an exact release of one cell, in which the values of each column are a set: so the rules of columns, k, and the history
 * guard hold for a model as they do for a table, and two models of almost the same units are found.
 *
 * @see disclosure.md §2.8 (G6), §3; docs/decisions/023-exact-models.md
 */
import { factsOf } from '../../privacy/facts.ts';
import { columnOf, featureOf, targetOf } from '../../privacy/train/columns.ts';
import type { TrainSpec } from '../../privacy/train/spec.ts';
import { requireTraining, type Training } from '../../privacy/train/training.ts';
import { checkAggregated } from '../../query/column-rules.ts';
import { freshIds, type ColumnId, type Expr, type Rel, type ResolvedQuery } from '../../query/ir.ts';
import { traceRel } from '../../query/lineage.ts';
import type { UnitColumn } from '../../query/local.ts';
import { planExact, type ExactPlan } from '../../query/plan.ts';
import { attempt, Stop } from '../../query/stop.ts';
import { typesOf } from '../../query/types.ts';
import { accept, refuse, type Outcome } from '../../refusal.ts';
import type { ProfileName } from '../profile.ts';
import { completeRows } from './complete-rows.ts';

export interface FitPlan {
  readonly kind: 'fit';
  /** The rows as a release of one cell; `set.input` are the rows. */
  readonly set: ExactPlan;
  readonly unit: UnitColumn;
  readonly features: readonly ColumnId[];
  readonly target: ColumnId;
  readonly training: Training;
}

/**
 * For every query and specification that it accepts, the rows are unit-local, belong to one kind of unit, and are at most one for each
 * by what the catalog declares; the domain counts them once more.
 *
 * @returns the plan; refuses with every column rule that is broken, or with the first structural reason
 */
export function planFit(query: ResolvedQuery, spec: TrainSpec, profile: ProfileName): Outcome<FitPlan> {
  const unasked = refuseUnasked(spec);
  if (unasked) return unasked;
  const named = attempt(() => columnsOf(query, spec));
  if (!named.ok) return named;
  const set = planSet(query, named.value.all, profile);
  if (!set.ok) return set;
  const unit = requireOneRow(set.value);
  if (!unit.ok) return unit;
  const allowed = requireValues(set.value, named.value.all);
  if (!allowed.ok) return allowed;
  const declared = attempt(() => declare(set.value, query, spec));
  if (!declared.ok) return declared;
  const training = requireTraining(declared.value);
  if (!training.ok) return training;
  const { features, target } = named.value;
  // Not the vendor's condition, so no column rule speaks of it: who is left out lacks a value, or has one that is not declared.
  const input: Rel = {
    kind: 'filter',
    input: set.value.input,
    predicate: completeRows(training.value, [...features, target]),
  };
  return accept({
    kind: 'fit',
    set: { ...set.value, input },
    unit: unit.value,
    features,
    target,
    training: training.value,
  });
}

/** What only a noisy training has. */
function refuseUnasked(spec: TrainSpec): Outcome<never> | undefined {
  if (spec.kind === 'logistic' && spec.iterations !== undefined)
    return refuse('E_INPUT', 'Cannot bound the iterations of an exact training: they cost nothing; must be left out');
  if ((spec.rowsPerUnit ?? 1) !== 1)
    return refuse('E_MODEL_ROWS', `Cannot train exactly: must be one row for each unit; got ${spec.rowsPerUnit}`);
  return undefined;
}

interface Named {
  readonly features: readonly ColumnId[];
  readonly target: ColumnId;
  /** Each once. */
  readonly all: readonly ColumnId[];
}

function columnsOf(query: ResolvedQuery, spec: TrainSpec): Named {
  const features = spec.features.map(({ name }) => columnOf(name, query));
  const target = columnOf(spec.target, query);
  return { features, target, all: [...new Set([...features, target])] };
}

/** One cell without keys; of each column the set of its values, which is what a later model could be compared by. */
function planSet(query: ResolvedQuery, columns: readonly ColumnId[], profile: ProfileName): Outcome<ExactPlan> {
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
  return refuse('E_UNSUPPORTED', 'Cannot train on public rows: must read rows of protected units', {
    remedy: 'Let a query give out the public rows, and train on them anywhere.',
  });
}

/** Rows of one unit are not independent, and no figure of the checks would be true of the unit. */
function requireOneRow({ units, input }: ExactPlan): Outcome<UnitColumn> {
  const [unit, ...others] = units;
  if (!unit || others.length > 0)
    return refuse(
      'E_MODEL_ROWS',
      `Cannot train exactly: rows must be of one kind of unit; got ${units.map(({ space }) => space).join(', ')}`,
    );
  const { rows } = factsOf(input);
  if (rows === 1 || isKey(input, unit.id)) return accept(unit);
  const got = rows === undefined ? 'any number' : `up to ${rows}`;
  return refuse('E_MODEL_ROWS', `Cannot train exactly: must be one row for each ${unit.space}; got ${got}`);
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

/** A model computes with the values, which is more than to count them. */
function requireValues({ input }: ExactPlan, columns: readonly ColumnId[]): Outcome<void> {
  const trace = traceRel(input);
  const [first, ...rest] = columns.flatMap((id) => {
    const lineage = trace.columns.get(id);
    return lineage ? checkAggregated(lineage, 'value', undefined) : [];
  });
  return first ? { ok: false, refusals: [first, ...rest] } : accept(undefined);
}

function declare({ input }: ExactPlan, { columns }: ResolvedQuery, spec: TrainSpec): Training {
  const rows = { columns, types: typesOf(input), facts: factsOf(input) };
  const [first, ...others] = spec.features.map((feature) => featureOf(feature, rows));
  if (!first) throw new Stop({ code: 'E_INPUT', detail: 'Cannot train: must have a feature' });
  return { features: [first, ...others], target: targetOf(spec, rows), intercept: true, rowsPerUnit: 1 };
}
