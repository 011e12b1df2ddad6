/**
 * A model card as PMML, which scoring engines read. Bounds are kept as the extreme values of a field, so that an engine clamps as the
 * training did; a row with a missing value, or one outside its code list, is invalid and gives no prediction.
 *
 * @see PMML 4.4.1, "Regression", "Mining Schema" (dmg.org/pmml/v4-4-1)
 */
import type { Coefficient } from './fit.ts';
import type { ModelCard, Scorer } from './model.ts';
import { attribute, printDocument, printSchema } from './pmml-parts.ts';

/** A card with `privacy` is of a noisy model, one without of an exact one. */
export type Printable = Scorer & Pick<ModelCard, 'target'> & Partial<Pick<ModelCard, 'privacy'>>;

/** For every card, returns a well-formed document with one RegressionModel; a logistic one has the categories 1 and 0. */
export function printPmml(card: Printable): string {
  return printDocument({
    description: describe(card),
    fields: [...card.features, card.target],
    model: printRegression(card, { schema: printSchema(card.features, card.target) }),
  });
}

function describe({ privacy }: Printable): string {
  if (!privacy) return 'exact: rounded coefficients, checked for disclosure';
  const { epsilon, delta, nanoRho, unitSpace, rowsPerUnit } = privacy;
  return `differentially private: epsilon ${epsilon} at delta ${delta} (rho ${nanoRho}e-9) for each ${unitSpace}, ${rowsPerUnit} rows each at most`;
}

interface Around {
  readonly schema: string;
  /** What a number is called in the model; its own name where it is not scaled. */
  readonly nameOf?: (feature: string) => string;
}

/** One RegressionModel with its mining schema. */
export function printRegression(
  { kind, intercept, coefficients }: Pick<Scorer, 'kind' | 'intercept' | 'coefficients'>,
  { schema, nameOf = (name) => name }: Around,
): string {
  const terms = coefficients.map((one) => printTerm(one, nameOf)).join('');
  const table = `intercept="${intercept}"`;
  const [how, tables] =
    kind === 'linear'
      ? ['functionName="regression"', `<RegressionTable ${table}>${terms}</RegressionTable>`]
      : [
          'functionName="classification" normalizationMethod="logit"',
          `<RegressionTable ${table} targetCategory="1">${terms}</RegressionTable><RegressionTable intercept="0" targetCategory="0"/>`,
        ];
  return `<RegressionModel ${how}>${schema}${tables}</RegressionModel>`;
}

function printTerm({ feature, value, coefficient }: Coefficient, nameOf: (feature: string) => string): string {
  if (value === undefined) return `<NumericPredictor name=${attribute(nameOf(feature))} coefficient="${coefficient}"/>`;
  return `<CategoricalPredictor name=${attribute(feature)} value=${attribute(value)} coefficient="${coefficient}"/>`;
}
