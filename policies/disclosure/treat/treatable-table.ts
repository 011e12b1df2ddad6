/** A judged table as the treatments take it: its exact values, what suppression hides of them, and the leaves of every cell. */
import type { JudgedTable } from '../judged-table.ts';
import { leavesOf } from '../table-problem.ts';
import type { TreatableCell, TreatableTable } from './treat-cells.ts';

export interface TreatableOptions {
  /** By which keys each grouping groups, those that nobody asked for as well. */
  readonly groupings: readonly (readonly number[])[];
  /** For `cell_key`, in the order of the cells: {@link TreatableCell.keyed}. */
  readonly keyed?: readonly TreatableCell['keyed'][];
}

export function treatableTable(table: JudgedTable, { groupings, keyed = [] }: TreatableOptions): TreatableTable {
  const leaves = leavesOf(table, groupings);
  const cells = table.judged.map(({ cell, hidden, absent }, index): TreatableCell => {
    const { grouping, keys, values } = cell;
    return {
      grouping,
      keys,
      values: values.map((value, at) => (hidden[at] ? null : value)),
      hidden,
      exact: values,
      leaves: leaves.of[index] ?? [],
      absent,
      keyed: keyed[index] ?? [],
    };
  });
  return { statistics: table.statistics, leafCount: leaves.count, cells };
}
