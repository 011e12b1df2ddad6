/** Joins under unit-locality: two protected relations meet only on a unit that they share, or along a declared foreign key. */
import type { Position } from '../refusal.ts';
import { allOf, conjuncts, outputIds, scansOf, type ColumnId, type Expr, type NamedExpr, type Rel } from './ir.ts';
import { publicRows, type Local, type UnitColumn, type Walk } from './local.ts';
import { stop } from './stop.ts';

type Join = Extract<Rel, { kind: 'join' }>;

export function localJoin(rel: Join, walk: Walk): Local {
  const left = walk.localize(rel.left);
  const right = walk.localize(rel.right);
  const joined = { ...rel, left: left.rel, right: right.rel };
  if (rel.join === 'left' || rel.join === 'full') walk.keys.optional(rel.right);
  if (rel.join === 'full') walk.keys.optional(rel.left);
  if (left.locality.kind === 'public' && right.locality.kind === 'public') return { rel: joined, locality: publicRows };
  if (right.locality.kind === 'public') return publicRight(joined, left);
  if (left.locality.kind === 'public') return publicLeft(joined, right);
  return shared(joined, { left: left.locality.units, right: right.locality.units }, walk);
}

/** The protected side is kept whole, filtered, or multiplied by public rows: each of its rows stays its unit's. */
function publicRight(rel: Join, left: Local): Local {
  if (rel.join !== 'full') return { rel, locality: left.locality };
  return refuseOuter(rel.at);
}

function publicLeft(rel: Join, right: Local): Local {
  if (rel.join === 'semi' || rel.join === 'anti') {
    return stop(
      'E_SUBQ_PRIVATE',
      'Cannot filter public rows by protected ones: which rows remain depends on units',
      rel.at,
      'Aggregate the protected table, then join the public one to the result.',
    );
  }
  return rel.join === 'left' || rel.join === 'full' ? refuseOuter(rel.at) : { rel, locality: right.locality };
}

function refuseOuter(at: Position | undefined): never {
  return stop(
    'E_JOIN_KIND',
    'Cannot keep public rows without a match beside a protected table: which rows match depends on units',
    at,
    'Put the protected table on the side that LEFT JOIN keeps.',
  );
}

interface Sides {
  readonly left: readonly UnitColumn[];
  readonly right: readonly UnitColumn[];
}

function shared(rel: Join, sides: Sides, walk: Walk): Local {
  const pairs = equalities(rel.on);
  const partners = sides.right.flatMap((unit) => {
    const other = sides.left.find(
      ({ id, space }) => space === unit.space && pairs.some((pair) => meets(pair, [id, unit.id], { rel, walk, space })),
    );
    return other ? [{ left: other, right: unit }] : [];
  });
  const isForeign = !walk.lane.singleUnit && pairs.some((pair) => isForeignKey(rel, pair, walk));
  if (partners.length === 0 && !isForeign) refuseJoin(rel, sides, walk);
  const equal = partners.map(({ left, right }): Expr => ({
    kind: 'compare',
    op: '=',
    left: column(left),
    right: column(right),
  }));
  const missing = equal.filter((_, index) => !pairs.some((pair) => isSame(pair, partners[index], walk)));
  const on = allOf([...conjuncts(rel.on), ...missing]);
  const joined: Join = { ...rel, ...(on && { on }) };
  const rest = sides.right.filter((unit) => !partners.some(({ right }) => right === unit));
  if (rel.join === 'semi' || rel.join === 'anti') {
    if (partners.length === 0 || rest.length > 0) refuseSubquery(rel.at);
    return { rel: joined, locality: { kind: 'protected', units: sides.left } };
  }
  if (rel.join === 'full') return full(joined, { ...sides, partners, rest }, walk);
  return { rel: joined, locality: { kind: 'protected', units: [...sides.left, ...rest] } };
}

interface Partner {
  readonly left: UnitColumn;
  readonly right: UnitColumn;
}

/** A row of FULL JOIN belongs to the unit of whichever side is there. */
function full(
  rel: Join,
  { left, partners, rest }: Sides & { readonly partners: readonly Partner[]; readonly rest: readonly UnitColumn[] },
  { fresh }: Walk,
): Local {
  const merged = partners.map((partner) => ({ partner, id: fresh() }));
  const columns = merged.map(({ partner, id }): NamedExpr => ({
    id,
    expr: coalesce(column(partner.left), column(partner.right)),
  }));
  const units = left.map((unit) => {
    const found = merged.find(({ partner }) => partner.left === unit);
    return found ? { space: unit.space, id: found.id } : unit;
  });
  const project: Rel = { kind: 'project', input: rel, columns, keep: outputIds(rel) };
  return { rel: project, locality: { kind: 'protected', units: [...units, ...rest] } };
}

function coalesce(...args: readonly Expr[]): Expr {
  return { kind: 'call', name: 'coalesce', args };
}

function column({ id }: UnitColumn): Expr {
  return { kind: 'column', id };
}

type Pair = readonly [ColumnId, ColumnId];

/** Pairs of columns that are equal in every row that satisfies the condition, each pair in both orders. */
function equalities(on: Expr | undefined): readonly Pair[] {
  return conjuncts(on).flatMap((part): readonly Pair[] => {
    if (part.kind === 'logic') return common(part.args.map(equalities));
    const isEqual = part.kind === 'compare' && (part.op === '=' || part.op === 'IS NOT DISTINCT FROM');
    if (!isEqual || part.left.kind !== 'column' || part.right.kind !== 'column') return [];
    const { left, right } = part;
    return [
      [left.id, right.id],
      [right.id, left.id],
    ];
  });
}

/** What every alternative of an OR says. */
function common([first = [], ...rest]: readonly (readonly Pair[])[]): readonly Pair[] {
  return first.filter(([a, b]) => rest.every((pairs) => pairs.some(([x, y]) => x === a && y === b)));
}

interface Meeting {
  readonly rel: Join;
  readonly walk: Walk;
  readonly space: UnitColumn['space'];
}

/** Whether the pair equates the two units: as the unit columns themselves, or, where a row has one unit, as two keys that determine it. */
function meets([a, b]: Pair, [x, y]: Pair, { rel, walk, space }: Meeting): boolean {
  const { keys, lane } = walk;
  if (keys.root(a) === keys.root(x) && keys.root(b) === keys.root(y)) return true;
  if (!lane.singleUnit) return false;
  return outputIds(rel.left).includes(a) && outputIds(rel.right).includes(b) && keys.sameUnit(a, b, space);
}

function isSame([a, b]: Pair, partner: Partner | undefined, { keys }: Walk): boolean {
  return (
    partner !== undefined && keys.root(a) === keys.root(partner.left.id) && keys.root(b) === keys.root(partner.right.id)
  );
}

function isForeignKey(rel: Join, [a, b]: Pair, { keys }: Walk): boolean {
  const from = keys.base(a);
  const to = keys.base(b);
  if (from === undefined || to === undefined) return false;
  return scansOf(rel).some(({ table }) =>
    table.foreignKeys.some(
      (key) =>
        key.columns.length === 1 &&
        `${table.name}.${key.columns[0]}` === from &&
        `${key.table}.${key.references[0]}` === to,
    ),
  );
}

function refuseSubquery(at: Position | undefined): never {
  return stop(
    'E_SUBQ_PRIVATE',
    'Cannot test rows against a protected table: must be correlated on the unit',
    at,
    'Add a condition that the unit inside the subquery equals the unit outside.',
  );
}

function refuseJoin(rel: Join, { left, right }: Sides, walk: Walk): never {
  const pair = left.flatMap((l) => right.filter((r) => r.space === l.space).map((r) => [l, r] as const))[0];
  if (!pair) {
    return stop(
      walk.lane.singleUnit && left.length > 0 && right.length > 0 ? 'E_TWO_UNITS' : 'E_JOIN_UNIT',
      `Cannot join tables of different units: must share one; got ${spaces(left)} and ${spaces(right)}`,
      rel.at,
    );
  }
  if (rel.join === 'semi' || rel.join === 'anti') return refuseSubquery(rel.at);
  const [l, r] = [walk.keys.unitName(rel.left, pair[0]), walk.keys.unitName(rel.right, pair[1])];
  return stop(
    'E_JOIN_UNIT',
    `Cannot join rows of different ${pair[0].space} units: must be joined on the unit`,
    rel.at,
    `Add AND ${l} = ${r} to the join.`,
  );
}

function spaces(units: readonly UnitColumn[]): string {
  return units.map((unit) => unit.space).join(', ') || 'no unit';
}

/** The columns that a join compares, for the plan's account of fan-out. */
export function joinPairs(on: Expr | undefined): readonly Pair[] {
  return equalities(on);
}
