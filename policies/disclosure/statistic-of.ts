/**
 * Which type of statistic each measure of a plan is, and what can be subtracted from it. Decided from text and catalog alone, so that the
 * same query is always judged by the same rules.
 *
 * @see disclosure.md §1.3, §2.7
 */
import type { ExactAggregate } from '../query/aggregates.ts';
import { definitionsOf } from '../query/definitions.ts';
import { isPublicFlow, traceArguments, traceRel, type Lineage } from '../query/lineage.ts';
import type { ExactPlan, PlannedMeasure } from '../query/plan.ts';
import { isReweighted, makingsOf } from '../query/reweighted.ts';
import { twoValuesOf, type Definitions } from '../query/two-values.ts';
import { unweighted } from '../query/weights.ts';
import type { StatisticSpec } from './primary.ts';
import type { JudgedStatistic } from './statistics.ts';

/** @returns what the rules need to know of the measures, in their order */
export function statisticsOf(plan: ExactPlan): readonly StatisticSpec[] {
  const { columns } = traceRel(plan.input);
  const definitions = definitionsOf(plan.input);
  const makings = makingsOf(plan.input);
  return plan.measures.map((measure): StatisticSpec => {
    const kind = statisticKind(measure, definitions);
    const complement = complementOf(measure, { kind, lineage: traceArguments(measure, columns) });
    return {
      id: measure.id,
      kind,
      ...(measure.fraction !== undefined && { fraction: Number(measure.fraction) }),
      ...(complement && { complement }),
      ...(isSummed(kind) &&
        measure.arg &&
        isReweighted(unweighted(measure.arg, definitions) ?? measure.arg, makings) && { reweighted: true }),
    };
  });
}

function isSummed(kind: JudgedStatistic): boolean {
  return kind === 'sum' || kind === 'avg';
}

/** A sum or mean of a value that is one of two numbers is a proportion. */
export function statisticKind(measure: PlannedMeasure, definitions: Definitions): JudgedStatistic {
  if (measure.fn === 'count') return measure.distinct ? 'count_distinct' : 'count';
  const kind = kinds[measure.fn];
  const isAdded = kind === 'sum' || kind === 'avg';
  return isAdded && measure.arg && twoValuesOf(measure.arg, definitions) ? 'proportion' : kind;
}

const kinds: Readonly<Record<Exclude<ExactAggregate, 'count'>, JudgedStatistic>> = {
  sum: 'sum',
  avg: 'avg',
  quantile_cont: 'quantile',
  var_pop: 'dispersion',
  var_samp: 'dispersion',
  stddev_pop: 'dispersion',
  stddev_samp: 'dispersion',
  covar_pop: 'covariance',
  covar_samp: 'covariance',
  corr: 'correlation',
  hhi: 'concentration',
  gini: 'gini',
};

interface Known {
  readonly kind: JudgedStatistic;
  readonly lineage: Lineage;
}

/** Rows without a value, units without a property: whoever knows the whole knows them too. Of distinct values nothing is missing. */
function complementOf({ arg }: PlannedMeasure, { kind, lineage }: Known): StatisticSpec['complement'] {
  if (!arg) return undefined;
  if (kind === 'proportion') return conditionIn([...lineage.value, ...lineage.condition]);
  if (kind !== 'count' && !(kind === 'count_distinct' && isUnitValue(lineage))) return undefined;
  return lineage.condition.length > 0 ? conditionIn(lineage.condition) : 'value';
}

function conditionIn(flows: Lineage['condition']): StatisticSpec['complement'] {
  const isSensitive = flows.some((flow) => flow.base.column.tag === 'sensitive' && !isPublicFlow(flow));
  return isSensitive ? 'sensitive condition' : 'condition';
}

/** What is counted are units, perhaps not all: `count(DISTINCT CASE WHEN … THEN person END)`. */
function isUnitValue({ value }: Lineage): boolean {
  return (
    value.length > 0 && value.every(({ base }) => base.table.units.some(({ column }) => column === base.column.name))
  );
}
