/** Grouping, windows and UNION ALL under unit-locality. */
import type { Position } from '../refusal.ts';
import { outputIds, windowNeedsOrder, type ColumnId, type Rel } from './ir.ts';
import { publicRows, type Local, type UnitColumn, type Walk } from './local.ts';
import { stop } from './stop.ts';

type Aggregate = Extract<Rel, { kind: 'aggregate' }>;

export function localAggregate(rel: Aggregate, walk: Walk): Local {
  const input = walk.localize(rel.input);
  for (const { id, expr } of rel.keys) walk.keys.named(id, expr);
  const grouped: Aggregate = { ...rel, input: input.rel };
  if (input.locality.kind === 'public') return { rel: grouped, locality: publicRows };
  const { units } = input.locality;
  const perUnit = units.length > 0 && units.every((unit) => isKey(rel, unit, walk));
  if (!perUnit) {
    if (walk.lane.release) return { rel: walk.lane.release(rel, input, walk.keys), locality: publicRows };
    return refuseMixed(rel, units, walk);
  }
  const kept = units.map((unit) => ({ unit, key: rel.keys.find(({ expr }) => isUnit(expr, unit, walk)) }));
  const added = kept.flatMap(({ unit, key }) =>
    key ? [] : [{ id: walk.fresh(), expr: { kind: 'column', id: unit.id } as const, unit }],
  );
  const carried = kept.map(({ unit, key }) => ({
    space: unit.space,
    id: key?.id ?? added.find((other) => other.unit === unit)?.id ?? unit.id,
  }));
  const keys = [...rel.keys, ...added.map(({ id, expr }) => ({ id, expr }))];
  return { rel: { ...grouped, keys }, locality: { kind: 'protected', units: carried } };
}

function isUnit(expr: Aggregate['keys'][number]['expr'], unit: UnitColumn, { keys }: Walk): boolean {
  return expr.kind === 'column' && keys.root(expr.id) === keys.root(unit.id);
}

/** Whether grouping keeps this unit apart: its column is a key, or, where a row has one unit, a key determines it. */
function isKey(rel: Aggregate, unit: UnitColumn, walk: Walk): boolean {
  return rel.keys.some(
    ({ expr }) => isUnit(expr, unit, walk) || (walk.lane.singleUnit && walk.keys.determines(expr, unit.space)),
  );
}

function refuseMixed(rel: Aggregate, units: readonly UnitColumn[], walk: Walk): never {
  const open = units.find((unit) => !isKey(rel, unit, walk));
  if (!open) return stop('E_NESTED_AGGREGATE', 'Cannot aggregate inside the query rows without a unit column', rel.at);
  const column = walk.keys.base(open.id) ?? 'the unit column';
  return stop(
    'E_NESTED_AGGREGATE',
    `Cannot aggregate inside the query over several ${open.space} units: must be grouped by ${column}`,
    rel.at,
    `Add ${column} to GROUP BY of the inner query.`,
  );
}

/**
 * Each window must lie within one unit. Where the result depends on which of several equal rows comes first, all columns are appended to
 * the order: rows that are equal in all of them can change places without changing the bag.
 */
export function localWindow(rel: Extract<Rel, { kind: 'window' }>, walk: Walk): Local {
  const input = walk.localize(rel.input);
  if (input.locality.kind === 'public') return { rel: { ...rel, input: input.rel }, locality: publicRows };
  const { units } = input.locality;
  const visible = outputIds(input.rel);
  const columns = rel.columns.map((column) => {
    const open = units.find((unit) => !column.partitionBy.some((expr) => partitions(expr, unit, walk)));
    if (open || units.length === 0) {
      const name = open ? walk.keys.unitName(rel.input, open) : 'the unit column';
      return refuseWindow(name, column.at ?? rel.at);
    }
    const unitKeys = units.map(({ id }) => ({ kind: 'column', id }) as const);
    const partitionBy = [...column.partitionBy, ...(walk.lane.singleUnit ? unitKeys : [])];
    return { ...column, partitionBy, ...(windowNeedsOrder(column) && { tiebreak: visible }) };
  });
  return { rel: { ...rel, input: input.rel, columns }, locality: input.locality };
}

function partitions(expr: Aggregate['keys'][number]['expr'], unit: UnitColumn, walk: Walk): boolean {
  return isUnit(expr, unit, walk) || (walk.lane.singleUnit && walk.keys.determines(expr, unit.space));
}

function refuseWindow(column: string, at: Position | undefined): never {
  return stop(
    'E_WINDOW',
    `Cannot use a window over the rows of several units: must be partitioned by ${column}`,
    at,
    `Add PARTITION BY ${column} to the window.`,
  );
}

/** All arms belong to nobody, or all to units of the same kinds. */
export function localUnion(rel: Extract<Rel, { kind: 'union' }>, walk: Walk): Local {
  const arms = rel.inputs.map((input) => walk.localize(input));
  for (const { id, from } of rel.columns) walk.keys.united(id, from);
  const inputs = arms.map((arm) => arm.rel);
  const united: Rel = { ...rel, inputs };
  const units = arms.map(({ locality }) => (locality.kind === 'public' ? [] : locality.units));
  if (arms.every(({ locality }) => locality.kind === 'public')) return { rel: united, locality: publicRows };
  const [first = []] = units;
  const spaces = first.map(({ space }) => space);
  const alike = units.every(
    (arm) => arm.length === spaces.length && arm.every(({ space }, at) => space === spaces[at]),
  );
  if (!alike || spaces.length === 0) {
    return stop(
      'E_UNION_MIX',
      'Cannot put rows of different units, or of units and public tables, under one UNION: all parts must belong to the same units',
      rel.at,
    );
  }
  const carried = spaces.map((space, at) => {
    const from = units.flatMap((arm) => arm[at]?.id ?? []);
    const shown = rel.columns.find((column) => column.from.every((id, arm) => isRoot(id, from[arm], walk)));
    return { space, id: shown?.id ?? walk.fresh(), from, isShown: shown !== undefined };
  });
  const hidden = carried.filter(({ isShown }) => !isShown).map(({ id, from }) => ({ id, from }));
  return {
    rel: { ...united, columns: [...rel.columns, ...hidden] },
    locality: { kind: 'protected', units: carried.map(({ id, space }) => ({ id, space })) },
  };
}

/** Whether the text names the unit itself. */
function isRoot(id: ColumnId, unit: ColumnId | undefined, { keys }: Walk): boolean {
  return unit !== undefined && keys.root(id) === keys.root(unit);
}
