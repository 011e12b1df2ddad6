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

/** A feature whose values are few, with each of them as it is called and as it is coded. */
export interface LevelColumn {
  readonly name: string;
  readonly column: Float64Array;
  readonly values: readonly (readonly [text: string, value: number])[];
}

/** The categories, and numbers that have no more than two values. */
export function levelColumns({ features }: Training, rows: TrainingRows): readonly LevelColumn[] {
  return features.flatMap(({ name, ...field }, at): readonly LevelColumn[] => {
    const column = rows.features[at] ?? new Float64Array();
    if (field.kind === 'category') return [{ name, column, values: field.values.map((text, place) => [text, place]) }];
    const values = fewValues(column);
    return values ? [{ name, column, values: values.map((value) => [String(value), value]) }] : [];
  });
}

/** Every value of those, and the classes of a binary target. */
export function levelsOf(training: Training, rows: TrainingRows): readonly Level[] {
  const { name, kind } = training.target;
  const classes: LevelColumn = {
    name,
    column: rows.target,
    values: [
      ['0', 0],
      ['1', 1],
    ],
  };
  const columns = [...levelColumns(training, rows), ...(kind === 'binary' ? [classes] : [])];
  return columns.flatMap(({ name: feature, column, values }) => {
    const counts = new Map<number, number>();
    for (const value of column) counts.set(value, (counts.get(value) ?? 0) + 1);
    return values.map(([text, value]) => ({ name: `${feature} = ${text}`, units: counts.get(value) ?? 0 }));
  });
}

/** The rarest level decides. */
export function checkLevels(training: Training, rows: TrainingRows, { k }: ModelLimits): readonly CheckResult[] {
  const [rarest] = levelsOf(training, rows).toSorted((a, b) => a.units - b.units);
  if (!rarest) return [];
  const { units, name } = rarest;
  return [{ name: 'model_levels', verdict: units >= k ? 'pass' : 'fail', figure: units, limit: k, about: name }];
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
