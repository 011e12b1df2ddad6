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

export interface TreatmentTools {
  readonly solver: Pick<Solver, 'solve'>;
  /** @see perturbCounts */
  readonly hash: KeyedHash;
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
 * @throws Error where counts do not add up although the plan says so
 */
export function treatCells(
  table: TreatableTable,
  settings: Pick<ReleaseSettings, 'treatment' | 'base' | 'profile' | 'exactPolish'>,
  tools: TreatmentTools,
): Outcome<TreatedCells> | undefined {
  const label = treatmentLabel(settings);
  if (!label) return undefined;
  if (label.mode === 'perturbed') {
    const perturb = perturbCounts(settings.profile, tools.hash);
    return accept({ cells: perturbTable(table, perturb), label, beyondNearest: false });
  }
  const seconds = settings.exactPolish === undefined ? {} : { seconds: settings.exactPolish };
  const round = (counts: CountTable): Outcome<RoundedCounts> =>
    label.method === 'controlled_rounding'
      ? roundControlled(counts, { base: label.base, ...seconds }, tools.solver)
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

function perturbTable({ statistics, cells }: TreatableTable, perturb: PerturbCount): readonly ReleasedCell[] {
  return cells.flatMap((cell) => {
    const [whole, ...each] = cell.keyed;
    if (!isSeen(cell, [whole ? perturb(whole) : 0])) return [];
    const treated = statistics.map(({ kind }, index) =>
      perturbValue(kind, cell, { index, keyed: each[index], perturb }),
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
  readonly perturb: PerturbCount;
}

/** NULL where hidden. */
function perturbValue(kind: StatisticSpec['kind'], cell: TreatableCell, { index, keyed, perturb }: Perturbing): Scalar {
  if (kind === 'count' || kind === 'count_distinct') return keyed ? perturb(keyed) : null;
  if (cell.hidden[index]) return null;
  if (kind === 'avg') return keyed?.sum === undefined ? null : perturbedMean(keyed.sum, perturb(keyed));
  return cell.values[index] ?? null;
}

/** A table without keys has one row whatever is in it. */
function isSeen({ absent, keys }: TreatableCell, counts: readonly number[]): boolean {
  return !absent && (keys.length === 0 || counts.some((count) => count > 0));
}

function shown({ grouping, keys }: ReleasedCell, values: readonly Scalar[], hidden: readonly boolean[]): ReleasedCell {
  return { grouping, keys, values, hidden };
}
