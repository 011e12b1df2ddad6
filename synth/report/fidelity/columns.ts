/** How near each column came: Kolmogorov–Smirnov where cells have an order, total variation elsewhere. */
import { cellCount, isOrdered, type Attribute } from '#policies/simulation/attribute.ts';
import type { CodeColumns } from '../../fit/types.ts';
import { histogram, makeBins } from '../bins.ts';
import { columnAt } from '../input.ts';
import type { ColumnReport } from '../schema.ts';
import { noneCell } from '../values.ts';
import { kolmogorovSmirnov, sum, totalVariation } from './distance.ts';
import { figureOf, mapSources, type Sources } from './sources.ts';

const barCount = { ordered: 24, codes: 20 };

export function columnReports(
  attributes: readonly Attribute[],
  sources: Sources<CodeColumns>,
): readonly ColumnReport[] {
  return attributes.map((attribute, at) => {
    const counts = mapSources(sources, (columns) => histogram(columnAt(columns, at), cellCount(attribute.cells)));
    return {
      name: attribute.name,
      measure: isOrdered(attribute.cells) ? 'KSComplement' : 'TVComplement',
      similarity: figureOf(counts, (train, other) => columnSimilarity(attribute, train, other)),
      bars: barsOf(attribute, counts),
    };
  });
}

/**
 * 1 − KS over known values or 1 − TV, of two histograms. SDMetrics leaves NULL out of KS; a wrong share of NULL counts here too, so the
 * worse of both is returned.
 */
function columnSimilarity({ cells }: Attribute, train: Float64Array, other: Float64Array): number {
  if (!isOrdered(cells)) return 1 - totalVariation(train, other);
  const none = noneCell(cells);
  if (none < 0) return 1 - kolmogorovSmirnov(train, other);
  const ofNone = Math.abs((train[none] ?? 0) / sum(train) - (other[none] ?? 0) / sum(other));
  return 1 - Math.max(ofNone, kolmogorovSmirnov(train, other, none));
}

function barsOf({ cells }: Attribute, { train, drawn }: Sources<Float64Array>): ColumnReport['bars'] {
  const { of, labels } = makeBins(cells, train, barCount);
  const shares = (counts: Float64Array): Float64Array => {
    const total = sum(counts);
    const into = new Float64Array(labels.length);
    counts.forEach((count, cell) => (into[of[cell] ?? 0] = (into[of[cell] ?? 0] ?? 0) + count / total));
    return into;
  };
  const [left, right] = [shares(train), shares(drawn)];
  return labels.map((label, at) => ({ label, train: atMostOne(left[at]), drawn: atMostOne(right[at]) }));
}

function atMostOne(value = 0): number {
  return Math.min(1, value);
}
