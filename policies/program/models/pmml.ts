/**
 * The card of a program's model as PMML: the element that the standard has for its family, and the numbers of the card as they are.
 *
 * @see PMML 4.4.1, "Regression", "Scorecard", "ClusteringModel", "Multiple Models" (dmg.org/pmml/v4-4-1)
 */
import { printDocument, printSchema } from '../../privacy/train/pmml-parts.ts';
import { printRegression } from '../../privacy/train/pmml.ts';
import type { ProgramModelCard } from './card.ts';
import { printClusters } from './pmml-clusters.ts';
import { inputNames, printScalings } from './pmml-fields.ts';
import { printScorecard } from './pmml-scorecard.ts';
import { printStumps } from './pmml-stumps.ts';

/** For every card, returns a well-formed document; an engine's answers are those of `scoreRow`. */
export function printProgramPmml(card: ProgramModelCard): string {
  const target = 'target' in card ? [card.target] : [];
  return printDocument({
    description: describe(card),
    fields: [...card.features, ...target],
    transformations: printScalings(card.features),
    model: printModel(card),
  });
}

function describe(card: ProgramModelCard): string {
  if (card.lane === 'exact') return 'exact: digits that no block of units can change, checked for disclosure';
  const { epsilon, delta, nanoRho, unitSpace } = card.privacy;
  return `differentially private: epsilon ${epsilon} at delta ${delta} (rho ${nanoRho}e-9) for each ${unitSpace}`;
}

function printModel(card: ProgramModelCard): string {
  switch (card.kind) {
    case 'linear':
    case 'logistic': {
      if (card.kind === 'logistic' && card.points) return printScorecard(card, card.points);
      const schema = printSchema(card.features, card.target);
      return printRegression(card, { schema, nameOf: inputNames(card.features) });
    }
    case 'kmeans':
      return printClusters(card);
    case 'boosted_stumps':
      return printStumps(card);
  }
}
