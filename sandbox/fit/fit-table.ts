/**
 * One table, fitted: single attributes first, which say how finely to cut; then the sets that the model needs most; then a model of it all.
 * What it returns is made of noisy numbers and public ones.
 *
 * @see synth.md §2.1–§2.5, gate G4
 */
import type { RandomSource } from '#policies/privacy/random.ts';
import { cellCount, isOrdered, type Attribute } from '#policies/simulation/attribute.ts';
import type { ModelledTable } from '#policies/simulation/fit-plan.ts';
import type { FittedTable, Measured } from '#policies/simulation/fitted.ts';
import { nanoRho, type NanoRho } from '#policies/units.ts';
import { infer } from '#synth/fit/infer.ts';
import { keepModel, shapeOf } from '#synth/fit/keep.ts';
import { mergeMeasurement, mergeNeighbours, mergeRare, type Merge } from '#synth/fit/merge.ts';
import { estimateTotal } from '#synth/fit/total.ts';
import type { Measurement, Model } from '#synth/fit/types.ts';
import { measureInRounds, type Learned, type Start } from './aim.ts';
import type { Encoded } from './encoded.ts';
import { ProtectedTable } from './measure.ts';
import { measureTree } from './mst.ts';
import { iterations, manyCells, mostInLoop, rareSigmas, singlesPercent, targetBins, treePercent } from './settings.ts';

/** How much of the table's budget is used. */
export interface FitProgress {
  readonly used: NanoRho;
  readonly of: NanoRho;
}

export interface FitOptions {
  /** All of it is spent. */
  readonly rho: NanoRho;
  /** The domain's generator, never a seed. */
  readonly random: RandomSource;
  /** Awaited between rounds, so that the process can answer others. */
  readonly rest?: () => Promise<void>;
  readonly onProgress?: (progress: FitProgress) => void;
}

export interface FittedRows {
  readonly fitted: FittedTable;
  readonly spent: NanoRho;
}

/**
 * Fits a model to rows. For every table that is encoded over the cells of its model, in which no unit weighs more than 1, the result is
 * `rho`-zCDP towards adding or taking away a unit.
 */
export async function fitTable(encoded: Encoded, model: ModelledTable, options: FitOptions): Promise<FittedRows> {
  const { rho, random } = options;
  const table = new ProtectedTable(encoded, { sizes: fineSizes(model), rho, random });
  const afterRound = async (): Promise<void> => {
    options.onProgress?.({ used: table.spent, of: rho });
    await options.rest?.();
  };
  const singles = measureSingles(table, model);
  const merges = singles.map((single, at) => mergeCells(single, model.attributes[at]));
  table.merge(
    merges.map(({ bins }) => bins),
    merges.map(({ count }) => count),
  );
  await afterRound();
  const start: Start = {
    table,
    shape: shapeOf(
      model,
      merges.map(({ bins }) => bins),
    ),
    total: estimateTotal(singles),
    singles: singles.map((single, at) => mergeMeasurement(single, merges[at] ?? unmerged)),
  };
  const learned = await measureMore(start, model, afterRound);
  const final = await refine(start, learned, afterRound);
  const measured = [...singles, ...learned.measurements.slice(singles.length)];
  const fitted: FittedTable = {
    table: model.table,
    units: start.total,
    attributes: model.attributes.map(({ name }, at) => {
      const { bins, mass } = merges[at] ?? unmerged;
      return { name, bins, mass };
    }),
    cliques: keepModel(final),
    measured: measured.map(({ attributes, values, variance }): Measured => {
      return { attributes, cells: values.length, sigma: Math.sqrt(variance) };
    }),
  };
  return { fitted, spent: table.spent };
}

const unmerged: Merge = { bins: [], count: 0, merged: [], mass: [] };

function fineSizes({ attributes }: ModelledTable): readonly number[] {
  return attributes.map(({ cells }) => cellCount(cells));
}

/** One histogram of each attribute, over its fine cells. */
function measureSingles(table: ProtectedTable, model: ModelledTable): readonly Measurement[] {
  const sizes = fineSizes(model);
  const after = table.rest - (table.rest * percentForSingles(model)) / 100n;
  return sizes.map((_, at) => table.histogram([at], nanoRho((table.rest - after) / BigInt(sizes.length - at))));
}

function percentForSingles({ attributes, given }: ModelledTable): bigint {
  // There is no pair to learn.
  if (attributes.length === 1 || attributes.length === given) return 100n;
  if (attributes.length > mostInLoop) return treePercent.singles;
  const fine = attributes.filter(({ cells }) => isOrdered(cells) && cellCount(cells) >= manyCells);
  return 2 * fine.length > attributes.length ? singlesPercent.mostlyNumbers : singlesPercent.usual;
}

function mergeCells({ values, variance }: Measurement, attribute: Attribute | undefined): Merge {
  const sigma = Math.sqrt(variance);
  if (!attribute || !isOrdered(attribute.cells)) return mergeRare(values, sigma, rareSigmas);
  return mergeNeighbours(values, sigma, { bins: targetBins, none: attribute.cells.none });
}

function measureMore(start: Start, model: ModelledTable, afterRound: () => Promise<void>): Promise<Learned> {
  return model.attributes.length > mostInLoop ? measureTree(start, afterRound) : measureInRounds(start, afterRound);
}

/** The last inference, in parts, so that others have their turn. */
async function refine({ shape, total }: Start, learned: Learned, afterRound: () => Promise<void>): Promise<Model> {
  let model = learned.model;
  for (let part = 0; part < iterations.lastParts; part++) {
    model = infer(shape, learned.measurements, { total, iterations: iterations.lastPart, start: model });
    await afterRound();
  }
  return model;
}
