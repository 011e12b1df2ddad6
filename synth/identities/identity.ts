/** What an identifier is made of, and the region that it names. */
import { cityCodes } from '../regions.ts';
import { type Expression, type Scope, expression, pickAt } from '../scope.ts';

/** Which side a row is on: each has counties and card issuers of its own, so that no identifier exists on both. */
export type Side = 'simulation' | 'real';

export interface Identity {
  readonly side: Side;
  readonly seed: number;
  /** Different numbers below the capacity give different identifiers, whatever the facts are. */
  readonly index: Expression;
  readonly facts?: IdentityFacts;
}

/** What the row says of the person or firm already; the rest is drawn. */
export interface IdentityFacts {
  /** The first four digits of the region, a number. */
  readonly city?: Expression;
  /** TRUE for a man. */
  readonly male?: Expression;
  /** The days of birth that are possible. */
  readonly days?: Days;
  /** One of those days, where it is known already: then it and the rank tell people apart instead of the index. */
  readonly born?: Born;
}

export interface Born {
  readonly day: Expression;
  /** The number of the person among those who were born on that day, below what {@link Days} of one day have room for. */
  readonly rank: Expression;
}

export interface Days {
  /** ISO 8601. */
  readonly first: string;
  readonly count: number;
}

/**
 * The last two digits of counties that never were. Those of GB/T 2260 end before 55, county-level cities are 81 to 88, and statistics
 * offices use 71 to 79 for zones.
 */
export const unassignedCounties = {
  simulation: [90, 91, 92, 93, 94],
  real: [95, 96, 97, 98, 99],
} as const satisfies Record<Side, readonly number[]>;

export const countiesPerCity = 5;

/** How many cities an identifier chooses from. */
export function citiesOf({ facts }: Identity): number {
  return facts?.city === undefined ? cityCodes.length : 1;
}

/** The six digits of the region, a number, and the weighted sum of them: by a number below cities × counties. */
export function regionAt(
  scope: Scope,
  { side, facts }: Identity,
  { number, sums }: { number: Expression; sums: RegionSums },
): { region: Expression; sum: Expression } {
  const suffix = scope.name(expression`${number} % ${countiesPerCity}`);
  const city = scope.name(facts?.city ?? pickAt(cityCodes, expression`${number} // ${countiesPerCity}`));
  const [first] = unassignedCounties[side];
  const ends = unassignedCounties[side].map((county) => sums.county[county] ?? 0);
  const highs = pickAt(sums.high, expression`${city} // 100`);
  const lows = pickAt(sums.low, expression`${city} % 100`);
  return {
    region: scope.name(expression`${city} * 100 + ${first} + ${suffix}`),
    sum: scope.name(expression`${highs} + ${lows} + ${pickAt(ends, suffix)}`),
  };
}

/** Weighted sums of the three pairs of digits of a region. */
export interface RegionSums {
  readonly high: readonly number[];
  readonly low: readonly number[];
  readonly county: readonly number[];
}
