/**
 * One number for each district, made of three released cells. A cell that was hidden is NaN: its district gets no index, and nothing is
 * guessed in its place.
 */
import type { Input, Output } from 'sluice';
import { standardised } from './standard.ts';

type Column = 'district' | 'growth' | 'good_tax' | 'in_arrears';

/** What counts, how much, and in which direction. */
const weights: readonly (readonly [Exclude<Column, 'district'>, number])[] = [
  ['growth', 0.4],
  ['good_tax', 0.4],
  ['in_arrears', -0.2],
];

/** A district that is average in all has 100. */
const centre = 100;
const spread = 10;

export default function main(input: Input<Column>, output: Output<'rows' | 'district' | 'rank' | 'index'>): void {
  const index = indexOf(input);
  const ranked = Array.from(index.keys())
    .filter((row) => !Number.isNaN(index[row]))
    .sort((one, other) => index[other] - index[one]);
  console.log(`${ranked.length} of ${input.count} districts have all cells`);
  output.rows[0] = ranked.length;
  ranked.forEach((row, at) => {
    output.district[at] = input.columns.district[row];
    output.rank[at] = at + 1;
    output.index[at] = index[row];
  });
}

function indexOf({ count, columns }: Input<Column>): Float64Array {
  const index = new Float64Array(count).fill(centre);
  for (const [name, weight] of weights) {
    standardised(columns[name]).forEach((score, row) => {
      index[row] += spread * weight * score;
    });
  }
  return index;
}
