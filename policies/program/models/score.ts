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
import type { Scorecard } from './points.ts';

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
  return scorerOf(card)(encodeRow(card.features, row));
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

/** @returns what the model says of one number for each column of the layout; made once for many rows */
export function scorerOf(card: ProgramModelCard): (columns: readonly number[]) => Score {
  switch (card.kind) {
    case 'linear':
      return (columns) => ({ kind: 'value', value: regress(card, columns) });
    case 'logistic': {
      const points = card.points && pointsBy(card.features, card.points);
      return (columns) => {
        const value = logistic(regress(card, columns));
        return { kind: 'probability', value, ...(points && { points: points(columns) }) };
      };
    }
    case 'kmeans':
      return (columns) => ({ kind: 'cluster', value: nearest(card, columns) + 1 });
    case 'boosted_stumps': {
      const boost = boosted(card);
      return card.target.kind === 'binary'
        ? (columns) => ({ kind: 'probability', value: logistic(boost(columns)) })
        : (columns) => ({ kind: 'value', value: boost(columns) });
    }
  }
}

function regress({ intercept, coefficients }: CardOf<'linear' | 'logistic'>, columns: readonly number[]): number {
  return coefficients.reduce((sum, { coefficient }, at) => sum + coefficient * (columns[at] ?? 0), intercept);
}

/** The reference of a category is no column; it has points of its own, which are none. */
function pointsBy(features: readonly ModelFeature[], card: Scorecard): (columns: readonly number[]) => number {
  const placed = placesIn(features, card.attributes);
  return (columns) => placed.reduce((sum, { at, one }) => sum + one.points * (columns[at] ?? 0), card.initial);
}

function nearest({ centres }: CardOf<'kmeans'>, columns: readonly number[]): number {
  const distances = centres.map(({ at }) =>
    at.reduce((sum, coordinate, place) => sum + (coordinate - (columns[place] ?? 0)) ** 2, 0),
  );
  return distances.indexOf(Math.min(...distances));
}

function boosted({ features, base, rate, stumps }: CardOf<'boosted_stumps'>): (columns: readonly number[]) => number {
  const placed = placesIn(features, stumps);
  return (columns) => {
    const sum = placed.reduce(
      (total, { at, one }) => total + ((columns[at] ?? Number.NaN) <= one.threshold ? one.left : one.right),
      0,
    );
    return base + rate * sum;
  };
}

/** Where the column of each stands; −1 for the reference of a category. */
function placesIn<Part extends { readonly feature: string; readonly value?: string }>(
  features: readonly ModelFeature[],
  parts: readonly Part[],
): readonly { readonly at: number; readonly one: Part }[] {
  const columns = columnsOf(features);
  return parts.map((one) => ({
    at: columns.findIndex(({ field, value }) => field.name === one.feature && value === one.value),
    one,
  }));
}

function logistic(score: number): number {
  return 1 / (1 + Math.exp(-score));
}
