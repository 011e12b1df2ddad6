/** How the descent goes. Numbers that stand in `sluice.json` too must be the same there. */

/** Passes over all firms. Each one costs: with four times as many, the noise of each is twice as large. */
export const iterations = 20;
/** Standard deviation of the noise in each sum, as `sluice program test` says it: it follows from ε, clip and iterations. */
export const noise = 42.7;
/** How far a step goes along the mean gradient. With features of size 1, 2 is bold and safe. */
export const rate = 2;
/** How much of the last step is taken again: it carries on where a direction is flat, and evens out noise. */
export const momentum = 0.7;
/** The result is the mean over the last steps, whose noise cancels in part. */
export const averaged = 6;
