/**
 * All checks of one model. Whoever trained it exactly here gets every check; a noisy model the structural ones, for attacks on it find what
 * its ε allows and nothing else; a tree that came from elsewhere those that need no training.
 *
 * @see disclosure.md §3; docs/decisions/023-exact-models.md
 */
import type { ModelCard } from '../../privacy/train/model.ts';
import type { PrivateProgramCard } from '../../program/models/card.ts';
import type { Training } from '../../privacy/train/training.ts';
import { checkAttributes } from './attribute.ts';
import { exactCard, type ExactCard } from './card.ts';
import { clampRows, designOf, type TrainingRows } from './design.ts';
import { joinChecks, type CheckResult, type ModelFinding } from './finding.ts';
import { fitExactly, type ExactFit } from './fit.ts';
import type { TreeCard } from './forms.ts';
import { checkFormat, parameterCount } from './format.ts';
import { drawFrom, halve, sampleRows } from './halves.ts';
import { checkInstances } from './instance.ts';
import { checkLeaves } from './leaves.ts';
import { checkLevels } from './levels.ts';
import { checkLeverage } from './leverage.ts';
import { checkLikelihoodRatio } from './likelihood-ratio.ts';
import type { ModelLimits } from './limits.ts';
import { checkMembership } from './membership.ts';
import { checkParameters } from './parameters.ts';
import { checkSaturation } from './saturation.ts';
import { checkTarget } from './target.ts';
import { treeEvidence } from './trees.ts';

/** Rows that the attacks use at most: fewer are remembered better, so that a sample is the harder case. */
export const maxAudited = 40_000;

export interface JudgedModel {
  readonly card: ExactCard;
  readonly finding: ModelFinding;
}

/** Trains on all rows and checks the model. For equal rows in equal order, an equal card and an equal finding. */
export function trainAndJudge(training: Training, rows: TrainingRows, limits: ModelLimits): JudgedModel {
  const seen = clampRows(training, rows);
  const design = designOf(training, seen);
  const fit = fitExactly(design);
  const card = exactCard(training, fit, rows.count);
  const structural = [
    checkFormat(card, limits),
    checkInstances(card, rows),
    ...checkParameters({ parameters: design.width, rows: rows.count }, limits),
    ...checkLevels(training, seen, limits),
    checkLeverage(design, fit, limits),
    checkSaturation(design, fit, { target: seen.target, limits }),
    checkTarget({ training, rows: seen, design, fit }, limits),
    checkConvergence(fit),
  ];
  return { card, finding: joinChecks([...structural, ...attack(training, design, limits)]) };
}

/** The attacks, on a model of one half of the rows. */
function attack(training: Training, design: ReturnType<typeof designOf>, limits: ModelLimits): readonly CheckResult[] {
  const draw = drawFrom(1);
  const halves = halve(sampleRows(design.count, maxAudited, draw), draw);
  const fit = fitExactly(design, halves.members);
  const audit = { halves, limits };
  return [
    checkMembership(design, fit, audit),
    checkLikelihoodRatio(design, fit, { ...audit, draw }),
    checkAttributes(training, { design, fit }, audit),
  ];
}

function checkConvergence({ converged }: ExactFit): CheckResult {
  const figure = Number(!converged);
  return { name: 'model_convergence', verdict: converged ? 'pass' : 'fail', figure, limit: 0 };
}

/** @param card of our own trainer, or of a program whose ε our accountant counted: one that somebody else asserts is worth nothing */
export function judgePrivate(card: ModelCard | PrivateProgramCard, limits: ModelLimits): ModelFinding {
  const { epsilon } = card.privacy;
  const verdict = epsilon <= limits.epsilon * (1 + 1e-9) ? 'pass' : 'review';
  const loss: CheckResult = { name: 'model_private', verdict, figure: epsilon, limit: limits.epsilon };
  return joinChecks([checkFormat(card, limits), checkInstances(card), loss]);
}

/** A tree or forest by its card, and by the rows that it was trained on. */
export function judgeTrees(card: TreeCard, training: Training, { rows, limits }: Judged): ModelFinding {
  const format = checkFormat(card, limits);
  // A card that is no tree cannot be followed.
  if (format.verdict === 'fail') return joinChecks([format]);
  const parameters = parameterCount({ form: 'tree', card });
  return joinChecks([
    format,
    checkInstances(card, rows),
    ...checkParameters({ parameters, rows: rows.count }, limits),
    ...checkLeaves(treeEvidence(card, training, clampRows(training, rows)), training.target.kind === 'binary', limits),
  ]);
}

interface Judged {
  readonly rows: TrainingRows;
  readonly limits: ModelLimits;
}
