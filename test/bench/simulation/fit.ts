/**
 * Level 1: what a fit of Adult costs, from the private file to as many drawn rows. How near they come is in docs/simulation-accuracy.md.
 *
 * @see synth.md gate G1
 */
import { milliseconds, type Benched } from '../table.ts';
import type { FitCost, FitInProcess } from './run-fit.ts';

/** Milliseconds on two idle cores; megabytes. */
const gate = { wall: 10_000, megabytes: 512 };

export function benchFit(fits: readonly FitInProcess[]): Benched {
  const costs = fits.map(({ cost }) => cost);
  const [first] = costs;
  const middle = (key: keyof FitCost): number =>
    costs.map((cost) => cost[key]).toSorted((a, b) => a - b)[Math.floor(costs.length / 2)] ?? Number.NaN;
  const title = `Level 1: fit of Adult at ε = 1 in a process of its own, ${first?.rows ?? 0} rows, ${first?.attributes ?? 0} attributes, as many rows drawn; medians of ${costs.length}`;
  const columns = ['', 'ms', 'processor ms', 'peak MB'];
  const rows = [
    [
      'from the private file to drawn rows',
      milliseconds(middle('wall')),
      milliseconds(middle('cpu')),
      middle('megabytes').toFixed(0),
    ],
  ];
  const over = (['wall', 'megabytes'] as const).filter((key) => !(middle(key) <= gate[key]));
  const faults = over.map(
    (key) => `The fit of Adult: ${key} must be at most ${gate[key]}; got ${middle(key).toFixed(0)}`,
  );
  return { tables: [{ title, columns, rows }], faults };
}
