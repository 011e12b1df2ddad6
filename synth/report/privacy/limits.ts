/** How much an attack looks at, and when it counts as one that sees. */

/** Rows, so that all attacks on a table take seconds. Chosen at random by the report's seed. */
export const limits = {
  /** Members and strangers that drawn rows are held against, of each. */
  compared: 10_000,
  /** Drawn rows whose closest row is looked for. */
  closest: 5_000,
  /** Rows that are attacked, of each kind. */
  targets: 2_000,
  /** Drawn rows that an attacker searches. */
  searched: 20_000,
  /** Predicates of singling out. */
  predicates: 2_000,
} as const;

/** Fewer rows held out than this tell nothing. */
export const leastCompared = 100;

/**
 * Standard errors on each side of an estimate. A report has up to a hundred intervals, and a model that knows nobody should pass all of them:
 * with 3.5 one in two thousand is wrong, so about one report in twenty at the very most raises a false alarm.
 */
export const deviations = 3.5;
