/**
 * Boosted stumps in PMML: the sum of trees of two leaves. For a number the sum is the target once it is scaled and shifted; for a class it is
 * handed on to a regression that makes a probability of it, as the standard chains models.
 *
 * @see PMML 4.4.1, "Multiple Models" (sum, modelChain), "TreeModel", "Targets" (rescaleFactor, rescaleConstant)
 */
import { attribute, printSchema } from '../../privacy/train/pmml-parts.ts';
import type { CardOf } from './card.ts';
import { inputNames } from './pmml-fields.ts';
import { usedFeatures } from './score.ts';

type Card = CardOf<'boosted_stumps'>;

/** For every card, one MiningModel, whose inputs are the features that some stump looks at. */
export function printStumps(card: Card): string {
  const { target, base, rate } = card;
  const features = usedFeatures(card);
  const schema = printSchema(features, target);
  if (target.kind === 'number') {
    const rescaled = `<Targets><Target field=${attribute(target.name)} rescaleFactor="${rate}" rescaleConstant="${base}"/></Targets>`;
    return `<MiningModel functionName="regression">${schema}${rescaled}${printSum(card)}</MiningModel>`;
  }
  const inputs = `<MiningSchema>${features.map(({ name }) => plain(name)).join('')}</MiningSchema>`;
  const sum = `<MiningModel functionName="regression">${inputs}<Output><OutputField name="${sumName}" optype="continuous" dataType="double" feature="predictedValue" isFinalResult="false"/></Output>${printSum(card)}</MiningModel>`;
  return [
    `<MiningModel functionName="classification">${schema}`,
    '<Segmentation multipleModelMethod="modelChain" missingPredictionTreatment="returnMissing">',
    `<Segment id="1"><True/>${sum}</Segment><Segment id="2"><True/>${printLink(card)}</Segment>`,
    '</Segmentation></MiningModel>',
  ].join('');
}

const sumName = 'sum(stumps)';

/** Probability of 1: the logit of base + rate · sum. */
function printLink({ target, base, rate }: Card): string {
  return [
    '<RegressionModel functionName="classification" normalizationMethod="logit">',
    `<MiningSchema>${plain(sumName)}<MiningField name=${attribute(target.name)} usageType="target"/></MiningSchema>`,
    `<RegressionTable intercept="${base}" targetCategory="1"><NumericPredictor name="${sumName}" coefficient="${rate}"/></RegressionTable>`,
    '<RegressionTable intercept="0" targetCategory="0"/></RegressionModel>',
  ].join('');
}

function printSum({ features, stumps }: Card): string {
  const nameOf = inputNames(features);
  const segments = stumps.map((stump, at) => `<Segment id="s${at + 1}"><True/>${printStump(stump, nameOf)}</Segment>`);
  return `<Segmentation multipleModelMethod="sum" missingPredictionTreatment="returnMissing">${segments.join('')}</Segmentation>`;
}

function printStump(stump: Card['stumps'][number], nameOf: (feature: string) => string): string {
  const { feature, left, right } = stump;
  const [isLeft, isRight] = sidesOf(stump, nameOf);
  const leaves = `<Node score="${left}">${isLeft}</Node><Node score="${right}">${isRight}</Node>`;
  // The field is the given column: a derived one is computed from it.
  return `<TreeModel functionName="regression" splitCharacteristic="multiSplit"><MiningSchema>${plain(feature)}</MiningSchema><Node><True/>${leaves}</Node></TreeModel>`;
}

/** The column of a category is 0 or 1, and any threshold between splits it at its value. */
function sidesOf(
  { feature, value, threshold }: Card['stumps'][number],
  nameOf: (feature: string) => string,
): readonly [string, string] {
  if (value === undefined) {
    const at = `field=${attribute(nameOf(feature))} value="${threshold}"`;
    return [`<SimplePredicate ${at} operator="lessOrEqual"/>`, `<SimplePredicate ${at} operator="greaterThan"/>`];
  }
  const at = `field=${attribute(feature)} value=${attribute(value)}`;
  return [`<SimplePredicate ${at} operator="notEqual"/>`, `<SimplePredicate ${at} operator="equal"/>`];
}

function plain(name: string): string {
  return `<MiningField name=${attribute(name)}/>`;
}
