/**
 * The plan of a training: unit-local rows that nobody sees, the declared facts of each column, how many rows of one unit count, and the
 * price. Decided from text, catalog and specification alone, before any data is opened.
 *
 * @see query-and-privacy.md §0.3, §3.2; programs.md §0 (trusted trainers)
 */
import type { ColumnId, ResolvedQuery, UsedColumn } from '../query/ir.ts';
import { attempt, Stop, stop } from '../query/stop.ts';
import { typesOf } from '../query/types.ts';
import { accept, refuse, type Outcome } from '../refusal.ts';
import { attoDelta, type IdSpace } from '../units.ts';
import { rhoFor } from './accountant.ts';
import type { Cost } from './cost.ts';
import { factsOf } from './facts.ts';
import { checkRows, exactRows, planLocalRows, type LocalRows } from './local-rows.ts';
import { statedDelta, type PrivacySettings } from './settings.ts';
import { columnOf, featureOf, targetOf } from './train/columns.ts';
import { defaultIterations } from './train/logistic.ts';
import type { TrainRows } from './train/rows.ts';
import type { TrainSpec } from './train/spec.ts';
import { requireTraining, type Training } from './train/training.ts';

export interface TrainPlan extends TrainRows {
  readonly kind: 'train';
  readonly space: IdSpace;
  /** Gradients; 1 for a linear model, which needs none. */
  readonly iterations: number;
  readonly cost: Cost;
  readonly used: readonly UsedColumn[];
}

/**
 * For every query and specification that it accepts, the rows of one unit depend on that unit's rows and public tables only, at most
 * `rowsPerUnit` of them count, and the training costs `cost`, whatever the data.
 *
 * @returns the plan; refuses with the first rule that is broken. Aggregates over several units are refused wherever they stand.
 */
export function planTraining(query: ResolvedQuery, spec: TrainSpec, settings: PrivacySettings): Outcome<TrainPlan> {
  const local = planLocalRows(query, 'train');
  if (!local.ok) return local;
  const rules = attempt(() => requireRules(local.value, query, spec));
  if (!rules.ok) return rules;
  const priced = priceOf(spec, settings);
  if (!priced.ok) return priced;
  const drafted = attempt(() => draft(local.value, query, { spec, settings }));
  if (!drafted.ok) return drafted;
  const sound = requireTraining(drafted.value.training);
  if (!sound.ok) return sound;
  return accept({ kind: 'train', ...drafted.value, ...priced.value, space: local.value.unit.space, used: query.used });
}

function requireRules({ written }: LocalRows, query: ResolvedQuery, { target, features }: TrainSpec): void {
  const columns = [...features.map(({ name }) => name), target].map((name) => columnOf(name, query));
  const [first] = checkRows(written, columns);
  if (first) throw new Stop(first);
}

interface Asked {
  readonly spec: TrainSpec;
  readonly settings: PrivacySettings;
}

function draft(local: LocalRows, { columns }: ResolvedQuery, { spec, settings }: Asked): TrainRows {
  const idOf = (name: string): ColumnId => columnOf(name, { columns });
  const [features, target] = [spec.features.map(({ name }) => idOf(name)), idOf(spec.target)];
  const input = exactRows(local, [...features, target]);
  const facts = factsOf(input);
  const rows = { columns, types: typesOf(input), facts };
  const [first, ...others] = spec.features.map((feature) => featureOf(feature, rows));
  if (!first) return stop('E_INPUT', 'Cannot train: must have a feature');
  const asked = spec.rowsPerUnit ?? settings.maxRowsPerUnit ?? 1;
  const training: Training = {
    features: [first, ...others],
    target: targetOf(spec, rows),
    intercept: true,
    // What the publication keeps of a unit may be less.
    rowsPerUnit: Math.min(asked, facts.rows ?? asked),
  };
  return { input, unit: local.unit.id, features, target, training };
}

/** All of ε is for the trainer; it selects no groups, so δ is not touched. */
function priceOf(spec: TrainSpec, settings: PrivacySettings): Outcome<Pick<TrainPlan, 'iterations' | 'cost'>> {
  const { epsilon, maxGroupsPerUnit, maxRowsPerGroup } = settings;
  if (maxGroupsPerUnit !== undefined || maxRowsPerGroup !== undefined)
    return refuse(
      'E_INPUT',
      'Cannot bound the groups of a training: only rows per unit must be given; it has no groups',
    );
  const iterations = spec.kind === 'logistic' ? (spec.iterations ?? defaultIterations) : 1;
  const rho = rhoFor({ epsilon, delta: statedDelta });
  // Each gradient needs a billionth of ρ or more.
  if (rho < BigInt(2 * iterations))
    return refuse('E_INPUT', `Cannot share ε ${epsilon} among ${iterations} iterations: must be fewer, or ε larger`);
  return accept({ iterations, cost: { rho, delta: attoDelta(0n) } });
}
