/**
 * Rows of a training as numbers: one column for the constant, each number on the scale of its declared bounds, and an indicator for each
 * value of a category but the first. The layout is that of the private trainer, so that one card serves both.
 *
 * @see policies/privacy/train/design.ts
 */
import { scaleOf, variablesOf, weighted, type Variable } from '../../privacy/train/design.ts';
import type { Feature, Target, Training } from '../../privacy/train/training.ts';

/** Complete rows, one per unit. A category holds the place of its value in the code list; a binary target 0 or 1. */
export interface TrainingRows {
  readonly count: number;
  /** In the order of the training's features. */
  readonly features: readonly Float64Array[];
  readonly target: Float64Array;
}

/** `x` is row-major, `width` numbers per row. */
export interface Design {
  readonly count: number;
  readonly width: number;
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly isLogistic: boolean;
}

/** The rows as the model sees them: numbers within their declared bounds, as `predict` takes them too. */
export function clampRows({ features, target }: Training, rows: TrainingRows): TrainingRows {
  return {
    count: rows.count,
    features: rows.features.map((column, at) => clampColumn(column, features[at])),
    target: clampColumn(rows.target, target),
  };
}

function clampColumn(column: Float64Array, field: Feature | Target | undefined): Float64Array {
  if (field?.kind !== 'number') return column;
  const { lo, hi } = field;
  return column.map((value) => Math.min(Math.max(value, lo), hi));
}

/** @param rows clamped. @throws RangeError for a value that is not a number: the statement that reads the rows leaves none */
export function designOf(training: Training, { count, features, target }: TrainingRows): Design {
  if ([...features, target].some((column) => column.length !== count || column.some(Number.isNaN)))
    throw new RangeError(`Cannot make a design: every column must have ${count} numbers`);
  const columns = columnsOf(training);
  const width = columns.length;
  const x = new Float64Array(count * width);
  columns.forEach((variable, at) => {
    const encode = encoderOf(variable, training);
    const column = 'feature' in variable ? features[variable.feature] : undefined;
    for (let row = 0; row < count; row++) x[row * width + at] = encode(column?.[row] ?? 0);
  });
  const y = Float64Array.from(target, scalerOf(training));
  return { count, width, x, y, isLogistic: training.target.kind === 'binary' };
}

/** The columns that get a weight. */
export function columnsOf(training: Training): readonly Variable[] {
  const variables = variablesOf(training);
  return weighted(training).flatMap((place) => variables[place] ?? []);
}

function scalerOf({ target, intercept }: Training): (value: number) => number {
  if (target.kind !== 'number') return (value) => value;
  const { shift, half } = scaleOf(target, intercept);
  return (value) => (value - shift) / half;
}

function encoderOf(variable: Variable, { features, intercept }: Training): (value: number) => number {
  switch (variable.kind) {
    case 'constant':
      return () => 1;
    case 'number': {
      const { shift, half } = scaleOf(variable.field, intercept);
      return (value) => (value - shift) / half;
    }
    case 'indicator': {
      const field = features[variable.feature];
      const place = field?.kind === 'category' ? field.values.indexOf(variable.value) : -1;
      return (value) => (value === place ? 1 : 0);
    }
    case 'target':
      throw new Error('Cannot encode the target as a feature');
  }
}
