/**
 * How far to trust a fitted table, column by column and pair by pair: what its noise alone would do. It follows from σ, the number of cells and the
 * noisy number of units, all of which are in the model, so saying it costs no privacy.
 *
 * @see synth.md §3.1 (last bullet), §3.4 (b)
 */
import type { ModelledTable } from './fit-plan.ts';
import type { FittedTable, Measured } from './fitted.ts';

/**
 * `measured`: there is a noisy histogram of it, and `expected` is the mean total variation (0 to 1) between that and the exact one. The model
 * takes all histograms together and is usually nearer.
 * `modelled`: it follows from histograms that overlap. `independent`: no chain of histograms connects the two; together they tell nothing.
 */
export interface Trust {
  readonly standing: 'measured' | 'modelled' | 'independent';
  readonly expected?: number;
}

/** Places in the list of attributes, the first below the second. */
export interface PairTrust extends Trust {
  readonly attributes: readonly [number, number];
}

export interface ExpectedErrors {
  /** One for each attribute, over its bins. */
  readonly attributes: readonly Trust[];
  /** Every pair, over bins, but those of two attributes of the parent: these stand as the parent's rows have them. */
  readonly pairs: readonly PairTrust[];
}

/** For every fitted table, says the same whatever rows it was fitted to, if only the noisy numbers are the same. */
export function expectedErrors(model: ModelledTable, fitted: FittedTable): ExpectedErrors {
  const parts = connected(model.attributes.length, fitted.measured);
  const places = model.attributes.map((_, at) => at);
  return {
    attributes: places.map((at) => trustOf([at], fitted) ?? { standing: 'modelled' }),
    pairs: places.slice(model.given).flatMap((second) =>
      places.slice(0, second).map((first): PairTrust => {
        const together = parts[first] === parts[second];
        const otherwise: Trust = { standing: together ? 'modelled' : 'independent' };
        return { attributes: [first, second], ...(trustOf([first, second], fitted) ?? otherwise) };
      }),
    ),
  };
}

/** The best of the histograms in which all of these are. */
function trustOf(
  attributes: readonly number[],
  { measured, units, attributes: fitted }: FittedTable,
): Trust | undefined {
  const bins = attributes.reduce((product, at) => product * binsOf(fitted[at]?.bins ?? []), 1);
  const errors = measured
    .filter((one) => attributes.every((at) => one.attributes.includes(at)))
    .map((one) => meanVariation(one, bins) / units);
  return errors.length > 0 ? { standing: 'measured', expected: Math.min(1, ...errors) } : undefined;
}

function binsOf(bins: readonly number[]): number {
  return bins.reduce((most, bin) => Math.max(most, bin + 1), 1);
}

/**
 * ½ Σ E|noise| over so many bins, in units. A bin that is the sum of m cells has noise of σ√m, and a noise of σ is √(2/π)·σ in the mean. The
 * sum of √m over the bins is at most √(bins · cells), whatever the m.
 */
function meanVariation({ cells, sigma }: Measured, bins: number): number {
  return (Math.sqrt(2 / Math.PI) * sigma * Math.sqrt(bins * cells)) / 2;
}

/** The number of its part for each attribute: two are in the same if a chain of histograms leads from one to the other. */
function connected(count: number, measured: readonly Measured[]): readonly number[] {
  let parts = Array.from({ length: count }, (_, at) => at);
  for (const { attributes } of measured) {
    const joined = new Set(attributes.map((at) => parts[at]));
    const into = Math.min(...attributes.map((at) => parts[at] ?? at));
    parts = parts.map((part) => (joined.has(part) ? into : part));
  }
  return parts;
}
