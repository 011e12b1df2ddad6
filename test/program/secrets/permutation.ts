/** Do two samples come from one distribution? By permuting who is in which, which needs no assumption about either. */

const shuffles = 20_000;

/**
 * For samples of one distribution, returns a number below p with probability about p: the share of random divisions whose mean ranks lie as far
 * apart as those of the given one. Two samples of seven that do not overlap have 0.0006.
 */
export function permutationTest(one: readonly number[], other: readonly number[]): number {
  const ranks = ranksOf([...one, ...other]);
  const expected = (one.length * (ranks.length + 1)) / 2;
  const distance = (of: readonly number[]): number =>
    Math.abs(of.slice(0, one.length).reduce((sum, rank) => sum + rank, 0) - expected);
  const found = distance(ranks);
  const draw = sequence(20_251_122);
  let asFar = 1;
  for (let turn = 0; turn < shuffles; turn++) if (distance(shuffled(ranks, draw)) >= found) asFar += 1;
  return asFar / (shuffles + 1);
}

function ranksOf(values: readonly number[]): readonly number[] {
  const sorted = values.toSorted((a, b) => a - b);
  return values.map((value) => sorted.indexOf(value) + 1);
}

function shuffled(values: readonly number[], draw: (below: number) => number): readonly number[] {
  const left = [...values];
  return values.flatMap(() => left.splice(draw(left.length), 1));
}

/** Linear congruential: the same divisions each time. */
function sequence(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
