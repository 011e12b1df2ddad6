/**
 * A released statistic as the history guard sees it: a vector with one contribution per unit. Two statistics can be subtracted when
 * they add up the same thing under conditions of which one set contains the other; "the same for one day less" is such a pair.
 *
 * @see disclosure.md §2.8 (knowledge model, G1, G6, G7)
 */
import type { ExactPlan, PlannedMeasure } from '../query/plan.ts';
import { traceArguments, traceRel, type Flow, type LineageMap } from '../query/lineage.ts';

/**
 * `mean` is the sum inside an average and `terms` its number of values; `square` and `product` are the second moments inside a variance and
 * a covariance. `distinct`, `quantile` and `share` are not sums: their contribution is the set or the bag of a unit's values, or what the
 * unit has of the whole.
 */
export type VectorKind = 'count' | 'sum' | 'mean' | 'terms' | 'square' | 'product' | 'distinct' | 'quantile' | 'share';

export interface Vector {
  /** Position of the statistic in the plan. */
  readonly measure: number;
  readonly kind: VectorKind;
  /** Of a quantile. */
  readonly fraction?: string;
  /** Base columns whose values are added up; empty for counts and for yes/no values. */
  readonly value: readonly string[];
  /** Base columns that decide what is added. */
  readonly condition: readonly string[];
}

/** Kinds that are plain sums over units, so that the sum over several cells is known from the cells. */
export function isAdditive(kind: VectorKind): boolean {
  return kind !== 'distinct' && kind !== 'quantile' && kind !== 'share';
}

/** @returns the vectors of a plan, in the order of its measures; of an average and of second moments all that could be solved for */
export function vectorsOf(plan: ExactPlan): readonly Vector[] {
  const { columns } = traceRel(plan.input);
  return plan.measures.flatMap((measure, index) => {
    const lineage = namesOf(measure, columns);
    const terms = { value: [], condition: unique([...lineage.value, ...lineage.condition]) };
    return kindsOf(measure).map((kind): Vector => ({ measure: index, kind, ...(kind === 'terms' ? terms : lineage) }));
  });
}

function kindsOf({ fn, distinct }: PlannedMeasure): readonly VectorKind[] {
  switch (fn) {
    case 'count':
      return distinct ? ['distinct'] : ['count'];
    case 'sum':
      return ['sum'];
    case 'avg':
      return ['mean', 'terms'];
    case 'var_pop':
    case 'var_samp':
    case 'stddev_pop':
    case 'stddev_samp':
      return ['mean', 'square', 'terms'];
    case 'covar_pop':
    case 'covar_samp':
    case 'corr':
      return ['product', 'terms'];
    case 'hhi':
    case 'gini':
      return ['share'];
    case 'quantile_cont':
      return ['quantile'];
  }
}

function namesOf(measure: PlannedMeasure, columns: LineageMap): Omit<Vector, 'measure' | 'kind'> {
  if (!measure.arg) return { value: [], condition: [] };
  const lineage = traceArguments(measure, columns);
  const value = lineage.value.map(nameOf);
  const condition = lineage.condition.map(nameOf);
  // Counting values only asks whether there is one.
  if (measure.fn === 'count' && !measure.distinct) return { value: [], condition: unique([...value, ...condition]) };
  const fraction = measure.fraction === undefined ? {} : { fraction: measure.fraction };
  return { ...fraction, value: unique(value), condition: unique(condition) };
}

function nameOf({ base }: Flow): string {
  return `${base.entry.id}.${base.table.name}.${base.column.name}`;
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort();
}

/** Kinds whose numbers can be subtracted from each other: a sum of ones is a count, an average times its number a sum. */
const families: Readonly<Record<VectorKind, readonly VectorKind[]>> = {
  count: ['count', 'sum'],
  sum: ['count', 'sum', 'mean'],
  mean: ['sum', 'mean'],
  terms: ['terms'],
  square: ['square'],
  product: ['product'],
  share: ['share'],
  distinct: ['distinct'],
  quantile: ['quantile'],
};

/**
 * Symmetric. Conditions on unrelated columns (who is fined, who is in arrears) describe different things, and subtracting those
 * says nothing about a nameable group; nested ones (all, and those before the 29th) do.
 */
export function isComparable(a: Vector, b: Vector): boolean {
  return (
    families[a.kind].includes(b.kind) &&
    a.fraction === b.fraction &&
    isSubset(a.value, b.value) &&
    isSubset(b.value, a.value) &&
    (isSubset(a.condition, b.condition) || isSubset(b.condition, a.condition))
  );
}

function isSubset(names: readonly string[], of: readonly string[]): boolean {
  return names.every((name) => of.includes(name));
}
