/** GROUPING SETS, ROLLUP and CUBE: one aggregate over the same rows for each set, put together by UNION ALL. */
import type { Position } from '../refusal.ts';
import type { ColumnId, Expr, Measure, NamedExpr, Rel } from './ir.ts';
import { shared } from './resolve-stage.ts';
import { freshId, type Session } from './scope.ts';
import { stop } from './stop.ts';

/** GROUPING(…): a number whose bits say which of the keys at these places a set lacks, the last key lowest. */
export interface GroupingColumn {
  readonly id: ColumnId;
  readonly places: readonly number[];
}

export function groupingColumn(
  session: Session,
  known: Map<string, GroupingColumn>,
  { places, at }: { readonly places: readonly number[]; readonly at?: Position },
): Expr {
  return { kind: 'column', id: shared(session, known, { places }), ...(at && { at }) };
}

export interface Grouped {
  readonly input: Rel;
  readonly keys: readonly NamedExpr[];
  readonly measures: readonly Measure[];
  readonly groupings: readonly GroupingColumn[];
  /** Each set by the places of its keys. */
  readonly sets: readonly ReadonlySet<number | undefined>[];
}

/** @returns rows of every set, with NULL for the keys that a set lacks; stops with E_TOO_COMPLEX where the input is repeated too often */
export function unionOfSets(session: Session, grouped: Grouped): Rel {
  const { input, keys, measures, groupings, sets } = grouped;
  if (sets.length * sizeOf(input) > maxSize) {
    return stop('E_TOO_COMPLEX', `Cannot group these rows in ${sets.length} ways at once: the query is too large`);
  }
  const arms = sets.map((set) => arm(session, grouped, set));
  const ids = [...keys, ...measures, ...groupings].map(({ id }) => id);
  return {
    kind: 'union',
    inputs: arms.map(({ rel }) => rel),
    columns: ids.map((id, index) => ({ id, from: arms.flatMap(({ columns }) => columns[index] ?? []) })),
  };
}

/** The printed text repeats the input once for each set; sets within sets would multiply it. */
const maxSize = 4000;

/** How many relations the text of `rel` names. */
function sizeOf(rel: Rel): number {
  switch (rel.kind) {
    case 'scan':
    case 'single':
      return 1;
    case 'join':
      return 1 + sizeOf(rel.left) + sizeOf(rel.right);
    case 'union':
      return rel.inputs.reduce((sum, input) => sum + sizeOf(input), 1);
    case 'filter':
    case 'project':
    case 'aggregate':
    case 'window':
    case 'sort':
    case 'limit':
      return 1 + sizeOf(rel.input);
  }
}

function arm(
  session: Session,
  { input, keys, measures, groupings }: Grouped,
  set: ReadonlySet<number | undefined>,
): { readonly rel: Rel; readonly columns: readonly ColumnId[] } {
  const own = measures.map((measure) => ({ ...measure, id: freshId(session) }));
  const grouped = keys.map((key, place) => (set.has(place) ? { ...key, id: freshId(session) } : undefined));
  const present = grouped.filter((key) => key !== undefined);
  const exprs: readonly Expr[] = [
    ...grouped.map((key): Expr => (key ? { kind: 'column', id: key.id } : missing)),
    ...own.map(({ id }): Expr => ({ kind: 'column', id })),
    ...groupings.map(({ places }) => bits(places, (place) => set.has(place))),
  ];
  const columns = exprs.map((expr) => ({ id: freshId(session), expr }));
  const rows: Rel = { kind: 'aggregate', input, keys: present, measures: oneAtLeast(session, present, own) };
  return { rel: { kind: 'project', input: rows, columns, keep: [] }, columns: columns.map(({ id }) => id) };
}

const missing: Expr = { kind: 'literal', literal: { type: 'null' } };

/** The value of GROUPING where the keys at the places that `has` are there. */
export function bits(places: readonly number[], has: (place: number) => boolean): Expr {
  const value = places.reduce((sum, place) => 2 * sum + (has(place) ? 0 : 1), 0);
  return { kind: 'cast', arg: { kind: 'literal', literal: { type: 'number', text: String(value) } }, type: 'BIGINT' };
}

/** An aggregate without keys and measures would not be seen to make one row of many. */
export function oneAtLeast(
  session: Session,
  keys: readonly NamedExpr[],
  measures: readonly Measure[],
): readonly Measure[] {
  if (keys.length > 0 || measures.length > 0) return measures;
  return [{ id: freshId(session), fn: 'count', distinct: false }];
}
