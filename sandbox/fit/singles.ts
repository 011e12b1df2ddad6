/**
 * The beginning of a fit: a noisy histogram of each attribute over its fine cells, from which follows how finely to cut, and about how many
 * units there are. From here on the table is seen through bins.
 *
 * @see synth.md §2.3
 */
import { cellCount, isOrdered, type Attribute } from '#policies/simulation/attribute.ts';
import type { ModelledTable } from '#policies/simulation/fit-plan.ts';
import { nanoRho } from '#policies/units.ts';
import { cellClasses, splitByClass } from '#synth/fit/classes.ts';
import { shapeOf } from '#synth/fit/keep.ts';
import { mergeMeasurement, mergeNeighbours, mergeRare, type Merge } from '#synth/fit/merge.ts';
import { estimateTotal } from '#synth/fit/total.ts';
import type { Measurement, Shape } from '#synth/fit/types.ts';
import type { ProtectedTable } from './measure.ts';
import { rareSigmas, targetBins } from './settings.ts';

/** A table with all that may still be spent, and what is known from single attributes. */
export interface Start {
  readonly table: ProtectedTable;
  readonly shape: Shape;
  /** Noisy number of units. */
  readonly total: number;
  /** Over bins. */
  readonly singles: readonly Measurement[];
  /** Over fine cells, as they were measured. */
  readonly fine: readonly Measurement[];
  readonly merges: readonly Merge[];
}

/** How many fine cells each attribute has. */
export function fineSizes({ attributes }: ModelledTable): readonly number[] {
  return attributes.map(({ cells }) => cellCount(cells));
}

/** Spends so many per cent of what is left, evenly. */
export function measureSingles(table: ProtectedTable, model: ModelledTable, percent: bigint): Start {
  const sizes = fineSizes(model);
  const after = table.rest - (table.rest * percent) / 100n;
  const fine = sizes.map((_, at) => {
    return table.histogram([at], nanoRho((table.rest - after) / BigInt(sizes.length - at)));
  });
  const classes = cellClasses(model);
  const merged = model.attributes.map((attribute, at) => mergeSingle(attribute, fine[at], classes[at] ?? []));
  const merges = merged.map(({ merge }) => merge);
  const bins = merges.map((merge) => merge.bins);
  const shape = shapeOf(model, bins);
  table.merge(bins, shape.sizes);
  return { table, shape, total: estimateTotal(fine), singles: merged.map(({ single }) => single), fine, merges };
}

interface Single {
  readonly merge: Merge;
  readonly single: Measurement;
}

/** Only cells that the table's rules treat alike share a bin, so that no row that is drawn breaks a rule. */
function mergeSingle({ name, cells }: Attribute, fine: Measurement | undefined, classes: readonly number[]): Single {
  if (!fine) throw new Error(`Cannot merge cells of ${name}: it must have been measured`);
  const sigma = Math.sqrt(fine.variance);
  const alike = isOrdered(cells)
    ? mergeNeighbours(fine.values, sigma, { bins: targetBins, none: cells.none })
    : mergeRare(fine.values, sigma, rareSigmas);
  const merge = splitByClass(alike, classes);
  return { merge, single: mergeMeasurement(fine, merge) };
}
