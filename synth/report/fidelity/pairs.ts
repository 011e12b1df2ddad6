/** How near each pair of columns came, over bins, and whether the pair matters. */
import { cellCount, isOrdered, type Attribute } from '#policies/simulation/attribute.ts';
import type { CodeColumns } from '../../fit/types.ts';
import { binned, histogram, makeBins, type Bins, type Coarseness } from '../bins.ts';
import { columnAt } from '../input.ts';
import type { Figure, PairReport } from '../schema.ts';
import { cellValues } from '../values.ts';
import { cramersV, pearson } from './association.ts';
import { jointHistogram, totalVariation } from './distance.ts';
import { combine, figureOf, mapSources, type Sources } from './sources.ts';

/** SDMetrics' edges, here with equal mass; codes beyond the hundred most frequent are one. */
const ten: Coarseness = { ordered: 10, codes: 100 };
const strong = { correlation: 0.5, cramersV: 0.3 };

export interface PairFigures {
  readonly pairs: readonly PairReport[];
  /** SDMetrics' pair trends: CorrelationSimilarity of two ordered attributes, ContingencySimilarity of others. In the order of `pairs`. */
  readonly trends: readonly Figure[];
  /** |r − r′| of every pair of ordered attributes that vary. */
  readonly correlationDifferences: readonly Figure[];
}

export function binsOf(attributes: readonly Attribute[], train: CodeColumns, coarseness: Coarseness): readonly Bins[] {
  return attributes.map(({ cells }, at) =>
    makeBins(cells, histogram(columnAt(train, at), cellCount(cells)), coarseness),
  );
}

export function allPairs(n: number): readonly (readonly [number, number])[] {
  const pairs: (readonly [number, number])[] = [];
  for (let a = 0; a < n; a++) for (let b = a + 1; b < n; b++) pairs.push([a, b]);
  return pairs;
}

/** The total variation of one pair of columns, of every source against the train rows. */
export function pairDistance(
  rows: Sources<CodeColumns>,
  bins: readonly Bins[],
  [a, b]: readonly [number, number],
): Figure {
  return figureOf(jointOf(rows, bins, [a, b]), totalVariation);
}

function jointOf(
  rows: Sources<CodeColumns>,
  bins: readonly Bins[],
  pair: readonly [number, number],
): Sources<Float64Array> {
  const size = sizeOf(bins, pair);
  return mapSources(rows, (columns) => jointHistogram(columnAt(columns, pair[0]), columnAt(columns, pair[1]), size));
}

function sizeOf(bins: readonly Bins[], [a, b]: readonly [number, number]): [number, number] {
  return [bins[a]?.size ?? 1, bins[b]?.size ?? 1];
}

export function pairReports(attributes: readonly Attribute[], sources: Sources<CodeColumns>): PairFigures {
  const bins = binsOf(attributes, sources.train, ten);
  const rows = mapSources(sources, (columns) => binned(columns, bins));
  const values = attributes.map(({ cells }) => (isOrdered(cells) ? cellValues(cells) : undefined));
  const pairs: PairReport[] = [];
  const trends: Figure[] = [];
  const correlationDifferences: Figure[] = [];
  for (const [a, b] of allPairs(attributes.length)) {
    const joint = jointOf(rows, bins, [a, b]);
    const similarity = figureOf(joint, (train, other) => 1 - totalVariation(train, other));
    const correlation = correlationOf(sources, values, [a, b]);
    if (correlation) correlationDifferences.push(combine([correlation.difference], ([value = 0]) => value));
    trends.push(correlation ? combine([correlation.difference], ([value = 0]) => 1 - value / 2) : similarity);
    const related = correlation
      ? Math.abs(correlation.train) > strong.correlation
      : cramersV(joint.train, sizeOf(bins, [a, b])) > strong.cramersV;
    pairs.push({ ...namesOf(attributes, [a, b]), similarity, related });
  }
  return { pairs, trends, correlationDifferences };
}

function namesOf(
  attributes: readonly Attribute[],
  [a, b]: readonly [number, number],
): Pick<PairReport, 'attributes' | 'across'> {
  const [first, second] = [attributes[a], attributes[b]];
  return { attributes: [first?.name ?? '', second?.name ?? ''], across: isParents(first) !== isParents(second) };
}

function isParents(attribute?: Attribute): boolean {
  return attribute?.origin.kind === 'parent';
}

/** `undefined` unless both have an order and vary among the train rows. A source that does not vary has r = 0. */
function correlationOf(
  sources: Sources<CodeColumns>,
  values: readonly (Float64Array | undefined)[],
  [a, b]: readonly [number, number],
): { readonly train: number; readonly difference: Figure } | undefined {
  const [x, y] = [values[a], values[b]];
  if (!x || !y) return undefined;
  const r = mapSources(sources, (columns) => pearson([columnAt(columns, a), columnAt(columns, b)], [x, y]));
  const { train } = r;
  if (train === undefined) return undefined;
  return { train, difference: figureOf(r, (_, other) => Math.abs(train - (other ?? 0))) };
}
