/**
 * Attribute inference: an attacker who knows everything of a row but one feature takes the value under which the model fits best. What that
 * finds beyond the commonest value is, for a row that was not trained on, a fact about everybody; only what it finds more of a member was
 * remembered.
 *
 * @see Yeom et al., CSF 2018, §4; SACRO-ML Attribute, attribute_inference_ols; disclosure.md §3
 */
import type { Training } from '../../privacy/train/training.ts';
import { normalTailAbove } from '../../privacy/gaussian-tail.ts';
import { columnsOf, type Design } from './design.ts';
import type { CheckResult } from './finding.ts';
import { scoreOf, type ExactFit } from './fit.ts';
import type { Audit } from './membership.ts';

/** @param fit of the members. One result: of the feature with the largest gap, in percentage points */
export function checkAttributes(training: Training, target: Attacked, { halves, limits }: Audit): CheckResult {
  const { auto, hard } = limits.attributeGap;
  const gaps = training.features.map((field, feature) => {
    const guess = guesserOf(training, feature, target);
    const [members, others] = [advantage(halves.members, guess), advantage(halves.others, guess)];
    const deviation = Math.sqrt(1 / (4 * halves.members.length) + 1 / (4 * halves.others.length));
    const gap = members - others;
    const chance = gap > 0 ? normalTailAbove(gap / deviation) * training.features.length : 1;
    return { name: field.name, gap: 100 * gap, isChance: chance >= limits.significance };
  });
  // What chance could have done is no finding, however large; among as many features, some gap is.
  const worst = gaps.toSorted((a, b) => Number(a.isChance) - Number(b.isChance) || b.gap - a.gap)[0];
  const { gap = 0, isChance = true, name = '' } = worst ?? {};
  const verdict = isChance || gap <= auto ? 'pass' : gap <= hard ? 'review' : 'fail';
  return { name: 'model_attribute', verdict, figure: gap, limit: auto, about: name };
}

export interface Attacked {
  readonly design: Design;
  readonly fit: ExactFit;
}

interface Guesser {
  /** How many values there are to choose from. */
  readonly choices: number;
  readonly truth: (row: number) => number;
  readonly guess: (row: number) => number;
}

/** Share of rows guessed right, beyond the share of the commonest value. */
function advantage(rows: Uint32Array, { choices, truth, guess }: Guesser): number {
  const counts = Array.from({ length: choices }, () => 0);
  let right = 0;
  for (const row of rows) {
    const value = truth(row);
    counts[value] = (counts[value] ?? 0) + 1;
    if (guess(row) === value) right += 1;
  }
  return rows.length === 0 ? 0 : (right - Math.max(...counts)) / rows.length;
}

/** What each choice adds to the score; the first value of a category adds nothing. */
function guesserOf(training: Training, feature: number, { design, fit }: Attacked): Guesser {
  const columns = columnsOf(training);
  const places = columns.flatMap((column, at) => ('feature' in column && column.feature === feature ? [at] : []));
  const x = (row: number, at: number): number => design.x[row * design.width + at] ?? 0;
  const own = (row: number): number => places.reduce((sum, at) => sum + x(row, at) * (fit.weights[at] ?? 0), 0);
  const isNumber = training.features[feature]?.kind === 'number';
  const [place = 0] = places;
  const halves = isNumber ? lowAndHigh(design, place) : undefined;
  const offers = halves
    ? [halves.low, halves.high].map((value) => value * (fit.weights[place] ?? 0))
    : [0, ...places.map((at) => fit.weights[at] ?? 0)];
  return {
    choices: offers.length,
    truth: (row) => (halves ? Number(x(row, place) > halves.middle) : 1 + places.findIndex((at) => x(row, at) === 1)),
    guess: (row) => {
      const rest = scoreOf(design, fit.weights, row) - own(row);
      return indexOfBest(offers, (offer) => fitOf(design, row, rest + offer));
    },
  };
}

/** How well a score fits the target of a row: the larger the better. */
function fitOf({ y, isLogistic }: Design, row: number, score: number): number {
  const target = y[row] ?? 0;
  return isLogistic ? (target === 1 ? score : -score) : -Math.abs(target - score);
}

function indexOfBest(offers: readonly number[], valueOf: (offer: number) => number): number {
  let best = 0;
  let most = Number.NEGATIVE_INFINITY;
  offers.forEach((offer, at) => {
    const value = valueOf(offer);
    if (value > most) [best, most] = [at, value];
  });
  return best;
}

/** A number is guessed as low or high: the means of what lies up to the median and of what lies above. */
function lowAndHigh(
  { x, width, count }: Design,
  place: number,
): { readonly low: number; readonly high: number; readonly middle: number } {
  const sorted = Float64Array.from({ length: count }, (_, row) => x[row * width + place] ?? 0).sort();
  const middle = sorted[Math.ceil(count / 2) - 1] ?? 0;
  const above = sorted.findIndex((value) => value > middle);
  // Where more than half have the largest value, everything is low.
  const split = above < 0 ? count : above;
  return { low: meanOf(sorted.subarray(0, split)), high: meanOf(sorted.subarray(split)), middle };
}

function meanOf(values: Float64Array): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
