/**
 * What one block of units can change is rounded away. The program ran over all rows and again without each block; a number keeps only the
 * digits in which these runs agree, and a number that rests on one block alone fails the whole result, for nobody but a single unit's
 * block could be behind it.
 *
 * It is a rule of disclosure control and no differential privacy: a program that is written against it can still tell about one bit in each
 * number. @see programs.md decision 4; docs/decisions/033-stability.md
 */
import { joinChecks, type CheckResult, type ModelFinding } from '../disclosure/model/finding.ts';
import type { Result } from './script.ts';

/** Blocks of units, each left out once. */
export const stabilityBlocks = 20;
/** Units in a block, in multiples of k. */
export const unitsPerBlock = 10;
/** Share of all that leaving out blocks changes in a number that one block may have: with twenty alike blocks it is a twentieth. */
const mostOfOneBlock = 0.8;
/** Numbers that may lose all their digits before people must look, and before nobody may have the rest, as shares. */
const mostLost = { auto: 0.25, hard: 0.75 } as const;

/** The numbers of the run over all rows, and of those without each block. */
export interface Runs {
  readonly all: Float64Array;
  readonly without: readonly Float64Array[];
}

export interface StableNumbers {
  /** One for each number of the layout, a multiple of its grid; null where no digit is left. */
  readonly numbers: readonly (number | null)[];
  /** The grid of each: 1, 2 or 5 times a power of ten, never finer than declared. */
  readonly grids: readonly number[];
  /** For reviewers. `fail`: nothing of it may leave. */
  readonly finding: ModelFinding;
}

/**
 * For every number x of `all` and its values x₋ᵦ without each block, returns x rounded to the least grid that is at least 2 · max |x − x₋ᵦ|
 * and the declared step, or null where that grid is not below |x|. A number that is missing in one run is null.
 *
 * @throws RangeError when the runs are not as long as the results declare
 */
export function keepStableDigits(results: readonly Result[], { all, without }: Runs): StableNumbers {
  const declared = results.flatMap((result) => Array.from({ length: result.length }, () => result));
  if ([all, ...without].some(({ length }) => length !== declared.length))
    throw new RangeError(`Cannot judge the numbers: must be ${declared.length}; got ${all.length}`);
  const judged = declared.map((result, at) =>
    judge(result, read(result, all, at), (one) => read(result, one, at), without),
  );
  return {
    numbers: judged.map(({ number }) => number),
    grids: judged.map(({ grid }) => grid),
    finding: findingOf(judged),
  };
}

interface Judged {
  readonly number: number | null;
  readonly grid: number;
  /** Largest share of one block in what leaving out blocks changes; 0 where nothing changes. */
  readonly share: number;
}

/** In its range; NaN stays, whatever its bits. */
function read({ lo, hi }: Result, numbers: Float64Array, at: number): number {
  const number = numbers[at] ?? Number.NaN;
  return Number.isNaN(number) ? Number.NaN : Math.min(Math.max(number, lo), hi) + 0;
}

function judge(
  { step }: Result,
  x: number,
  valueIn: (run: Float64Array) => number,
  without: readonly Float64Array[],
): Judged {
  const values = without.map(valueIn);
  const otherwise = values.filter((value) => Number.isNaN(value) !== Number.isNaN(x)).length;
  // What few blocks make appear, or disappear, rests on them.
  if (Number.isNaN(x) || otherwise > 0) return { number: null, grid: step, share: otherwise === 0 ? 0 : 1 / otherwise };
  const changes = values.map((value) => Math.abs(x - value));
  const grid = gridFor(Math.max(0, ...changes), step);
  return { number: grid < Math.abs(x) ? roundTo(x, grid) : null, grid, share: shareOf(changes) };
}

function shareOf(changes: readonly number[]): number {
  const largest = Math.max(0, ...changes);
  if (largest === 0) return 0;
  // Divided first, so that neither the squares of very small changes nor their sum leave the range of numbers.
  return 1 / changes.reduce((sum, change) => sum + (change / largest) ** 2, 0);
}

/** The least 1, 2 or 5 times a power of ten that is at least twice the change and at least `step`. */
export function gridFor(change: number, step: number): number {
  const needed = Math.max(2 * change, step);
  const exponent = Math.floor(Math.log10(needed));
  const candidates = [exponent - 1, exponent, exponent + 1].flatMap((power) =>
    [1, 2, 5].map((digit) => gridOf(digit, power)),
  );
  return candidates.find((grid) => grid >= needed) ?? Number.POSITIVE_INFINITY;
}

/** As text, so that the grid is the number that a person writes. */
function gridOf(digit: number, power: number): number {
  return Number(`${digit}e${power}`);
}

/** The multiple of `grid` that is nearest to x, with no digit beyond those of the grid. */
export function roundTo(x: number, grid: number): number {
  const places = Math.min(100, Math.max(0, -Math.floor(Math.log10(grid))));
  return Number((Math.round(x / grid) * grid).toFixed(places)) + 0;
}

function findingOf(judged: readonly Judged[]): ModelFinding {
  const share = Math.max(0, ...judged.map((one) => one.share));
  const lost = judged.filter(({ number }) => number === null).length / judged.length;
  const block: CheckResult = {
    name: 'program_block',
    verdict: share > mostOfOneBlock ? 'fail' : 'pass',
    figure: share,
    limit: mostOfOneBlock,
  };
  const hard = lost > mostLost.hard ? 'fail' : 'review';
  const digits: CheckResult = {
    name: 'program_digits',
    verdict: lost > mostLost.auto ? hard : 'pass',
    figure: lost,
    limit: mostLost.auto,
  };
  return joinChecks([block, digits]);
}
