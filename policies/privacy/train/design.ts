/**
 * The columns of the model and the grid they live on. Each column of a row is a whole number from −G to G before anything is added up,
 * so every sum is exact and what one row can add to it is known in whole numbers.
 *
 * @see query-and-privacy.md §2.5 (quantise before any sum)
 */
import { quotedText } from '../../query/print.ts';
import type { Feature, NumberField, Target, Training } from './training.ts';

/** G: a column of 1 on the model's scale is this whole number. A power of two, so that scaling by it is exact. */
export const grid = 1n << 20n;

/** One column of the design, or the target. `feature` is its place in the list of features. */
export type Variable =
  | { readonly kind: 'constant' }
  | { readonly kind: 'number'; readonly feature: number; readonly field: NumberField }
  | { readonly kind: 'indicator'; readonly feature: number; readonly value: string }
  | { readonly kind: 'target'; readonly field: Target };

/** The constant, then the features in order, then the target. The constant is there even where the model has no intercept: it counts the rows. */
export function variablesOf(training: Training): readonly Variable[] {
  const columns = training.features.flatMap((field, feature) => columnsOf(field, feature, training.intercept));
  return [{ kind: 'constant' }, ...columns, { kind: 'target', field: training.target }];
}

function columnsOf(field: Feature, feature: number, intercept: boolean): readonly Variable[] {
  if (field.kind === 'number') return [{ kind: 'number', feature, field }];
  return field.values.slice(intercept ? 1 : 0).map((value) => ({ kind: 'indicator', feature, value }));
}

/** Places of the columns that get a weight, within {@link variablesOf}. */
export function weighted(training: Training): readonly number[] {
  const { length } = variablesOf(training);
  return Array.from({ length: length - 1 }, (_, index) => index).slice(training.intercept ? 0 : 1);
}

/** `(x − shift) / half` maps the bounds into [−1, 1]; without an intercept nothing may be shifted. */
export function scaleOf(
  { lo, hi }: NumberField,
  intercept: boolean,
): { readonly shift: number; readonly half: number } {
  const shift = intercept ? lo + (hi - lo) / 2 : 0;
  return { shift, half: Math.max(Math.abs(lo - shift), Math.abs(hi - shift)) };
}

/**
 * Prints the rows on the grid, with a BIGINT column `q0`, `q1`, … for each of {@link variablesOf}.
 *
 * For every content of `train_rows`, each value is between −G and G, at most one indicator of a category is not 0, and a unit has at most R
 * rows (the engine numbers them 1, 2, … in `rk`). NULL and NaN are dropped before the clamp, since `least` and `greatest` pass over NULL.
 */
export function printGrid(training: Training): string {
  const { features, target, intercept, rowsPerUnit } = training;
  const fields = [...features.map((field, i) => ({ field, name: `x${i + 1}` })), { field: target, name: 'y' }];
  const scaled = fields.map(({ field, name }) => `${printScaled(field, name, intercept)} AS ${name}`);
  const usable = fields.map(({ field, name }) => printUsable(field, name));
  const rows = `SELECT ${scaled.join(', ')} FROM train_rows WHERE rk BETWEEN 1 AND ${rowsPerUnit}`;
  const columns = variablesOf(training).map((variable, index) => `${printVariable(variable)} AS q${index}`);
  return `SELECT ${columns.join(', ')} FROM (${rows}) WHERE ${usable.join(' AND ')}`;
}

/** A double literal that reads back as the same double. */
export function printDouble(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError(`Cannot print a number: must be finite; got ${value}`);
  return `(${value.toExponential()})`;
}

function printScaled(field: Feature | Target, name: string, intercept: boolean): string {
  if (field.kind !== 'number') return name;
  const { shift, half } = scaleOf(field, intercept);
  return `(${name} - ${printDouble(shift)}) * ${printDouble(Number(grid) / half)}`;
}

function printUsable(field: Feature | Target, name: string): string {
  switch (field.kind) {
    case 'number':
      return `${name} IS NOT NULL AND NOT isnan(${name})`;
    case 'category':
      return `${name} IN (${field.values.map(quotedText).join(', ')})`;
    case 'binary':
      return `${name} IN (0, 1)`;
  }
}

function printVariable(variable: Variable): string {
  switch (variable.kind) {
    case 'constant':
      return `CAST(${grid} AS BIGINT)`;
    case 'number':
      return printClamped(`x${variable.feature + 1}`);
    case 'indicator':
      return `CAST(CASE WHEN x${variable.feature + 1} = ${quotedText(variable.value)} THEN ${grid} ELSE 0 END AS BIGINT)`;
    case 'target':
      return variable.field.kind === 'number'
        ? printClamped('y')
        : `CAST(CASE WHEN y = 1 THEN ${grid} ELSE -${grid} END AS BIGINT)`;
  }
}

/** The clamp comes before the cast, so that the cast cannot fail, and ±∞ becomes the bound. */
export function printClamped(sql: string): string {
  const bound = printDouble(Number(grid));
  return `CAST(round(least(greatest(${sql}, -${bound}), ${bound})) AS BIGINT)`;
}
