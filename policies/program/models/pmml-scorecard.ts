/**
 * A scorecard in PMML: one characteristic for each feature. A number has points for each unit, which is an expression; a category has points
 * for each value. Beside the points it gives the probability of 1.
 *
 * @see PMML 4.4.1, "Scorecard"
 */
import { attribute, printSchema } from '../../privacy/train/pmml-parts.ts';
import type { CardOf } from './card.ts';
import { apply, constant, inputNames, reference } from './pmml-fields.ts';
import { pointsAtEvenOdds, pointsPerLogOdds, type Scorecard } from './points.ts';

/** For every card with points, one Scorecard element. */
export function printScorecard({ features, target }: CardOf<'logistic'>, points: Scorecard): string {
  const nameOf = inputNames(features);
  const characteristics = features.map(({ name }) => {
    const own = points.attributes.filter(({ feature }) => feature === name);
    return `<Characteristic name=${attribute(`points(${name})`)}>${own.map((one) => printAttribute(one, nameOf)).join('')}</Characteristic>`;
  });
  return [
    `<Scorecard functionName="regression" initialScore="${points.initial}" useReasonCodes="false">`,
    printSchema(features),
    printOutput(target.name, points),
    `<Characteristics>${characteristics.join('')}</Characteristics>`,
    '</Scorecard>',
  ].join('');
}

function printAttribute(
  { feature, value, points }: Scorecard['attributes'][number],
  nameOf: (feature: string) => string,
): string {
  const field = `field=${attribute(feature)}`;
  if (value !== undefined)
    return `<Attribute partialScore="${points}"><SimplePredicate ${field} operator="equal" value=${attribute(value)}/></Attribute>`;
  const product = apply('*', constant(points), reference(nameOf(feature)));
  return `<Attribute><SimplePredicate ${field} operator="isNotMissing"/><ComplexPartialScore>${product}</ComplexPartialScore></Attribute>`;
}

function printOutput(target: string, { scaling }: Scorecard): string {
  const points = `points(${target})`;
  const minus = apply(
    '/',
    apply('-', constant(pointsAtEvenOdds(scaling)), reference(points)),
    constant(pointsPerLogOdds(scaling)),
  );
  const probability = apply('/', constant(1), apply('+', constant(1), apply('exp', minus)));
  const type = 'optype="continuous" dataType="double"';
  return `<Output><OutputField name=${attribute(points)} ${type} feature="predictedValue"/><OutputField name="probability(1)" ${type} feature="transformedValue">${probability}</OutputField></Output>`;
}
