/**
 * What a model says of one row, computed from its card as PMML says it is: numbers are clamped to their bounds, and where a feature that the
 * model looks at is missing, not a number, or not in its code list, there is no answer.
 *
 * @see PMML 4.4.1, "Scorecard", "ClusteringModel", "MiningModel"; pmml.ts
 */
import { predict, type ModelRow, type Scorer } from '../../privacy/train/model.ts';
import type { ModelFeature } from '../model.ts';
import type { CardOf, ProgramModelCard } from './card.ts';
import { columnsOf, scaledValue } from './layout.ts';

export type Score =
  /** The expected target. */
  | { readonly kind: 'value'; readonly value: number }
  /** Of class 1; `points` of a scorecard. */
  | { readonly kind: 'probability'; readonly value: number; readonly points?: number }
  /** From 1, in the order of the centres; the first of several that are as near. */
  | { readonly kind: 'cluster'; readonly value: number };

/** For every card and row, returns the score, or undefined where the row has none. */
export function scoreRow(card: ProgramModelCard | Scorer, row: ModelRow): Score | undefined {
  if (!('maker' in card)) {
    const value = predict(card, row);
    return value === undefined ? undefined : { kind: card.kind === 'linear' ? 'value' : 'probability', value };
  }
  if (!usedFeatures(card).every((field) => isUsable(field, row[field.name]))) return undefined;
  return scoreColumns(card, encodeRow(card.features, row));
}

/** Those that a row must have: of stumps only what some stump looks at, as an engine sees no others. */
export function usedFeatures(card: ProgramModelCard): readonly ModelFeature[] {
  if (card.kind !== 'boosted_stumps') return card.features;
  const used = new Set(card.stumps.map(({ feature }) => feature));
  return card.features.filter(({ name }) => used.has(name));
}

/** The columns of the layout. */
function encodeRow(features: readonly ModelFeature[], row: ModelRow): readonly number[] {
  return columnsOf(features).map(({ field, value }) =>
    field.kind === 'number' ? scaledValue(field, Number(row[field.name])) : Number(row[field.name] === value),
  );
}

function isUsable(field: ModelFeature, given: number | string | null | undefined): boolean {
  if (field.kind === 'number') return typeof given === 'number' && !Number.isNaN(given);
  return typeof given === 'string' && field.values.includes(given);
}

/** @param columns one number for each column of the layout */
export function scoreColumns(card: ProgramModelCard, columns: readonly number[]): Score {
  switch (card.kind) {
    case 'linear':
      return { kind: 'value', value: regress(card, columns) };
    case 'logistic': {
      const value = logistic(regress(card, columns));
      return { kind: 'probability', value, ...(card.points && { points: pointsOf(card, columns) }) };
    }
    case 'kmeans':
      return { kind: 'cluster', value: nearest(card, columns) + 1 };
    case 'boosted_stumps': {
      const value = boost(card, columns);
      return card.target.kind === 'binary' ? { kind: 'probability', value: logistic(value) } : { kind: 'value', value };
    }
  }
}

function regress({ intercept, coefficients }: CardOf<'linear' | 'logistic'>, columns: readonly number[]): number {
  return coefficients.reduce((sum, { coefficient }, at) => sum + coefficient * (columns[at] ?? 0), intercept);
}

/** The reference of a category has points of its own, which are none. */
function pointsOf({ features, points }: CardOf<'logistic'>, columns: readonly number[]): number {
  const names = columnsOf(features);
  return (points?.attributes ?? []).reduce((sum, attribute) => {
    const at = names.findIndex(({ field, value }) => field.name === attribute.feature && value === attribute.value);
    return sum + (at < 0 ? 0 : attribute.points * (columns[at] ?? 0));
  }, points?.initial ?? 0);
}

function nearest({ centres }: CardOf<'kmeans'>, columns: readonly number[]): number {
  const distances = centres.map(({ at }) =>
    at.reduce((sum, coordinate, place) => sum + (coordinate - (columns[place] ?? 0)) ** 2, 0),
  );
  return distances.indexOf(Math.min(...distances));
}

function boost({ features, base, rate, stumps }: CardOf<'boosted_stumps'>, columns: readonly number[]): number {
  const names = columnsOf(features);
  const sum = stumps.reduce((total, { feature, value, threshold, left, right }) => {
    const at = names.findIndex((column) => column.field.name === feature && column.value === value);
    return total + ((columns[at] ?? Number.NaN) <= threshold ? left : right);
  }, 0);
  return base + rate * sum;
}

function logistic(score: number): number {
  return 1 / (1 + Math.exp(-score));
}
