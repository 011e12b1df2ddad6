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
import type { ColumnId, Rel, ResolvedQuery } from '../../query/ir.ts';
import type { UnitColumn } from '../../query/local.ts';
import type { ExactPlan } from '../../query/plan.ts';
import { attempt, Stop } from '../../query/stop.ts';
import { typesOf } from '../../query/types.ts';
import { accept, refuse, type Outcome } from '../../refusal.ts';
import type { ProfileName } from '../profile.ts';
import { completeRows } from './complete-rows.ts';
import { planUnitRows } from './unit-rows.ts';

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
  const rows = planUnitRows(query, named.value.all, { profile, doing: 'train exactly' });
  if (!rows.ok) return rows;
  const { set, unit } = rows.value;
  const declared = attempt(() => declare(set, query, spec));
  if (!declared.ok) return declared;
  const training = requireTraining(declared.value);
  if (!training.ok) return training;
  const { features, target } = named.value;
  // Not the vendor's condition, so no column rule speaks of it: who is left out lacks a value, or has one that is not declared.
  const input: Rel = {
    kind: 'filter',
    input: set.input,
    predicate: completeRows(training.value, [...features, target]),
  };
  return accept({
    kind: 'fit',
    set: { ...set, input },
    unit,
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

function declare({ input }: ExactPlan, { columns }: ResolvedQuery, spec: TrainSpec): Training {
  const rows = { columns, types: typesOf(input), facts: factsOf(input) };
  const [first, ...others] = spec.features.map((feature) => featureOf(feature, rows));
  if (!first) throw new Stop({ code: 'E_INPUT', detail: 'Cannot train: must have a feature' });
  return { features: [first, ...others], target: targetOf(spec, rows), intercept: true, rowsPerUnit: 1 };
}
