/**
 * Which type of statistic each output of a query is, for those who check it: a released statistic, perhaps rounded; a frequency of classes,
 * which is a histogram; or a number that is computed from several released ones.
 *
 * @see disclosure.md §1.3
 */
import { children, columnsOf, type ColumnId, type Expr, type Rel } from '../query/ir.ts';
import type { ExactPlan } from '../query/plan.ts';
import { statisticsOf } from './statistic-of.ts';
import type { StatisticType } from './statistics.ts';

/** @returns the type of each output, in order; undefined for a key and for a constant */
export function outputTypes(plan: ExactPlan): readonly (StatisticType | undefined)[] {
  const statistics = statisticsOf(plan);
  const sources = sourcesIn(plan);
  const isClassed = plan.keys.some(({ expr }) => names(expr, 'width_bucket'));
  return plan.post.columns.map(({ id }) => {
    const { measures, rows } = sources.get(id) ?? none;
    const [only, ...more] = [...measures];
    if (only === undefined) return undefined;
    if (more.length > 0 || rows === 'several') return 'ratio';
    const kind = statistics[only]?.kind;
    return kind === 'count' && isClassed ? 'histogram' : kind;
  });
}

/** The places of the measures that a column is computed from, and whether it looks at more cells than its own. */
interface Sources {
  readonly measures: ReadonlySet<number>;
  readonly rows: 'own' | 'several';
}

const none: Sources = { measures: new Set(), rows: 'own' };

function sourcesIn({ post, arms }: ExactPlan): ReadonlyMap<ColumnId, Sources> {
  const sources = new Map<ColumnId, Sources>();
  const left = [...arms];
  const of = (ids: Iterable<ColumnId>): Sources => join([...ids].map((id) => sources.get(id) ?? none));
  const visit = (rel: Rel): void => {
    switch (rel.kind) {
      case 'aggregate':
        for (const { id, place } of left.shift()?.measures ?? [])
          sources.set(id, { ...none, measures: new Set([place]) });
        return;
      case 'project':
        visit(rel.input);
        for (const { id, expr } of rel.columns) sources.set(id, of(columnsOf(expr)));
        return;
      case 'window':
        visit(rel.input);
        for (const { id, args } of rel.columns)
          sources.set(id, { ...of(args.flatMap((arg) => [...columnsOf(arg)])), rows: 'several' });
        return;
      case 'union':
        rel.inputs.forEach(visit);
        for (const { id, from } of rel.columns) sources.set(id, of(from));
        return;
      case 'filter':
      case 'sort':
      case 'limit':
        visit(rel.input);
        return;
      case 'join':
      case 'scan':
      case 'single':
        throw new Error('rows stand below a release, not above it');
    }
  };
  visit(post.rel);
  return sources;
}

function join(parts: readonly Sources[]): Sources {
  return {
    measures: new Set(parts.flatMap(({ measures }) => [...measures])),
    rows: parts.some(({ rows }) => rows === 'several') ? 'several' : 'own',
  };
}

function names(expr: Expr, fn: string): boolean {
  return (expr.kind === 'call' && expr.name === fn) || children(expr).some((part) => names(part, fn));
}
