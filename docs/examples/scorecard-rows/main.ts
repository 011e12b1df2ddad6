/** A credit scorecard: the log odds that a firm is graded D, from what is known of it. Runs over all rows, and again without each block. */
import type { Input, Output } from 'sluice';
import { designOf } from './design.ts';
import { features, target } from './features.ts';
import { fitLogistic } from './newton.ts';

export default function main(input: Input, output: Output<'coefficients'>): void {
  const design = designOf(input, features, target);
  const { coefficients, iterations } = fitLogistic(design);
  console.log(`${design.target.length} complete rows of ${input.count}, ${iterations} steps`);
  output.coefficients.set(coefficients);
}
