/**
 * The checks of a model that a program made of rows: those that look at the card, and at the rows beside it. How the program found its numbers
 * nobody knows, so that nothing is trained again, and no attack that needs a model of other rows is run.
 *
 * @see disclosure.md §3; docs/decisions/037-models-of-programs.md
 */
import type { Training } from '../../privacy/train/training.ts';
import type { CardOf, ExactProgramCard } from '../../program/models/card.ts';
import { columnsOf, trainingOf } from '../../program/models/layout.ts';
import { layoutColumns } from '../../program/models/rows.ts';
import { scorerOf } from '../../program/models/score.ts';
import { checkClusters } from './clusters.ts';
import { clampRows, designOf, type TrainingRows } from './design.ts';
import { joinChecks, type CheckResult, type ModelFinding } from './finding.ts';
import { fitAt } from './fit.ts';
import { checkFormat, parameterCount } from './format.ts';
import type { TreeCard } from './forms.ts';
import { weightsOf } from './given-weights.ts';
import { checkInstances } from './instance.ts';
import { checkLeaves } from './leaves.ts';
import { checkLevels } from './levels.ts';
import { checkLeverage } from './leverage.ts';
import type { ModelLimits } from './limits.ts';
import { checkParameters } from './parameters.ts';
import { checkSaturation } from './saturation.ts';
import { checkSeparation } from './separation.ts';
import { checkTarget } from './target.ts';
import { treeEvidence } from './trees.ts';

/** What the program saw and gave. */
export interface ProgramEvidence {
  /** Complete, one for each unit. @see trainingRowsOf */
  readonly rows: TrainingRows;
  /** The numbers of the model before they were rounded: a centre that is a row must not hide behind its last digit. */
  readonly given: ArrayLike<number>;
  readonly limits: ModelLimits;
}

/** For an equal card, equal rows in equal order and equal numbers, an equal finding. */
export function judgeProgramModel(card: ExactProgramCard, evidence: ProgramEvidence): ModelFinding {
  const { rows, limits } = evidence;
  const format = checkFormat(card, limits);
  // What the numbers of a card of another form mean, nobody knows.
  if (format.verdict === 'fail') return joinChecks([format]);
  const training = trainingOf(card);
  const seen = clampRows(training, rows);
  const columns = layoutColumns(card.features, seen);
  return joinChecks([
    format,
    checkInstances(card, rows),
    checkInstances(listsOf(card, evidence.given), { ...seen, features: columns }),
    ...checkParameters({ parameters: parameterCount({ form: 'program', card }), rows: rows.count }, limits),
    ...checkLevels(training, seen, limits),
    ...checkFamily(card, { training, seen, columns }, limits),
  ]);
}

/** The lists of numbers that could be a row: of coefficients all together, of centres each. */
function listsOf(card: ExactProgramCard, given: ArrayLike<number>): readonly (readonly number[])[] {
  const numbers = Array.from(given);
  switch (card.kind) {
    case 'linear':
    case 'logistic':
      return [numbers.slice(1)];
    case 'kmeans': {
      const width = card.features.length;
      return card.centres.map((_, at) => numbers.slice(at * width, (at + 1) * width));
    }
    case 'boosted_stumps':
      return [];
  }
}

interface Seen {
  readonly training: Training;
  /** Clamped, in the units of the data. */
  readonly seen: TrainingRows;
  /** Of the layout. */
  readonly columns: readonly Float64Array[];
}

function checkFamily(card: ExactProgramCard, rows: Seen, limits: ModelLimits): readonly CheckResult[] {
  switch (card.kind) {
    case 'linear':
    case 'logistic':
      return [...checkRegression(card, rows, limits), ...separation(card, rows)];
    case 'kmeans': {
      const members = Array.from(scores(card, rows), (cluster) => cluster - 1);
      return checkClusters({ members, count: card.centres.length, features: rows.seen.features }, limits);
    }
    case 'boosted_stumps':
      return [...checkStumps(card, rows, limits), ...separation(card, rows)];
  }
}

/** As if the fit had ended at the given coefficients. */
function checkRegression(
  card: CardOf<'linear' | 'logistic'>,
  { training, seen }: Seen,
  limits: ModelLimits,
): readonly CheckResult[] {
  const design = designOf(training, seen);
  const fit = fitAt(design, weightsOf(card));
  return [
    checkLeverage(design, fit, limits),
    checkSaturation(design, fit, { target: seen.target, limits }),
    checkTarget({ training, rows: seen, design, fit }, limits),
  ];
}

/** Every stump a tree over the columns of the layout, which are numbers all. */
function checkStumps(
  { features, stumps }: CardOf<'boosted_stumps'>,
  { training, seen, columns }: Seen,
  limits: ModelLimits,
): readonly CheckResult[] {
  const named = columnsOf(features).map(({ field, value }) => columnName(field.name, value));
  const trees: TreeCard['trees'] = stumps.map(({ feature, value, threshold, left, right }) => [
    { feature: columnName(feature, value), threshold, left: 1, right: 2 },
    { value: left },
    { value: right },
  ]);
  const fields = named.map((column) => ({ kind: 'number', name: column, lo: 0, hi: 1 }) as const);
  const [first, ...others] = fields;
  if (!first) throw new Error('Cannot judge stumps without a column');
  const evidence = treeEvidence(
    { kind: 'forest', target: training.target, features: fields, trees },
    { ...training, features: [first, ...others] },
    { ...seen, features: columns },
  );
  return checkLeaves(evidence, training.target.kind === 'binary', limits);
}

function columnName(feature: string, value = ''): string {
  return JSON.stringify([feature, value]);
}

function separation(card: ExactProgramCard, rows: Seen): readonly CheckResult[] {
  return rows.training.target.kind === 'binary' ? [checkSeparation(scores(card, rows), rows.seen.target)] : [];
}

function scores(card: ExactProgramCard, { columns, seen }: Seen): Float64Array {
  const score = scorerOf(card);
  return Float64Array.from({ length: seen.count }, (_, row) => score(columns.map((column) => column[row] ?? 0)).value);
}
