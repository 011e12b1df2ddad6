/**
 * Unit-locality: below the release aggregate, the rows of one unit must depend on that unit's rows and public tables only.
 * This pass proves it node by node, or refuses; and it carries the unit columns upward, so that the engine can count units
 * although the vendor never selects them.
 *
 * Invariant: for every unit v, the rows of f(D) with unit v equal f(D restricted to v, plus the public tables), as bags.
 *
 * @see query-and-privacy.md §3.2
 */
import { accept, type Outcome, type Position } from '../refusal.ts';
import type { IdSpace } from '../units.ts';
import { conjuncts, scansOf, type ColumnId, type Expr, type Rel } from './ir.ts';
import { isForbidden } from './scope.ts';
import { attempt, stop } from './stop.ts';

/** A column that names the protected unit of each row. */
export interface UnitColumn {
  readonly space: IdSpace;
  readonly id: ColumnId;
}

/** `public`: no row belongs to anybody. `protected`: every row belongs to one unit of each listed column. */
export type Locality =
  { readonly kind: 'public' } | { readonly kind: 'protected'; readonly units: readonly UnitColumn[] };

export interface Local {
  readonly rel: Rel;
  readonly locality: Locality;
}

/** @returns the relation with unit columns carried through; refuses where rows of different units would mix */
export function requireUnitLocal(rel: Rel): Outcome<Local> {
  return attempt(() => localize(rel, new Origins()));
}

/** Whether only public tables are read below `rel`. */
export function isPublic(rel: Rel): boolean {
  return scansOf(rel).every(({ entry }) => entry.attribute === 'unconditional');
}

/** Where a column that is merely renamed comes from. */
class Origins {
  readonly #renamed = new Map<ColumnId, ColumnId>();
  readonly #scanned = new Map<ColumnId, string>();

  scanned(id: ColumnId, table: string, column: string): void {
    this.#scanned.set(id, `${table}.${column}`);
  }

  renamed(id: ColumnId, expr: Expr): void {
    if (expr.kind === 'column') this.#renamed.set(id, this.root(expr.id));
  }

  root(id: ColumnId): ColumnId {
    return this.#renamed.get(id) ?? id;
  }

  /** `table.column` of the base column, if the column is one. */
  base(id: ColumnId): string | undefined {
    return this.#scanned.get(this.root(id));
  }
}

const publicRows: Locality = { kind: 'public' };

function localize(rel: Rel, origins: Origins): Local {
  switch (rel.kind) {
    case 'scan':
      return scan(rel, origins);
    case 'single':
      return { rel, locality: publicRows };
    case 'filter': {
      const input = localize(rel.input, origins);
      return { rel: { ...rel, input: input.rel }, locality: input.locality };
    }
    case 'project':
      return project(rel, origins);
    case 'join':
      return join(rel, origins);
    case 'aggregate':
      return aggregate(rel, origins);
    case 'window':
    case 'union':
      return stop('E_UNSUPPORTED', 'Cannot use windows or UNION here yet', rel.at);
    case 'sort':
    case 'limit':
      return ordered(rel, origins);
  }
}

function scan(rel: Extract<Rel, { kind: 'scan' }>, origins: Origins): Local {
  const columns = rel.columns.filter(({ column }) => !isForbidden(column));
  for (const { id, column } of columns) origins.scanned(id, rel.table.name, column.name);
  if (isPublic(rel)) return { rel: { ...rel, columns }, locality: publicRows };
  const units = rel.table.units.flatMap(({ space, column: name }) => {
    const found = columns.find(({ column }) => column.name === name);
    return found ? [{ space, id: found.id }] : [];
  });
  return { rel: { ...rel, columns }, locality: { kind: 'protected', units } };
}

function project(rel: Extract<Rel, { kind: 'project' }>, origins: Origins): Local {
  const input = localize(rel.input, origins);
  for (const { id, expr } of rel.columns) origins.renamed(id, expr);
  const keep = input.locality.kind === 'protected' ? input.locality.units.map((unit) => unit.id) : [];
  return { rel: { ...rel, input: input.rel, keep }, locality: input.locality };
}

function ordered(rel: Extract<Rel, { kind: 'sort' | 'limit' }>, origins: Origins): Local {
  const input = localize(rel.input, origins);
  if (input.locality.kind === 'public') return { rel: { ...rel, input: input.rel }, locality: publicRows };
  if (rel.kind === 'limit') {
    return stop('E_NONLOCAL', 'Cannot use LIMIT inside the query: which rows remain depends on other units');
  }
  // Without LIMIT the order of an inner query means nothing.
  return input;
}

function aggregate(rel: Extract<Rel, { kind: 'aggregate' }>, origins: Origins): Local {
  const input = localize(rel.input, origins);
  for (const { id, expr } of rel.keys) origins.renamed(id, expr);
  const grouped: Rel = { ...rel, input: input.rel };
  if (input.locality.kind === 'public') return { rel: grouped, locality: publicRows };
  const units = input.locality.units.map((unit) => {
    const root = origins.root(unit.id);
    const key = rel.keys.find(({ expr }) => expr.kind === 'column' && origins.root(expr.id) === root);
    if (key) return { space: unit.space, id: key.id };
    const column = origins.base(unit.id) ?? 'the unit column';
    return stop(
      'E_NESTED_AGGREGATE',
      `Cannot aggregate inside the query over several ${unit.space} units: must be grouped by ${column}`,
      rel.at,
      `Add ${column} to GROUP BY of the inner query.`,
    );
  });
  if (units.length === 0)
    stop('E_NESTED_AGGREGATE', 'Cannot aggregate inside the query rows without a unit column', rel.at);
  return { rel: grouped, locality: { kind: 'protected', units } };
}

function join(rel: Extract<Rel, { kind: 'join' }>, origins: Origins): Local {
  const left = localize(rel.left, origins);
  const right = localize(rel.right, origins);
  const joined: Rel = { ...rel, left: left.rel, right: right.rel };
  if (left.locality.kind === 'public' && right.locality.kind === 'public') return { rel: joined, locality: publicRows };
  if (right.locality.kind === 'public') return { rel: joined, locality: left.locality };
  if (left.locality.kind === 'public') {
    if (rel.join !== 'left') return { rel: joined, locality: right.locality };
    return stop(
      'E_JOIN_KIND',
      'Cannot keep public rows without a match beside a protected table: which rows match depends on units',
      rel.at,
      'Put the protected table on the side that LEFT JOIN keeps.',
    );
  }
  const units = joinUnits(rel, { left: left.locality.units, right: right.locality.units, origins });
  return { rel: joined, locality: { kind: 'protected', units } };
}

interface Sides {
  readonly left: readonly UnitColumn[];
  readonly right: readonly UnitColumn[];
  readonly origins: Origins;
}

/** Two protected relations may meet only on a unit that they share, or along a declared foreign key. */
function joinUnits(rel: Extract<Rel, { kind: 'join' }>, { left, right, origins }: Sides): readonly UnitColumn[] {
  const pairs = equalities(rel.on);
  const shared = right.filter((unit) =>
    left.some(
      (other) => other.space === unit.space && pairs.some(([a, b]) => meets([a, b], [other.id, unit.id], origins)),
    ),
  );
  if (shared.length === 0 && !pairs.some((pair) => isForeignKey(rel, pair, origins)))
    refuseJoin(rel.at, { left, right, origins });
  return [...left, ...right.filter((unit) => !shared.includes(unit))];
}

type Pair = readonly [ColumnId, ColumnId];

function equalities(on: Expr | undefined): readonly Pair[] {
  return conjuncts(on).flatMap((part): readonly Pair[] =>
    part.kind === 'compare' && part.op === '=' && part.left.kind === 'column' && part.right.kind === 'column'
      ? [
          [part.left.id, part.right.id],
          [part.right.id, part.left.id],
        ]
      : [],
  );
}

function meets([a, b]: Pair, [x, y]: Pair, origins: Origins): boolean {
  return origins.root(a) === origins.root(x) && origins.root(b) === origins.root(y);
}

function isForeignKey(rel: Rel, [a, b]: Pair, origins: Origins): boolean {
  const from = origins.base(a);
  const to = origins.base(b);
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

function refuseJoin(at: Position | undefined, { left, right, origins }: Sides): never {
  const pair = left.flatMap((l) => right.filter((r) => r.space === l.space).map((r) => [l, r] as const))[0];
  if (!pair) {
    const spaces = (units: readonly UnitColumn[]): string => units.map((unit) => unit.space).join(', ') || 'no unit';
    return stop(
      'E_JOIN_UNIT',
      `Cannot join tables of different units: must share one; got ${spaces(left)} and ${spaces(right)}`,
      at,
    );
  }
  const [l, r] = pair.map((unit) => origins.base(unit.id) ?? 'the unit column');
  return stop(
    'E_JOIN_UNIT',
    `Cannot join rows of different ${pair[0].space} units: must be joined on the unit`,
    at,
    `Add AND ${l} = ${r} to the join.`,
  );
}

/** @returns `local` with its units; refuses a protected relation whose rows cannot be counted */
export function requireUnits(local: Local): Outcome<readonly UnitColumn[]> {
  if (local.locality.kind === 'public') return accept([]);
  if (local.locality.units.length > 0) return accept(local.locality.units);
  return attempt(() =>
    stop('E_JOIN_UNIT', 'Cannot count the units of these rows: must be joined to a table that names its unit'),
  );
}
