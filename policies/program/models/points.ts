/**
 * A scorecard: the log odds of a logistic model on a scale that people can add up. Derived from the coefficients and declared constants, so
 * that it tells nothing that they do not.
 *
 * @see Siddiqi, Credit Risk Scorecards, 2006, ch. 6; PMML 4.4.1, "Scorecard"
 */
import type { ModelFeature, PointScaling } from '../model.ts';
import type { CardOf } from './card.ts';

type Regression = Pick<CardOf<'logistic'>, 'features' | 'intercept' | 'coefficients'>;
export type Scorecard = NonNullable<CardOf<'logistic'>['points']>;

/** Points for one unit of the log odds of 1. */
export function pointsPerLogOdds({ double, favours }: PointScaling): number {
  return ((favours === 1 ? 1 : -1) * double) / Math.LN2;
}

/** Points of a row without any attribute, before the intercept counts. */
export function pointsAtEvenOdds({ score, odds, double }: PointScaling): number {
  return score - (double / Math.LN2) * Math.log(odds);
}

/** For every row, the initial points and those of its attributes add up to the points of its log odds. */
export function scorecardOf({ features, intercept, coefficients }: Regression, scaling: PointScaling): Scorecard {
  const each = pointsPerLogOdds(scaling);
  const weightOf = (field: ModelFeature, value?: string): number =>
    coefficients.find((one) => one.feature === field.name && one.value === value)?.coefficient ?? 0;
  const attributes = features.flatMap((field) =>
    field.kind === 'number'
      ? [{ feature: field.name, points: each * weightOf(field) + 0 }]
      : field.values.map((value) => ({ feature: field.name, value, points: each * weightOf(field, value) + 0 })),
  );
  return { scaling, initial: pointsAtEvenOdds(scaling) + each * intercept, attributes };
}
