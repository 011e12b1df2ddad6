/**
 * What a trainer is told before it sees a row: the columns, their public bounds, and how many rows of one unit count. Everything here is
 * declared, so that nothing of it can follow the data; the scale of a column comes from its bounds, never from its values.
 *
 * @see query-and-privacy.md §2.14, programs.md §0 (trusted trainers)
 */
import { accept, refuse, type Outcome } from '../../refusal.ts';

/** A number, clamped to `lo` … `hi` in the units of the data. */
export interface NumberField {
  readonly kind: 'number';
  readonly name: string;
  readonly lo: number;
  readonly hi: number;
}

/** A text of a code list. With an intercept the first value is the reference, and each other one has an indicator of 0 or 1. */
export interface CategoryField {
  readonly kind: 'category';
  readonly name: string;
  readonly values: readonly string[];
}

/** Exactly 0 or 1. */
export interface BinaryField {
  readonly kind: 'binary';
  readonly name: string;
}

export type Feature = NumberField | CategoryField;
export type Target = NumberField | BinaryField;

/**
 * The i-th feature is the column `x1`, `x2`, … of the engine's `train_rows` (DOUBLE for a number, VARCHAR for a category), the target is `y`.
 * A row with a NULL, a NaN or a value outside its code list in any of them is left out; whether it is, is a matter of that row alone.
 */
export interface Training<T extends Target = Target> {
  readonly features: readonly [Feature, ...Feature[]];
  readonly target: T;
  readonly intercept: boolean;
  /** R: rows whose rank `rk` within the unit is above it are left out. */
  readonly rowsPerUnit: number;
}

export function isLinear(training: Training): training is Training<NumberField> {
  return training.target.kind === 'number';
}

export function isLogistic(training: Training): training is Training<BinaryField> {
  return training.target.kind === 'binary';
}

/** More columns mean more noise for each, and more work for the solver; beyond this a linear model is the wrong tool for the lane. */
export const maxColumns = 64;
const maxRowsPerUnit = 1_000_000;

/** Accepts a training whose bounds, code lists and cap make the sensitivity finite; refuses with `E_INPUT` otherwise. */
export function requireTraining<T extends Target>(training: Training<T>): Outcome<Training<T>> {
  const { features, target, rowsPerUnit } = training;
  const names = [...features, target].map(({ name }) => name);
  const fault =
    [...features, target].map(fieldFault).find((found) => found !== undefined) ??
    (new Set(names).size < names.length ? `names must differ; got ${names.join(', ')}` : undefined) ??
    (Number.isSafeInteger(rowsPerUnit) && rowsPerUnit >= 1 && rowsPerUnit <= maxRowsPerUnit
      ? undefined
      : `rows per unit must be a whole number of 1 to ${maxRowsPerUnit}; got ${rowsPerUnit}`) ??
    widthFault(features);
  return fault === undefined ? accept(training) : refuse('E_INPUT', `Cannot train: ${fault}`);
}

function fieldFault(field: Feature | Target): string | undefined {
  switch (field.kind) {
    case 'number': {
      const { name, lo, hi } = field;
      const sound = [lo, hi].every((bound) => Math.abs(bound) <= 1e15) && hi - lo >= 1e-9;
      return sound ? undefined : `the bounds of ${name} must be finite, lo below hi; got ${lo} and ${hi}`;
    }
    case 'category': {
      const different = new Set(field.values).size === field.values.length;
      return different && field.values.length >= 2
        ? undefined
        : `the values of ${field.name} must be two or more, each once; got ${field.values.length}`;
    }
    case 'binary':
      return undefined;
  }
}

function widthFault(features: readonly Feature[]): string | undefined {
  const width = features.reduce((sum, field) => sum + (field.kind === 'category' ? field.values.length : 1), 1);
  return width <= maxColumns ? undefined : `columns must be at most ${maxColumns}; got ${width}`;
}
