/**
 * Which plans a treatment protects. Rounding and cell keys hide whether one unit is in a count, so they are for counts in which a unit
 * counts once; rounding also needs margins that are the sums of their cells. Decided by the text and the catalog, before any data.
 *
 * @see disclosure.md §2.6; docs/decisions/025-treatments.md
 */
import { ownUnits } from '../../catalog/units.ts';
import { definitionsOf } from '../../query/definitions.ts';
import type { ColumnId, Rel } from '../../query/ir.ts';
import type { ExactPlan, PlannedMeasure } from '../../query/plan.ts';
import { originsOf } from '../../query/same-column.ts';
import { accept, refuse, type Outcome, type Refusal } from '../../refusal.ts';
import { statisticKind } from '../statistic-of.ts';
import type { ReleaseSettings, Treatment } from '../release-settings.ts';

export type TreatedPlan = Pick<ExactPlan, 'input' | 'units' | 'measures' | 'groupings' | 'k'>;

/** Refuses E_TREATMENT at every statistic that the treatment does not protect. */
export function requireTreatable(
  plan: TreatedPlan,
  { treatment, base }: Pick<ReleaseSettings, 'treatment' | 'base'>,
): Outcome<undefined> {
  if (treatment === 'suppress') return accept(undefined);
  const least = leastBase[treatment](plan.k);
  if (base < least)
    return refuse('E_TREATMENT', `Cannot round to multiples of ${base}: must be at least ${least}`, {
      remedy: `Set base to ${least}.`,
    });
  if (plan.measures.length === 0)
    return refuse('E_TREATMENT', 'Cannot treat the table: must have a count; got keys alone', {
      remedy: 'Add count(*).',
    });
  const isOncePerUnit = hasOneRowPerUnit(plan);
  const [first, ...rest] = plan.measures.flatMap((measure) => {
    const found = problem(plan, measure, { treatment, isOncePerUnit });
    return found ? [{ ...found, ...(measure.at && { where: measure.at }) }] : [];
  });
  return first ? { ok: false, refusals: [first, ...rest] } : accept(undefined);
}

/** Counts of at least the base stay exact under small-count rounding; under controlled rounding each is off by less than the base. */
const leastBase: Readonly<Record<Exclude<Treatment, 'suppress'>, (k: number) => number>> = {
  small_count_rounding: (k) => k,
  controlled_rounding: (k) => Math.ceil(k / 2),
  cell_key: () => 0,
};

interface Case {
  readonly treatment: Exclude<Treatment, 'suppress'>;
  readonly isOncePerUnit: boolean;
}

function problem(plan: TreatedPlan, measure: PlannedMeasure, { treatment, isOncePerUnit }: Case): Refusal | undefined {
  const what = treatment === 'cell_key' ? 'perturb' : 'round';
  if (measure.fn === 'count' && !measure.distinct) {
    if (isOncePerUnit) return undefined;
    const detail = `Cannot ${what} a count of rows: every unit must have one row; got a table where it may have more`;
    return { code: 'E_TREATMENT', detail, remedy: 'Count units: count(DISTINCT …) of the unit column.' };
  }
  if (measure.fn === 'count') {
    if (!countsUnits(plan, measure))
      return { code: 'E_TREATMENT', detail: `Cannot ${what} a count of values: must count units` };
    if (treatment === 'cell_key' || isOncePerUnit || plan.groupings.length === 1) return undefined;
    const detail =
      'Cannot round units in several groupings: a unit must be in one cell of each; got a table where it may be in more';
    return { code: 'E_TREATMENT', detail, remedy: 'Use one grouping, or the treatment cell_key.' };
  }
  // A sum stays as it is, with the rules of sums; a mean becomes that sum over the perturbed count. Of yes and no both are counts.
  const isCount = statisticKind(measure, definitionsOf(plan.input)) === 'proportion';
  if (treatment === 'cell_key' && !isCount && (measure.fn === 'sum' || (measure.fn === 'avg' && isOncePerUnit)))
    return undefined;
  const remedy = 'Ask for it in a table of its own, with suppression.';
  return { code: 'E_TREATMENT', detail: `Cannot ${what} ${measure.fn}: must be a count of units`, remedy };
}

function countsUnits({ input, units }: TreatedPlan, { arg }: PlannedMeasure): boolean {
  const origins = originsOf(input);
  const originOf = (id: ColumnId): ColumnId => origins.get(id) ?? id;
  return arg?.kind === 'column' && units.some(({ id }) => originOf(id) === originOf(arg.id));
}

/** Whether the rows are those of one table whose primary key is its only unit, all or some. */
function hasOneRowPerUnit({ input, units }: TreatedPlan): boolean {
  const table = onlyTable(input);
  const own = table ? ownUnits(table).map(({ column }) => column) : [];
  return units.length === 1 && own.length === 1 && table?.primaryKey.length === 1 && table.primaryKey[0] === own[0];
}

function onlyTable(rel: Rel): Extract<Rel, { kind: 'scan' }>['table'] | undefined {
  switch (rel.kind) {
    case 'scan':
      return rel.table;
    case 'filter':
    case 'project':
      return onlyTable(rel.input);
    case 'single':
    case 'join':
    case 'aggregate':
    case 'window':
    case 'union':
    case 'sort':
    case 'limit':
      return undefined;
  }
}
