/**
 * From an aggregate over several units to the vectors that are measured for it. Called by the locality pass wherever such an aggregate
 * stands; what is above it reads the released cells instead.
 *
 * @see query-and-privacy.md §3.3
 */
import { checkAggregated, checkKeys, checkUse } from '../query/column-rules.ts';
import { fingerprint, outputIds, placeOf, type ColumnId, type Expr, type Measure, type Rel } from '../query/ir.ts';
import { traceArguments, traceExpr, traceRel } from '../query/lineage.ts';
import type { UnitColumn } from '../query/local.ts';
import { Stop, stop } from '../query/stop.ts';
import { typeOf, typesOf } from '../query/types.ts';
import { withExactSums } from './exact-sums.ts';
import { factsOf, isFixed, type Facts } from './facts.ts';
import { finestGrid, finestSquareGrid, gridFor } from './grid.ts';
import { intervalOf } from './interval.ts';
import type { Recipe, ReleaseDraft, ReleaseKey, Statistic, StoredForms, Vector } from './plan-types.ts';
import { publicValues } from './public-values.ts';

type Aggregate = Extract<Rel, { kind: 'aggregate' }>;

/** The aggregate as the vendor wrote it, over its input with units carried through. */
export interface Drafted {
  readonly written: Aggregate;
  readonly input: Rel;
  readonly unit: UnitColumn;
  /** Whether an expression is the unit of the row, or NULL. */
  readonly isUnit: (expr: Expr) => boolean;
  readonly rank?: ColumnId;
  readonly stored: ReadonlyMap<ColumnId, StoredForms>;
}

/** Stops with the first rule that is broken. */
export function draftRelease(drafted: Drafted): ReleaseDraft {
  const { written, unit } = drafted;
  checkRules(written);
  const input = withExactSums(drafted.input);
  const facts = factsOf(input);
  const vectors = new Vectors();
  const statistics = written.measures.map((measure): Statistic => ({
    measure,
    recipe: recipe(measure, drafted, { facts, vectors }),
  }));
  const types = typesOf(input);
  const keys = withFewGroups(written.keys.map((key) => releaseKey(key, facts, typeOf(key.expr, types))));
  // Groups that are found in the data are thresholded by their number of units.
  const isFound = keys.some((key) => !key.values);
  if (isFound) vectors.add({ kind: keys.some((key) => key.values) ? 'selection' : 'units' });
  const visible = new Set(outputIds(input));
  const seen = [...drafted.stored].map(([id, { quantised, code }]): [ColumnId, StoredForms] => [
    id,
    { ...(quantised && visible.has(quantised.id) && { quantised }), ...(code && visible.has(code.id) && { code }) },
  ]);
  return {
    input,
    space: unit.space,
    unit: unit.id,
    ...(drafted.rank !== undefined && { rank: drafted.rank }),
    rows: facts.rows,
    keys,
    vectors: vectors.list,
    statistics,
    stored: new Map(seen),
  };
}

/** Groups that are all shown are few enough to look at, and beside groups that are found in the data fewer still. */
const mostShown = 20_000;
const mostBesideFound = 200;

/** Takes the largest lists of public values away until the rest is few enough: such a key is found in the data and thresholded. */
function withFewGroups(keys: readonly ReleaseKey[]): readonly ReleaseKey[] {
  const sizes = keys.flatMap(({ values }) => (values ? [values.length] : []));
  const shown = sizes.reduce((product, size) => product * size, 1);
  if (shown <= (sizes.length === keys.length ? mostShown : mostBesideFound)) return keys;
  const largest = Math.max(...sizes);
  const at = keys.findIndex(({ values }) => values?.length === largest);
  return withFewGroups(keys.map(({ values, ...key }, index) => (index === at || !values ? key : { ...key, values })));
}

/** The column rules hold in every lane. @see procedure.md §4 */
function checkRules(written: Aggregate): void {
  const trace = traceRel(written.input);
  const keys = written.keys.map(({ expr }) => ({ lineage: traceExpr(expr, trace.columns), at: placeOf(expr) }));
  const [first] = [
    ...checkKeys(keys, 'counts may be keys'),
    ...written.measures.flatMap((measure) => {
      const lineage = traceArguments(measure, trace.columns);
      return checkAggregated(lineage, measure.fn === 'count' ? 'count' : 'value', measure.at);
    }),
    ...trace.uses.flatMap(checkUse),
  ];
  if (first) throw new Stop(first);
}

function releaseKey({ id, expr }: Aggregate['keys'][number], facts: Facts, type: string): ReleaseKey {
  if (type === 'DOUBLE' || type === 'FLOAT')
    stop('E_FLOAT_KEY', `Cannot group by a ${type} value: must not be a floating-point number`, placeOf(expr));
  if (type === 'INTERVAL') {
    stop(
      'E_TYPE',
      'Cannot group by an INTERVAL: one length has several texts, and which is shown could be one person’s',
      placeOf(expr),
      'Group by a whole number of days or seconds, as date_diff gives.',
    );
  }
  const values = publicValues(expr, facts)?.map((value) => writtenAs(value, type));
  return { id, expr, fixed: isFixed(expr, facts), ...(values && { values }) };
}

/** A listed number as the engine writes it among numbers of more decimals. */
function writtenAs(value: string | null, type: string): string | null {
  const scale = Number(/^DECIMAL\(\d+,(\d+)\)$/.exec(type)?.[1] ?? 0);
  if (value === null || scale === 0) return value;
  const [whole, decimals = ''] = value.split('.');
  return `${whole}.${decimals.padEnd(scale, '0')}`;
}

/** Equal vectors are measured once. */
class Vectors {
  readonly list: Vector[] = [];
  readonly #known = new Map<string, number>();

  add(vector: Vector): number {
    const name = fingerprint(vector);
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    this.#known.set(name, this.list.length);
    return this.list.push(vector) - 1;
  }
}

interface Measuring {
  readonly facts: Facts;
  readonly vectors: Vectors;
}

const moments = ['var_pop', 'var_samp', 'stddev_pop', 'stddev_samp'] as const;

function recipe(measure: Measure, { isUnit }: Drafted, { facts, vectors }: Measuring): Recipe {
  const { fn, arg, distinct, fraction } = measure;
  if (!arg) return { kind: 'number', vector: vectors.add({ kind: 'rows' }) };
  if (fn === 'count') {
    if (!distinct) return { kind: 'number', vector: vectors.add({ kind: 'rows', arg }) };
    return { kind: 'number', vector: vectors.add({ kind: isUnit(arg) ? 'units' : 'distinct', arg }) };
  }
  const moment = moments.find((name) => name === fn);
  if (moment) {
    const squares = grid(measure, arg, facts, finestSquareGrid);
    const count = vectors.add({ kind: 'rows', arg });
    const centred = vectors.add({ kind: 'centred', arg, grid: squares });
    return { kind: 'moment', fn: moment, count, centred, square: vectors.add({ kind: 'square', arg, grid: squares }) };
  }
  if (fn !== 'sum' && fn !== 'avg' && fn !== 'quantile_cont')
    return stop('E_MINMAX', `Cannot release ${fn}: must be a statistic of many units`, measure.at);
  const fine = grid(measure, arg, facts);
  if (fn === 'sum') return { kind: 'number', vector: vectors.add({ kind: 'sum', arg, grid: fine }) };
  if (fn === 'quantile_cont')
    return { kind: 'quantile', tree: vectors.add({ kind: 'tree', arg, grid: fine }), fraction: fraction ?? '0.5' };
  const centred = vectors.add({ kind: 'centred', arg, grid: fine });
  return { kind: 'mean', count: vectors.add({ kind: 'rows', arg }), centred };
}

function grid(measure: Measure, arg: Expr, facts: Facts, most = finestGrid): ReturnType<typeof gridFor> {
  return gridFor(intervalOf(arg, facts.intervals), most, {
    what: `release ${measure.fn}`,
    at: placeOf(arg) ?? measure.at,
  });
}
