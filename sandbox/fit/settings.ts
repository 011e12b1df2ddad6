/**
 * The numbers of a fit, each with its source. All of them are public: nothing here may be set from data.
 *
 * @see synth.md §2.3, §2.4
 */

/** Above so many attributes a tree of pairs is measured instead of the loop: its rounds would have too little budget each. */
export const mostInLoop = 60;

/** Up to so many attributes sets of three are measured too: there the scores of all triples cost seconds, beyond it minutes. */
export const mostForTriples = 15;

/**
 * Part of ρ for the histograms of single attributes, in per cent: it decides how finely the others are cut, and how true the columns are. On Adult
 * at ε = 1, 10, 20 and 30 gave an error of pairs of 0.0454, 0.0422 and 0.0417, of columns of 0.0134, 0.0115 and 0.0103.
 */
export const singlesPercent = 20n;

/** Rounds that the loop is planned for, for each attribute. Fewer did worse: annealing makes late rounds four times as dear. */
export const roundsPerAttribute = 16n;

/** Part of a round's ρ for choosing what to measure, in per cent; the rest is for measuring it. */
export const choicePercent = 10n;

/** Values with a noisy count below so many σ are merged. */
export const rareSigmas = 1;

/** Into about so many bins of equal mass an ordered attribute is merged. */
export const targetBins = 32;

/** Cells of one histogram. */
export const mostCells = 100_000;

/**
 * Cells of the whole model when all is spent. Four times as many cost three times the time; on Adult they brought nothing at ε = 1, and at ε = 10 an
 * error of pairs of 0.0230 instead of 0.0242.
 */
export const mostModelCells = 65_536;

/** Cells of all candidates together, which are kept in memory: 8 bytes each. */
export const mostCountedCells = 1 << 23;

/** Steps of inference in each round, and once more at the end. */
export const iterations = { round: 60, lastParts: 3, lastPart: 200 } as const;

/** Parts of ρ for a tree of pairs, in per cent: single attributes, choosing the tree, measuring it (McKenna et al. 2021, §3). */
export const treePercent = { singles: 33n, choice: 33n } as const;
