/**
 * A model card as PMML, which scoring engines read. Bounds are kept as the extreme values of a field, so that an engine clamps as the
 * training did; a value outside its code list is invalid, and a missing one gives no prediction.
 *
 * @see PMML 4.4.1, "Regression", "Mining Schema" (dmg.org/pmml/v4-4-1)
 */
import type { Coefficient } from './fit.ts';
import type { ModelCard, Scorer } from './model.ts';
import type { Feature, Target } from './training.ts';

/** A card with `privacy` is of a noisy model, one without of an exact one. */
export type Printable = Scorer & Pick<ModelCard, 'target'> & Partial<Pick<ModelCard, 'privacy'>>;

/** For every card, returns a well-formed document with one RegressionModel; a logistic one has the categories 1 and 0. */
export function printPmml(card: Printable): string {
  const fields = [...card.features, card.target];
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4">',
    `<Header description=${attribute(describe(card))}><Application name="Sluice"/></Header>`,
    `<DataDictionary numberOfFields="${fields.length}">${fields.map(printField).join('')}</DataDictionary>`,
    printModel(card),
    '</PMML>',
    '',
  ].join('\n');
}

function describe({ privacy }: Printable): string {
  if (!privacy) return 'exact: rounded coefficients, checked for disclosure';
  const { epsilon, delta, nanoRho, unitSpace, rowsPerUnit } = privacy;
  return `differentially private: epsilon ${epsilon} at delta ${delta} (rho ${nanoRho}e-9) for each ${unitSpace}, ${rowsPerUnit} rows each at most`;
}

function printField(field: Feature | Target): string {
  if (field.kind === 'number')
    return `<DataField name=${attribute(field.name)} optype="continuous" dataType="double"/>`;
  const values = field.kind === 'binary' ? ['0', '1'] : field.values;
  const list = values.map((value) => `<Value value=${attribute(value)}/>`).join('');
  return `<DataField name=${attribute(field.name)} optype="categorical" dataType="string">${list}</DataField>`;
}

function printModel(card: Printable): string {
  const schema = [
    ...card.features.map(printInput),
    `<MiningField name=${attribute(card.target.name)} usageType="target"/>`,
  ];
  const terms = card.coefficients.map(printTerm).join('');
  const table = `intercept="${card.intercept}"`;
  const [kind, tables] =
    card.kind === 'linear'
      ? ['functionName="regression"', `<RegressionTable ${table}>${terms}</RegressionTable>`]
      : [
          'functionName="classification" normalizationMethod="logit"',
          `<RegressionTable ${table} targetCategory="1">${terms}</RegressionTable><RegressionTable intercept="0" targetCategory="0"/>`,
        ];
  return `<RegressionModel ${kind}><MiningSchema>${schema.join('')}</MiningSchema>${tables}</RegressionModel>`;
}

function printInput(field: Feature): string {
  const name = attribute(field.name);
  if (field.kind === 'category') return `<MiningField name=${name} invalidValueTreatment="returnInvalid"/>`;
  return `<MiningField name=${name} outliers="asExtremeValues" lowValue="${field.lo}" highValue="${field.hi}"/>`;
}

function printTerm({ feature, value, coefficient }: Coefficient): string {
  const name = attribute(feature);
  if (value === undefined) return `<NumericPredictor name=${name} coefficient="${coefficient}"/>`;
  return `<CategoricalPredictor name=${name} value=${attribute(value)} coefficient="${coefficient}"/>`;
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Quoted and escaped. A character that XML 1.0 cannot hold becomes U+FFFD; a line break stays what it is. */
function attribute(text: string): string {
  const legal = text.toWellFormed().replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD');
  const escaped = legal.replaceAll(/[&<>"]/g, (found) => entities[found] ?? found);
  return `"${escaped.replaceAll(/[\t\n\r]/g, (found) => `&#${found.charCodeAt(0)};`)}"`;
}
