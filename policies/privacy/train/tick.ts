/** How long a training is given: by what is declared of its tables and by its width, never by a counted row. @see query-and-privacy.md §2.6 */
import { accept, refuse, type Outcome } from '../../refusal.ts';
import { rowCount, type RowCount } from '../../units.ts';
import { tickClass, type TickClass } from '../tick.ts';
import { repetitions } from './confidence.ts';
import { variablesOf } from './design.ts';
import { entriesOf } from './moments.ts';
import type { Training } from './training.ts';

/** Nanoseconds of one processor, measured on a million rows and rounded up; a row of tier T2 is the unit in which ticks are reckoned. */
const nanos = { row: 483, momentSum: 25, gradientWeight: 120, solve: 12 } as const;

export interface TrainSize {
  readonly training: Training;
  readonly iterations: number;
  /** Declared rows of all scans together. */
  readonly rows: RowCount;
}

/** @returns the class for making the rows, measuring the moments and all gradients, and the intervals; refuses E_COST_CLASS */
export function trainTick({ training, iterations, rows }: TrainSize): Outcome<TickClass> {
  const width = variablesOf(training).length;
  const gradients = training.target.kind === 'binary' ? iterations * width * nanos.gradientWeight : 0;
  const perRow = nanos.row + entriesOf(training).length * nanos.momentSum + gradients;
  // Repeated solutions of a system of that width, by rotations.
  const intervals = training.target.kind === 'number' ? repetitions * width ** 4 * nanos.solve : 0;
  const asRows = rowCount(Math.ceil((rows * perRow + intervals) / nanos.row));
  const found = tickClass({ rows: asRows, tier: 'T2' });
  if (found.ok) return accept(found.value);
  const got = `${rows} rows, ${width} columns, ${iterations} iterations`;
  return refuse('E_COST_CLASS', `Cannot train on that much: rows, columns and iterations must be fewer; got ${got}`);
}
