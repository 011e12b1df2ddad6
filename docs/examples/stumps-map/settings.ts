/** How the boosting goes. Numbers that stand in `sluice.json` too must be the same there. */

/** Share of each stump in the score. */
export const rate = 0.5;
/** Standard deviation of the noise in each sum, as `sluice program test` says it: it follows from ε, clip and iterations. */
export const noise = 20.1;
