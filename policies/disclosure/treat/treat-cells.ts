/**
 * Cells with their exact counts → cells that may leave by the treatment that was approved. Every count of the table is treated, also those
 * that no rule would hide. A row whose counts all become 0 is left out, like the rows of empty cells, for it would tell that somebody is
 * there.
 *
 * @see disclosure.md §2.6; docs/decisions/025-treatments.md
 */
import { accept, type Outcome } from '../../refusal.ts';
import type { Scalar } from '../cell.ts';
import type { Solver } from '../linear-program.ts';
import type { StatisticSpec } from '../primary.ts';
import type { ReleasedCell } from '../release-cells.ts';
import type { ReleaseSettings } from '../release-settings.ts';
import { perturbCounts, perturbedMean, type KeyedCount, type KeyedHash, type PerturbCount } from './cell-key.ts';
import { roundControlled } from './controlled-rounding.ts';
import type { CountTable, RoundedCounts } from './count-table.ts';
import { treatmentLabel, type TreatmentLabel } from './label.ts';
import { roundSmallCounts } from './small-count-rounding.ts';

/** What suppression says of the cell, with its own values: of sums it holds, of counts it does not. */
export interface TreatableCell extends ReleasedCell {
  /** Its exact values, hidden or not. */
  readonly exact: readonly Scalar[];
  /** Leaves of the finest grouping that it sums over. */
  readonly leaves: readonly number[];
  /** Nobody asked for it. */
  readonly absent: boolean;
  /** For `cell_key`: the units of the cell, then of each statistic, with the sum of its values where it is a mean. */
  readonly keyed: readonly (KeyedCount & { readonly sum?: number })[];
}

export interface TreatableTable {
  readonly statistics: readonly Pick<StatisticSpec, 'kind'>[];
  readonly leafCount: number;
  readonly cells: readonly TreatableCell[];
}

/** Rounding takes the solver, perturbation the hashes; whoever has the one need not have the other. */
export interface TreatmentTools {
  readonly solver?: Pick<Solver, 'solve'>;
  /** Of the cell, then of each statistic: that of the id space of its units. @see perturbCounts */
  readonly hashes?: readonly KeyedHash[];
}

export interface TreatedCells {
  readonly cells: readonly ReleasedCell[];
  readonly label: TreatmentLabel;
  /** A controlled rounding that had to go further than the next multiples; for the reviewer. */
  readonly beyondNearest: boolean;
}

/**
 * The caller has found the plan treatable. Undefined for `suppress`; refuses E_TREATMENT where no rounded table was found in time.
 *
 * @throws Error where counts do not add up although the plan says so, or without the tool
 */
export function treatCells(
  table: TreatableTable,
  settings: Pick<ReleaseSettings, 'treatment' | 'base' | 'profile' | 'exactPolish'>,
  tools: TreatmentTools,
): Outcome<TreatedCells> | undefined {
  const label = treatmentLabel(settings);
  if (!label) return undefined;
  if (label.mode === 'perturbed') {
    const perturb = (tools.hashes ?? []).map((hash) => perturbCounts(settings.profile, hash));
    return accept({ cells: perturbTable(table, perturb), label, beyondNearest: false });
  }
  const { solver } = tools;
  if (!solver) throw new Error('rounding must have a solver');
  const seconds = settings.exactPolish === undefined ? {} : { seconds: settings.exactPolish };
  const round = (counts: CountTable): Outcome<RoundedCounts> =>
    label.method === 'controlled_rounding'
      ? roundControlled(counts, { base: label.base, ...seconds }, solver)
      : accept(roundSmallCounts(counts, label.base));
  const columns: RoundedCounts[] = [];
  for (const statistic of table.statistics.keys()) {
    const rounded = round(countsOf(table, statistic));
    if (!rounded.ok) return rounded;
    columns.push(rounded.value);
  }
  const cells = table.cells.flatMap((cell, row) => {
    const values = columns.map((column) => column.values[row] ?? 0);
    return isSeen(cell, values)
      ? [
          shown(
            cell,
            values,
            values.map(() => false),
          ),
        ]
      : [];
  });
  return accept({ cells, label, beyondNearest: columns.some(({ beyondNearest }) => beyondNearest) });
}

function countsOf({ leafCount, cells }: TreatableTable, statistic: number): CountTable {
  return {
    leafCount,
    cells: cells.map(({ leaves, exact, absent }) => ({
      leaves,
      value: Number(exact[statistic]),
      status: absent ? 'absent' : 'open',
    })),
  };
}

function perturbTable(
  { statistics, cells }: TreatableTable,
  [ofCell, ...ofStatistics]: readonly PerturbCount[],
): readonly ReleasedCell[] {
  return cells.flatMap((cell) => {
    const [whole, ...each] = cell.keyed;
    if (!ofCell || !whole) throw new Error('perturbation must have keys');
    if (!isSeen(cell, [ofCell(whole)])) return [];
    const treated = statistics.map(({ kind }, index) =>
      perturbValue(kind, cell, { index, keyed: each[index], perturb: ofStatistics[index] }),
    );
    return [
      shown(
        cell,
        treated,
        treated.map((value) => value === null),
      ),
    ];
  });
}

interface Perturbing {
  readonly index: number;
  readonly keyed: TreatableCell['keyed'][number] | undefined;
  readonly perturb: PerturbCount | undefined;
}

/** NULL where hidden. */
function perturbValue(kind: StatisticSpec['kind'], cell: TreatableCell, { index, keyed, perturb }: Perturbing): Scalar {
  if (!keyed || !perturb) throw new Error('perturbation must have keys');
  if (kind === 'count' || kind === 'count_distinct') return perturb(keyed);
  if (cell.hidden[index]) return null;
  if (kind === 'avg') return keyed.sum === undefined ? null : perturbedMean(keyed.sum, perturb(keyed));
  return cell.values[index] ?? null;
}

/** A table without keys has one row whatever is in it. */
function isSeen({ absent, keys }: TreatableCell, counts: readonly number[]): boolean {
  return !absent && (keys.length === 0 || counts.some((count) => count > 0));
}

function shown({ grouping, keys }: ReleasedCell, values: readonly Scalar[], hidden: readonly boolean[]): ReleasedCell {
  return { grouping, keys, values, hidden };
}
