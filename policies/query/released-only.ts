/**
 * Statistics of two variables (covariance, correlation) and of units (concentration, Gini) exist in an exact release only: below it the
 * rows are those of one unit, over public rows there are no units, and for noise their sums are asked for one by one.
 *
 * @see disclosure.md §1.3
 */
import type { Refusal } from '../refusal.ts';
import { aggregates, type AggregateName } from './aggregates.ts';
import type { Measure, Rel } from './ir.ts';

/** @returns a refusal for each such aggregate anywhere in `rel`, with what to ask for instead */
export function refuseReleasedOnly(rel: Rel, place: string): readonly Refusal[] {
  return measuresIn(rel)
    .filter(({ fn }) => aggregates[fn].onlyAtRelease)
    .map(({ fn, at }): Refusal => {
      const remedy = insteadOf(fn);
      return {
        code: 'E_AGGREGATE',
        detail: `Cannot use ${fn} in ${place}: must be a statistic of an exact release`,
        ...(at && { where: at }),
        ...(remedy !== undefined && { remedy }),
      };
    });
}

/** What says the same with sums, where there is something. */
export function insteadOf(fn: AggregateName): string | undefined {
  const { onlyAtRelease, variables } = aggregates[fn];
  if (!onlyAtRelease) return undefined;
  return variables === 2
    ? 'Compute it from sum(x * y), sum(x), sum(y), sum(x * x), sum(y * y) and count(*), which may be used there.'
    : 'Ask for it in the exact lane, as a statistic of a group of units.';
}

function measuresIn(rel: Rel): readonly Measure[] {
  switch (rel.kind) {
    case 'scan':
    case 'single':
      return [];
    case 'aggregate':
      return [...measuresIn(rel.input), ...rel.measures];
    case 'join':
      return [...measuresIn(rel.left), ...measuresIn(rel.right)];
    case 'union':
      return rel.inputs.flatMap(measuresIn);
    case 'filter':
    case 'project':
    case 'window':
    case 'sort':
    case 'limit':
      return measuresIn(rel.input);
  }
}
