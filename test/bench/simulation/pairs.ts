/** Level 1: the exact histograms that a fit chooses among, all pairs of 15 columns of many rows. */
import { countMarginals } from '#sandbox/fit/count.ts';
import { setsOf } from '../../sandbox-fit/variation.ts';
import { median, repeat } from '../measure.ts';
import { milliseconds, type Benched } from '../table.ts';
import type { SimulationBench } from './options.ts';

/** Milliseconds of one processor for a million rows. */
const mostPerMillion = 2000;
const width = 15;

export async function benchPairs({ millions, times }: SimulationBench): Promise<Benched> {
  const length = Math.round(millions * 1e6);
  // As merged attributes are: ordered ones of some 32 bins, codes of fewer.
  const sizes = Array.from({ length: width }, (_, at) => (at < 6 ? 32 : 12));
  const columns = sizes.map((size, at) => Uint16Array.from({ length }, (_, row) => (row * (2 * at + 7919)) % size));
  const rows = { columns, weights: new Uint32Array(length).fill(1), sizes };
  const pairs = setsOf(width, 2);
  const timing = await repeat(times, async () => countMarginals(rows, pairs));
  const cpu = median(timing, 'cpu');
  const table = {
    title: `Level 1: all ${pairs.length} pairs of ${width} columns of ${length.toLocaleString('en-US')} rows, counted`,
    columns: ['', 'ms', 'processor ms'],
    rows: [['one pass', milliseconds(median(timing, 'wall')), milliseconds(cpu)]],
  };
  const isSlow = cpu > mostPerMillion * millions;
  return {
    tables: [table],
    faults: isSlow ? [`Counting all pairs must take ${mostPerMillion} processor ms for a million rows at most`] : [],
  };
}
