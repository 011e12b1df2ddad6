/**
 * NIST's k-marginal score, 0 to 1000, and which random part of the train rows scores the same: a number that needs no explanation.
 *
 * @see SDNist, metrics/kmarginal.py: (2 − mean over pairs of Σ|p − q|) · 500
 */
import type { Attribute } from '#policies/simulation/attribute.ts';
import type { CodeColumns } from '../../fit/types.ts';
import { binned, type Bins } from '../bins.ts';
import { columnAt, rowCount, takeRows } from '../input.ts';
import { pick, streamOf } from '../random.ts';
import type { Figure, Subsample } from '../schema.ts';
import { jointHistogram, mean, totalVariation } from './distance.ts';
import { allPairs, binsOf, pairDistance } from './pairs.ts';
import { combine, mapSources, type Sources } from './sources.ts';

const coarseness = { ordered: 20, codes: 100 };
/** From so many attributes on, only some pairs are looked at. */
const manyAttributes = 30;
const somePairs = 200;
const percents = [1, 2, 5, 10, 20, 30, 40, 50, 60, 70, 80, 90];

export interface KMarginal {
  readonly score: Figure;
  readonly subsample: Subsample;
}

/** `undefined` for fewer than two attributes. */
export function kMarginal(
  attributes: readonly Attribute[],
  sources: Sources<CodeColumns>,
  seed: number,
): KMarginal | undefined {
  const pairs = pairsFor(attributes.length, seed);
  if (pairs.length === 0) return undefined;
  const bins = binsOf(attributes, sources.train, coarseness);
  const rows = mapSources(sources, (columns) => binned(columns, bins));
  const distances = pairs.map((pair) => pairDistance(rows, bins, pair));
  const score = combine(distances, (values) => scoreOf(mean(values)));
  const tried = subsampleScores({ train: rows.train, bins, pairs }, seed);
  return { score, subsample: { ...equalSubsample(score.value, tried), tried } };
}

function scoreOf(meanDistance: number): number {
  return 1000 * (1 - meanDistance);
}

function pairsFor(attributes: number, seed: number): readonly (readonly [number, number])[] {
  const all = allPairs(attributes);
  if (attributes < manyAttributes) return all;
  const some = pick(all.length, somePairs, streamOf(seed, 'k-marginal pairs'));
  return all.filter((_, at) => some.includes(at));
}

interface Rows {
  readonly train: CodeColumns;
  readonly bins: readonly Bins[];
  readonly pairs: readonly (readonly [number, number])[];
}

/** Random parts of the train rows, each within the next, held against all of them. */
function subsampleScores({ train, bins, pairs }: Rows, seed: number): Subsample['tried'] {
  const rows = rowCount(train);
  const order = pick(rows, rows, streamOf(seed, 'subsamples'));
  const joint = (columns: CodeColumns, [a, b]: readonly [number, number]): Float64Array =>
    jointHistogram(columnAt(columns, a), columnAt(columns, b), [bins[a]?.size ?? 1, bins[b]?.size ?? 1]);
  const whole = pairs.map((pair) => joint(train, pair));
  return percents.map((percent) => {
    const part = takeRows(train, order.subarray(0, Math.max(1, Math.round((rows * percent) / 100))));
    const distances = pairs.map((pair, at) => totalVariation(whole[at] ?? new Float64Array(0), joint(part, pair)));
    return { percent, score: scoreOf(mean(distances)) };
  });
}

/** Between the two tried parts that scored next below and above, linearly. */
export function equalSubsample(score: number, tried: Subsample['tried']): Pick<Subsample, 'percent' | 'bound'> {
  const above = tried.findIndex((part) => part.score >= score);
  const next = tried[above];
  const last = tried[above - 1];
  if (!next) return { percent: tried.at(-1)?.percent ?? 100, bound: 'above' };
  if (!last) return { percent: next.percent, bound: next.score === score ? 'about' : 'below' };
  const part = next.score > last.score ? (score - last.score) / (next.score - last.score) : 1;
  return { percent: last.percent + part * (next.percent - last.percent), bound: 'about' };
}
