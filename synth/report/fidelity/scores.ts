/** The cards of a report: each a mean over columns or pairs, beside what it is for a draw of the same size and for the holdout rows. */
import type { Attribute } from '#policies/simulation/attribute.ts';
import type { CodeColumns } from '../../fit/types.ts';
import type { ColumnReport, Figure, Scores, Subsample, TableReport } from '../schema.ts';
import { accuracy } from './accuracy.ts';
import { columnReports } from './columns.ts';
import { mean } from './distance.ts';
import { kMarginal } from './k-marginal.ts';
import { pairReports, type PairFigures } from './pairs.ts';
import { combine, type Sources } from './sources.ts';

export interface Fidelity extends Pick<TableReport, 'columns' | 'pairs' | 'scores'> {
  readonly subsample: Subsample | null;
}

export function fidelityOf(attributes: readonly Attribute[], sources: Sources<CodeColumns>, seed: number): Fidelity {
  const columns = columnReports(attributes, sources);
  const figures = pairReports(attributes, sources);
  const marginal = kMarginal(attributes, sources, seed);
  const scores = {
    ...qualityScores(columns, figures),
    accuracy: accuracy(attributes, sources),
    kMarginal: marginal?.score ?? null,
  };
  return { columns, pairs: figures.pairs, scores, subsample: marginal?.subsample ?? null };
}

/**
 * SDMetrics' quality score is the mean of column shapes and pair trends. Its older versions take all pairs, its newer ones only those that
 * are strongly related in the train rows; both are given, under their names.
 */
function qualityScores(columns: readonly ColumnReport[], of: PairFigures): Omit<Scores, 'accuracy' | 'kMarginal'> {
  const { pairs, trends, correlationDifferences } = of;
  const columnShapes = combine(
    columns.map(({ similarity }) => similarity),
    mean,
  );
  const pairTrendsAll = meanOf(trends);
  const pairTrendsRelated = meanOf(trends.filter((_, at) => pairs[at]?.related));
  const quality = (pair: Figure | null): Figure => (pair ? combine([columnShapes, pair], mean) : columnShapes);
  return {
    columnShapes,
    pairSimilarity: meanOf(pairs.map(({ similarity }) => similarity)),
    pairTrendsAll,
    pairTrendsRelated,
    qualityAll: quality(pairTrendsAll),
    qualityRelated: quality(pairTrendsRelated),
    correlationDifference: meanOf(correlationDifferences),
    interTable: meanOf(trends.filter((_, at) => pairs[at]?.across)),
  };
}

function meanOf(figures: readonly Figure[]): Figure | null {
  return figures.length === 0 ? null : combine(figures, mean);
}
