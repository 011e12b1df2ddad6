/**
 * Accuracy as mostlyai-qa has it: 1 − ½ L1 over binned margins, the mean of the mean over columns and the mean over pairs. What
 * `accuracy_max` is there is here the same for a multinomial draw of as many rows.
 *
 * @see mostlyai-qa: 10 quantiles of the train rows; the 10 most frequent values that have 5 rows, others together, NULL apart
 */
import type { Attribute } from '#policies/simulation/attribute.ts';
import type { CodeColumns } from '../../fit/types.ts';
import { binned, histogram } from '../bins.ts';
import { columnAt } from '../input.ts';
import type { Figure } from '../schema.ts';
import { mean, totalVariation } from './distance.ts';
import { allPairs, binsOf, pairDistance } from './pairs.ts';
import { combine, figureOf, mapSources, type Sources } from './sources.ts';

const coarseness = { ordered: 10, codes: 10, least: 5 };

export function accuracy(attributes: readonly Attribute[], sources: Sources<CodeColumns>): Figure {
  const bins = binsOf(attributes, sources.train, coarseness);
  const rows = mapSources(sources, (columns) => binned(columns, bins));
  const single = bins.map(({ size }, at) => {
    const counts = mapSources(rows, (columns) => histogram(columnAt(columns, at), size));
    return figureOf(counts, totalVariation);
  });
  const pairs = allPairs(attributes.length).map((pair) => pairDistance(rows, bins, pair));
  return pairs.length === 0 ? near(single) : combine([near(single), near(pairs)], mean);
}

function near(distances: readonly Figure[]): Figure {
  return combine(distances, (values) => 1 - mean(values));
}
