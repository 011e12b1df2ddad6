/**
 * One table, fitted: single attributes first, which say how finely to cut; then the sets that the model needs most; then a model of it all.
 * What it returns is made of noisy numbers and public ones.
 *
 * @see synth.md §2.1–§2.5, gate G4
 */
import type { RandomSource } from '#policies/privacy/random.ts';
import type { ModelledTable } from '#policies/simulation/fit-plan.ts';
import type { FittedTable, Measured } from '#policies/simulation/fitted.ts';
import type { NanoRho } from '#policies/units.ts';
import { infer } from '#synth/fit/infer.ts';
import { keepModel } from '#synth/fit/keep.ts';
import type { Model } from '#synth/fit/types.ts';
import { measureInRounds, type Learned } from './aim.ts';
import type { Encoded } from './encoded.ts';
import { ProtectedTable } from './measure.ts';
import { measureTree } from './mst.ts';
import { iterations, mostInLoop, singlesPercent, treePercent } from './settings.ts';
import { fineSizes, measureSingles, type Start } from './singles.ts';

type Method = 'rounds' | 'tree';

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
  /** Where absent, rounds up to {@link mostInLoop} attributes and a tree beyond. */
  readonly method?: Method;
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
  const { rho, random, rest, onProgress } = options;
  const table = new ProtectedTable(encoded, { sizes: fineSizes(model), rho, random });
  const afterRound = async (): Promise<void> => {
    onProgress?.({ used: table.spent, of: rho });
    await rest?.();
  };
  const method = options.method ?? (model.attributes.length > mostInLoop ? 'tree' : 'rounds');
  const start = measureSingles(table, model, percentForSingles(model, method));
  await afterRound();
  const learned = await (method === 'tree' ? measureTree : measureInRounds)(start, afterRound);
  const final = await refine(start, learned, afterRound);
  return { fitted: keepTable(model, start, { ...learned, model: final }), spent: table.spent };
}

function percentForSingles({ attributes, given }: ModelledTable, method: Method): bigint {
  // There is no pair to learn.
  if (attributes.length === 1 || attributes.length === given) return 100n;
  return method === 'tree' ? treePercent.singles : singlesPercent;
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

function keepTable({ table, attributes }: ModelledTable, start: Start, { model, measurements }: Learned): FittedTable {
  const { merges, fine, singles, total } = start;
  const taken = [...fine, ...measurements.slice(singles.length)];
  return {
    table,
    units: total,
    attributes: attributes.map(({ name }, at) => ({
      name,
      bins: merges[at]?.bins ?? [],
      mass: merges[at]?.mass ?? [],
    })),
    cliques: keepModel(model),
    measured: taken.map((one): Measured => {
      return { attributes: one.attributes, cells: one.values.length, sigma: Math.sqrt(one.variance) };
    }),
  };
}
