/** What a trainer gives back: weights in the units of the data, and what is known of their error. Made of noisy numbers alone. */
import type { NanoRho } from '../../units.ts';
import { scaleOf, variablesOf, weighted } from './design.ts';
import type { ConfidenceInterval } from './confidence.ts';
import type { NumberField, Training } from './training.ts';

/** The weight of a number, or of one value of a category. */
export interface Coefficient {
  readonly feature: string;
  readonly value?: string;
  readonly coefficient: number;
  readonly interval?: ConfidenceInterval;
}

/** Whether the coefficients have intervals, and if not, why. */
export type IntervalNote =
  | { readonly kind: 'given'; readonly level: number; readonly covers: string }
  | {
      readonly kind: 'absent';
      readonly reason: 'weak_direction' | 'rows_of_one_unit' | 'few_rows' | 'no_sound_method';
    };

export interface Fit {
  readonly intercept: number;
  readonly coefficients: readonly Coefficient[];
  readonly intervals: IntervalNote;
  /** A noisy count of the rows used; may be below 0. */
  readonly rows: number;
  /** Directions in which the data could not be told from the noise; the model is drawn to 0 there. */
  readonly weakDirections: number;
  readonly spent: NanoRho;
  readonly iterations: number;
}

/** Weights of {@link weighted} on the model's scale, with their intervals if there are any. */
export interface ScaledWeights {
  readonly weights: readonly number[];
  readonly intervals?: readonly ConfidenceInterval[];
}

/** Brings weights back into the units of the data. */
export function toDataUnits(training: Training, scaled: ScaledWeights): Pick<Fit, 'intercept' | 'coefficients'> {
  const { features, target, intercept: shifted } = training;
  const out = target.kind === 'number' ? scaleOf(target, shifted) : { shift: 0, half: 1 };
  const variables = variablesOf(training);
  let intercept = out.shift;
  const coefficients = weighted(training).flatMap((place, k): readonly Coefficient[] => {
    const variable = variables[place];
    const weight = scaled.weights[k] ?? 0;
    if (variable?.kind === 'constant') intercept += out.half * weight;
    if (variable?.kind === 'number')
      intercept -= weight * factor(variable.field, out.half, shifted) * scaleOf(variable.field, shifted).shift;
    if (variable?.kind !== 'number' && variable?.kind !== 'indicator') return [];
    const by = variable.kind === 'number' ? factor(variable.field, out.half, shifted) : out.half;
    const interval = scaled.intervals?.[k];
    return [
      {
        feature: features[variable.feature]?.name ?? '',
        ...(variable.kind === 'indicator' && { value: variable.value }),
        coefficient: weight * by,
        ...(interval && { interval: [interval[0] * by, interval[1] * by] as const }),
      },
    ];
  });
  return { intercept, coefficients };
}

function factor(field: NumberField, half: number, shifted: boolean): number {
  return half / scaleOf(field, shifted).half;
}
