/**
 * Each value of a category stands for at least k units, the reference and the values that nobody has included, and so does each side of a
 * truth value and each class of the target: a coefficient is a statement about whoever has the value.
 *
 * @see disclosure.md §3 (dummy k), §1.3 (linear and GLM coefficients)
 */
import type { Training } from '../../privacy/train/training.ts';
import type { TrainingRows } from './design.ts';
import type { CheckResult } from './finding.ts';
import type { ModelLimits } from './limits.ts';

export interface Level {
  /** `feature = value`. */
  readonly name: string;
  readonly units: number;
}

/** Every value of every category, the two of a number that has no more, and the classes of a binary target. */
export function levelsOf({ features, target }: Training, rows: TrainingRows): readonly Level[] {
  const ofFeatures = features.flatMap((field, at) => {
    const column = rows.features[at] ?? new Float64Array();
    if (field.kind === 'category') return named(field.name, field.values, countPlaces(column, field.values.length));
    const values = fewValues(column);
    return values ? named(field.name, values.map(String), countValues(column, values)) : [];
  });
  if (target.kind !== 'binary') return ofFeatures;
  return [...ofFeatures, ...named(target.name, ['0', '1'], countPlaces(rows.target, 2))];
}

/** The rarest level decides. */
export function checkLevels(training: Training, rows: TrainingRows, { k }: ModelLimits): readonly CheckResult[] {
  const [rarest] = levelsOf(training, rows).toSorted((a, b) => a.units - b.units);
  if (!rarest) return [];
  const { units, name } = rarest;
  return [{ name: 'model_levels', verdict: units >= k ? 'pass' : 'fail', figure: units, limit: k, about: name }];
}

function named(feature: string, values: readonly string[], units: readonly number[]): readonly Level[] {
  return values.map((value, at) => ({ name: `${feature} = ${value}`, units: units[at] ?? 0 }));
}

function countPlaces(column: Float64Array, length: number): readonly number[] {
  const counts = Array.from({ length }, () => 0);
  for (const place of column) counts[place] = (counts[place] ?? 0) + 1;
  return counts;
}

/** One or two values in all, as a truth value has. */
function fewValues(column: Float64Array): readonly number[] | undefined {
  const seen = new Set<number>();
  for (const value of column) {
    seen.add(value);
    if (seen.size > 2) return undefined;
  }
  return [...seen].sort((a, b) => a - b);
}

function countValues(column: Float64Array, values: readonly number[]): readonly number[] {
  return values.map((value) => column.reduce((count, found) => (found === value ? count + 1 : count), 0));
}
