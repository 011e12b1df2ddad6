/** Where the numbers of a model stand, and what the columns are that they speak of. @see policies/program/model.ts */
import type { Target, Training } from '../../privacy/train/training.ts';
import type { ModelDeclaration, ModelFeature } from '../model.ts';

/** One column that a model computes with: a number, or whether a category has that value. */
export interface ModelColumn {
  readonly field: ModelFeature;
  readonly value?: string;
}

/** Numbers of one stump: column, threshold, left, right. */
export const stumpLength = 4;

/** For every list of features, returns its columns in the order of the layout. */
export function columnsOf(features: readonly ModelFeature[]): readonly ModelColumn[] {
  return features.flatMap((field): readonly ModelColumn[] =>
    field.kind === 'number' ? [{ field }] : field.values.slice(1).map((value) => ({ field, value })),
  );
}

/** How many numbers a model of this declaration is. */
export function lengthOf(model: ModelDeclaration): number {
  switch (model.family) {
    case 'linear':
    case 'logistic':
      return 1 + columnsOf(model.features).length;
    case 'kmeans':
      return model.clusters * model.features.length;
    case 'boosted_stumps':
      return 1 + stumpLength * model.stumps;
  }
}

/** Where the numbers of the model begin and end among those of all results, one result after another. */
export function placeOf(
  results: readonly { readonly name: string; readonly length: number }[],
  { from }: Pick<ModelDeclaration, 'from'>,
): { readonly start: number; readonly end: number } {
  const at = results.findIndex(({ name }) => name === from);
  if (at < 0) throw new RangeError(`Cannot find the numbers of the model: there is no result ${from}`);
  const start = results.slice(0, at).reduce((sum, { length }) => sum + length, 0);
  return { start, end: start + (results[at]?.length ?? 0) };
}

interface Fields {
  readonly features: readonly ModelFeature[];
  readonly target?: Target;
}

/** The same fields as a training has them; a model without a target gets one that no row needs. */
export function trainingOf({ features, target }: Fields): Training {
  const plain = features.map((field) =>
    field.kind === 'number' ? { kind: field.kind, name: field.name, lo: field.lo, hi: field.hi } : field,
  );
  const [first, ...others] = plain;
  if (!first) throw new RangeError('Cannot make a model: must have a feature');
  const none = { kind: 'number', name: '', lo: 0, hi: 1 } as const;
  return { features: [first, ...others], target: target ?? none, intercept: true, rowsPerUnit: 1 };
}

/** What a model computes with in place of the value of a number: clamped to its bounds, then scaled. */
export function scaledValue({ lo, hi, scaling }: Extract<ModelFeature, { kind: 'number' }>, value: number): number {
  const clamped = Math.min(Math.max(value, lo), hi);
  return scaling ? (clamped - scaling.mean) / scaling.scale : clamped;
}
