/** Rows that stand for Adult: drawn from a fit, and the rows between which a fit must lie. */
import { rhoFor } from '#policies/privacy/accountant.ts';
import type { RandomSource } from '#policies/privacy/random.ts';
import { cellCount } from '#policies/simulation/attribute.ts';
import type { ModelledTable } from '#policies/simulation/fit-plan.ts';
import type { FittedTable } from '#policies/simulation/fitted.ts';
import type { Encoded } from '#sandbox/fit/encoded.ts';
import { fitTable } from '#sandbox/fit/fit-table.ts';
import type { CodeColumns } from '#synth/fit/types.ts';
import { drawCellRows } from '#synth/fitted/rows.ts';
import { takeRows } from '#synth/report/input.ts';
import { pick, resample, streamOf } from '#synth/report/random.ts';
import { meanVariation } from '../../sandbox-fit/variation.ts';

/** As the published comparisons have it; the product counts with 10⁻⁶. */
export const delta = 1e-9;

export interface Sample {
  readonly model: ModelledTable;
  readonly train: Encoded;
}

export interface Drawing {
  readonly epsilon: number;
  readonly method: 'rounds' | 'tree';
  readonly random: RandomSource;
  /** Public: of the rows, not of the noise. */
  readonly seed: number;
}

export interface Drawn {
  readonly fitted: FittedTable;
  readonly cells: CodeColumns;
}

/** As many rows as the noisy count says. */
export async function drawFitted({ model, train }: Sample, drawing: Drawing): Promise<Drawn> {
  const { epsilon, method, random, seed } = drawing;
  const { fitted } = await fitTable(train, model, { rho: rhoFor({ epsilon, delta }), random, method });
  const most = { perParent: 1, rows: 10 * train.rows };
  return { fitted, cells: drawCellRows(model, fitted, { seed, scale: 1, parent: undefined, most }).cells };
}

/** Every column as it is, in an order of its own: the best that knows columns alone. */
export function drawApart({ train }: Sample, seed: number): CodeColumns {
  return train.cells.map((column, at) => {
    const order = pick(train.rows, train.rows, streamOf(seed, `apart/${at}`));
    return Uint16Array.from(order, (row) => column[row] ?? 0);
  });
}

/** Real rows drawn with replacement: what as many rows are off by, without any privacy. */
export function drawAgain({ train }: Sample, seed: number): CodeColumns {
  return takeRows(train.cells, resample(train.rows, train.rows, streamOf(seed, 'again')));
}

/** Mean total variation over all sets of so many attributes. */
export function errorOf({ model, train }: Sample, cells: CodeColumns, size: 2 | 3): number {
  const sizes = model.attributes.map((attribute) => cellCount(attribute.cells));
  return meanVariation({ cells: train.cells, sizes }, { cells }, size);
}
