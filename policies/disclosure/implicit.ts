/**
 * Implicit cells: a total less the cells that are shown of it is the sum of those that are hidden, published by nobody and known to
 * everybody. It must pass the same rules as a cell.
 *
 * Its evidence is put together from that of its parts, so that everything which hides it is at least as large as the truth: the fewest
 * units that the parts allow, the largest contributions that one unit could have in all of them.
 *
 * @see disclosure.md §2.3
 */
import { topContributions } from '../query/contributions.ts';
import { unitCount, type UnitCount } from '../units.ts';
import type { Contribution, UnitEvidence } from './cell.ts';
import { checkCell, type CellVerdict, type JudgedCell, type StatisticSpec, type Thresholds } from './primary.ts';

export interface HiddenParts {
  /** Cells that do not share rows; they may share units. */
  readonly parts: readonly JudgedCell[];
  /** No unit is in two parts: its keys are determined by the unit. Then the evidence of the sum is exact but for what cannot be added. */
  readonly disjoint: boolean;
}

/**
 * For every list of hidden cells whose sum is known, a rule that the sum breaks is in the verdict. The reverse does not hold: parts that
 * share units may be hidden needlessly. Only what can be added up is judged: of other statistics the sum tells nothing.
 *
 * @throws RangeError when there are no parts
 */
export function checkUnion(
  hidden: HiddenParts,
  statistics: readonly StatisticSpec[],
  thresholds: Thresholds,
): CellVerdict {
  const { cell, statistics: each, review } = checkCell(unionOf(hidden, statistics), statistics, thresholds);
  return {
    cell,
    statistics: each.map((checks, index) => (isAdditive(statistics[index]) ? checks : [])),
    review: review.filter((check) => check !== 'group_share'),
  };
}

/**
 * The sum as if it were a cell.
 *
 * @throws RangeError when there are no parts
 */
export function unionOf({ parts, disjoint }: HiddenParts, statistics: readonly StatisticSpec[]): JudgedCell {
  const [first] = parts;
  if (!first) throw new RangeError('Cannot judge a sum of hidden cells: must have a cell');
  return {
    values: statistics.map(() => null),
    evidence: first.evidence.map(({ space }, index) => {
      const own = parts.flatMap(({ evidence }) => evidence[index] ?? []);
      return joinEvidence(own, { space, disjoint });
    }),
  };
}

function isAdditive(statistic: StatisticSpec | undefined): boolean {
  const kind = statistic?.kind;
  return kind === 'count' || kind === 'sum' || kind === 'avg' || kind === 'proportion' || kind === 'count_distinct';
}

function joinEvidence(
  parts: readonly UnitEvidence[],
  { space, disjoint }: Pick<UnitEvidence, 'space'> & Pick<HiddenParts, 'disjoint'>,
): UnitEvidence {
  const ids = new Set(parts.flatMap(({ contributions }) => [...contributions.keys()]));
  const joined = [...ids].flatMap((id): readonly (readonly [number, Contribution])[] => {
    const own = parts.map(({ contributions }) => contributions.get(id));
    // A part without evidence leaves the statistic without: the rules then hide it.
    return own.includes(undefined)
      ? []
      : [
          [
            id,
            joinContributions(
              own.filter((one) => one !== undefined),
              disjoint,
            ),
          ],
        ];
  });
  return {
    space,
    units: fewest(
      parts.map(({ units }) => units),
      disjoint,
    ),
    contributions: new Map(joined),
    margins: new Map(),
  };
}

/** Units of the parts together: all of them, or at least those of the largest. */
function fewest(counts: readonly UnitCount[], disjoint: boolean): UnitCount {
  return unitCount(disjoint ? counts.reduce((sum, count) => sum + count, 0) : Math.max(0, ...counts));
}

function joinContributions(parts: readonly Contribution[], disjoint: boolean): Contribution {
  const negative = parts.some((part) => part.negative);
  const complements = parts.flatMap(({ complement }) => (complement === undefined ? [] : [complement]));
  return {
    contributors: fewest(
      parts.map(({ contributors }) => contributors),
      disjoint,
    ),
    // What a unit adds in one part and takes away in another cancels, and how much, the parts do not say.
    total: negative && !disjoint ? Number.NaN : parts.reduce((sum, { total }) => sum + total, 0),
    top: disjoint ? mergedTop(parts) : stackedTop(parts),
    negative,
    // Whether the equal values of the parts are the same value, the evidence does not say; a part without values adds none.
    equal: parts.some(({ equal }) => equal) && parts.every(({ equal, contributors }) => equal || contributors === 0),
    ...(complements.length === parts.length && { complement: fewest(complements, disjoint) }),
  };
}

/** The largest of all units of all parts; a part that names fewer has no more. */
function mergedTop(parts: readonly Contribution[]): readonly number[] {
  return parts
    .flatMap(({ top }) => top)
    .toSorted((a, b) => b - a)
    .slice(0, Math.max(topContributions, ...parts.map(({ top }) => top.length)));
}

/** As if the largest of each part were one unit, the second largest another: no n units can have more. */
function stackedTop(parts: readonly Contribution[]): readonly number[] {
  const kept = Math.max(0, ...parts.map(({ top }) => top.length));
  return Array.from({ length: kept }, (_, place) => parts.reduce((sum, { top }) => sum + (top[place] ?? 0), 0));
}
