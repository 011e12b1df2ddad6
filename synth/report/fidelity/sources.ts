/** The rows that a report compares with the train rows: drawn ones, and two references. */
import type { CodeColumns } from '../../fit/types.ts';
import { rowCount, takeRows, type TableCells } from '../input.ts';
import { resample, streamOf } from '../random.ts';
import type { Figure } from '../schema.ts';

export interface Sources<T> {
  readonly train: T;
  readonly drawn: T;
  readonly resample: T;
  readonly holdout: T | undefined;
}

export function sourcesOf(of: TableCells, seed: number): Sources<CodeColumns> {
  const { table, train, drawn, holdout } = of;
  const again = resample(rowCount(train), rowCount(drawn), streamOf(seed, `${table}/resample`));
  return { train, drawn, resample: takeRows(train, again), holdout: rowCount(holdout) > 0 ? holdout : undefined };
}

export function mapSources<T, U>(sources: Sources<T>, change: (value: T) => U): Sources<U> {
  const { train, drawn, resample, holdout } = sources;
  return {
    train: change(train),
    drawn: change(drawn),
    resample: change(resample),
    holdout: holdout === undefined ? undefined : change(holdout),
  };
}

/** What a measure says of each source against the train rows. */
export function figureOf<T>(sources: Sources<T>, measure: (train: T, other: T) => number): Figure {
  const { train, drawn, resample, holdout } = sources;
  return {
    value: measure(train, drawn),
    resample: measure(train, resample),
    holdout: holdout === undefined ? null : measure(train, holdout),
  };
}

/** The mean of figures, or of anything else that is made from their three numbers. */
export function combine(figures: readonly Figure[], by: (values: readonly number[]) => number): Figure {
  const holdouts = figures.map(({ holdout }) => holdout).filter((holdout) => holdout !== null);
  return {
    value: by(figures.map(({ value }) => value)),
    resample: by(figures.map(({ resample }) => resample)),
    holdout: holdouts.length < figures.length || figures.length === 0 ? null : by(holdouts),
  };
}
