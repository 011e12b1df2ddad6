/**
 * How long a private run is given, decided before the data is opened and from what is declared alone. Three classes and not a forecast
 * in milliseconds: the moment of an answer tells the class, and the class tells nothing of the rows.
 *
 * @see query-and-privacy.md §2.6
 */
import { accept, refuse, type Outcome } from '../refusal.ts';
import { millis, type Millis, type RowCount } from '../units.ts';

export type TickName = 'short' | 'medium' | 'long';

export interface TickClass {
  readonly name: TickName;
  readonly window: Millis;
}

/** Shortest first. */
export const tickClasses: readonly TickClass[] = [
  { name: 'short', window: millis(5_000) },
  { name: 'medium', window: millis(60_000) },
  { name: 'long', window: millis(900_000) },
];

/** How contributions are bounded: by the declaration, by rank, by a window over each unit's groups. */
export type Tier = 'T0' | 'T1' | 'T2';

/**
 * Nanoseconds of one processor for each row: what ten million rows took, divided. T0 with quantising in the query 0.25 s, T1 with
 * ten rows per unit 1.8 s, T2 unsorted 4.6 s, the latter two with quantising added.
 *
 * @see query-and-privacy.md §5
 */
const nanosPerRow = { T0: 25, T1: 206, T2: 483 } as const satisfies Record<Tier, number>;

/** An engineering choice: joins, wide rows, spilling and a busy machine. Being late costs the whole price, being early some waiting. */
const margin = 10;

const nanosPerMilli = 1_000_000;

/** What is known of a run before it opens the data. */
export interface RunSize {
  /**
   * Rows read by all scans together, each scan of a table once: from declared sizes and never from counted rows, for the class is
   * public.
   */
  readonly rows: RowCount;
  readonly tier: Tier;
}

/**
 * For every `size`, returns the shortest class in which the run is expected to take at most a tenth of its window.
 * A function of the declared size: the same on simulated, real and empty data.
 *
 * @returns the class; refuses E_COST_CLASS when not even the longest suffices
 */
export function tickClass({ rows, tier }: RunSize): Outcome<TickClass> {
  const found = tickClasses.find(({ window }) => rows <= mostRows(window, tier));
  if (found) return accept(found);
  const most = Math.max(...tickClasses.map(({ window }) => mostRows(window, tier)));
  return refuse('E_COST_CLASS', `Cannot run in tier ${tier}: must read at most ${most} rows; got ${rows}`);
}

function mostRows(window: Millis, tier: Tier): number {
  return Math.floor((window * nanosPerMilli) / (nanosPerRow[tier] * margin));
}
