/**
 * The model card: all that leaves of a training, as JSON. It holds declared facts and numbers made of noisy ones; no count in it is exact.
 *
 * @see programs.md §0 (models are products); Mitchell et al., "Model cards for model reporting", FAT* 2019
 */
import type { IdSpace } from '../../units.ts';
import { epsilonOf } from '../accountant.ts';
import type { Coefficient, Fit, IntervalNote } from './fit.ts';
import type { Feature, Target, Training } from './training.ts';

export interface ModelCard {
  readonly kind: 'linear' | 'logistic';
  readonly target: Target;
  readonly features: readonly Feature[];
  readonly intercept: number;
  readonly coefficients: readonly Coefficient[];
  readonly intervals: IntervalNote;
  /** A noisy count of the rows that were used. */
  readonly noisyRows: number;
  /** How many directions were drowned by the noise; the coefficients are drawn to 0 there. */
  readonly weakDirections: number;
  readonly privacy: PrivacyNote;
}

export interface PrivacyNote {
  /** What was spent, in billionths of ρ, as text of a whole number. */
  readonly nanoRho: string;
  /** ε of (ε, δ) for the δ beside it. */
  readonly epsilon: number;
  readonly delta: number;
  /** Whose coming or going is hidden, with all their rows. */
  readonly unitSpace: IdSpace;
  /** Rows of one unit beyond this were not used. */
  readonly rowsPerUnit: number;
  readonly iterations: number;
}

/** Who is protected, and the δ at which ε is told. */
export interface CardFacts {
  readonly unitSpace: IdSpace;
  readonly delta: number;
}

/** For every fit, the card is a function of the training's declarations and the fit; it spends nothing. */
export function modelCard(training: Training, fit: Fit, { unitSpace, delta }: CardFacts): ModelCard {
  return {
    kind: training.target.kind === 'binary' ? 'logistic' : 'linear',
    target: training.target,
    features: training.features,
    intercept: fit.intercept,
    coefficients: fit.coefficients,
    intervals: fit.intervals,
    noisyRows: Math.round(fit.rows),
    weakDirections: fit.weakDirections,
    privacy: {
      nanoRho: String(fit.spent),
      epsilon: epsilonOf({ rho: fit.spent }, delta),
      delta,
      unitSpace,
      rowsPerUnit: training.rowsPerUnit,
      iterations: fit.iterations,
    },
  };
}

/** A row by names of features. */
export type ModelRow = Readonly<Record<string, number | string | null>>;

/** What a prediction needs of a card, be it of a noisy model or of an exact one. */
export type Scorer = Pick<ModelCard, 'kind' | 'features' | 'intercept' | 'coefficients'>;

/**
 * What the model says of a row: the expected target, or the probability of 1. Numbers are clamped to their bounds, as in the training;
 * `undefined` where a feature is missing, not a number, or not in its code list.
 */
export function predict(card: Scorer, row: ModelRow): number | undefined {
  if (!card.features.every((feature) => isUsable(feature, row[feature.name]))) return undefined;
  const bounds = new Map(card.features.map((feature) => [feature.name, feature]));
  const sum = card.coefficients.reduce((total, { feature, value, coefficient }) => {
    const field = bounds.get(feature);
    const given = row[feature];
    if (field?.kind === 'number') return total + coefficient * Math.min(Math.max(Number(given), field.lo), field.hi);
    return total + (given === value ? coefficient : 0);
  }, card.intercept);
  return card.kind === 'linear' ? sum : 1 / (1 + Math.exp(-sum));
}

function isUsable(feature: Feature, given: number | string | null | undefined): boolean {
  if (feature.kind === 'number') return typeof given === 'number' && !Number.isNaN(given);
  return typeof given === 'string' && feature.values.includes(given);
}
