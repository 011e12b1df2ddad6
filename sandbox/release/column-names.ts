/** How the keys and statistics of a plan are called in its result. */
import type { Names } from '#policies/disclosure/decision/cells.ts';
import type { ColumnId, Rel } from '#policies/query/ir.ts';
import type { ExactPlan } from '#policies/query/plan.ts';

/** A result column that is a key or a statistic as it stands gives it its name; what is only computed with has no name there. */
export function namesOf({ keys, measures, arms, post }: ExactPlan): Names {
  const named = new Map<string, string>();
  for (const { id, name } of post.columns) {
    for (const source of sourcesOf(post.rel, id)) {
      for (const arm of arms) {
        const key = arm.keys.find((one) => one.id === source);
        const measure = arm.measures.find((one) => one.id === source);
        const place = key ? `key ${key.place}` : measure ? `measure ${measure.place}` : undefined;
        if (place !== undefined && !named.has(place)) named.set(place, name);
      }
    }
  }
  return {
    keys: keys.map((_, at) => named.get(`key ${at}`) ?? `key${at + 1}`),
    statistics: measures.map(({ fn }, at) => named.get(`measure ${at}`) ?? `${fn}${at + 1}`),
  };
}

/** The columns of aggregates that `id` passes on unchanged: of a union, one of each part. */
function sourcesOf(rel: Rel, id: ColumnId): readonly ColumnId[] {
  switch (rel.kind) {
    case 'project': {
      const expr = rel.columns.find((column) => column.id === id)?.expr;
      if (expr) return expr.kind === 'column' ? sourcesOf(rel.input, expr.id) : [];
      return rel.keep.includes(id) ? sourcesOf(rel.input, id) : [];
    }
    case 'union': {
      const from = rel.columns.find((column) => column.id === id)?.from ?? [];
      return rel.inputs.flatMap((input, at) => {
        const source = from[at];
        return source === undefined ? [] : sourcesOf(input, source);
      });
    }
    case 'filter':
    case 'sort':
    case 'limit':
      return sourcesOf(rel.input, id);
    case 'aggregate':
      return [id];
    case 'scan':
    case 'single':
    case 'join':
    case 'window':
      return [];
  }
}
