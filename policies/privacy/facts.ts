/**
 * What is publicly known of a unit-local relation before it is opened: bounds and values of its columns, which of them are the same in all
 * rows of a unit, and how many rows of one unit it can have. All of it follows from the catalog and the text.
 *
 * @see query-and-privacy.md §3.1, §3.3
 */
import { boundsOf } from '../catalog/bounds.ts';
import type { Column } from '../catalog/entry.ts';
import { isPublicEntry, rowsPerUnitOf } from '../catalog/units.ts';
import { unitNumber } from '../catalog/private-form.ts';
import {
  children,
  outputIds,
  type ColumnId,
  type Expr,
  type NamedExpr,
  type Rel,
  type WindowColumn,
} from '../query/ir.ts';
import { joinPairs } from '../query/locality-join.ts';
import { multiply, one, parseDecimal, zero, smallest, largest, type Decimal } from '../decimal.ts';
import { anything, hull, intervalOf, wholeFrom, type Interval } from './interval.ts';
import { narrow } from './narrow.ts';
import { declaredValues, publicValues, type PublicValues } from './public-values.ts';

export interface Facts {
  readonly intervals: Map<ColumnId, Interval>;
  readonly values: Map<ColumnId, PublicValues>;
  readonly bases: Map<ColumnId, Column>;
  /** Columns that are NULL where an outer join found no match. */
  readonly optional: Set<ColumnId>;
  /** Columns with one value per unit. */
  readonly fixed: Set<ColumnId>;
  /** Columns that are the unit. */
  readonly units: Set<ColumnId>;
  /** Most rows of one unit; undefined where there is no bound. */
  readonly rows: number | undefined;
}

/** Larger products say nothing useful and leave exact numbers. */
const most = 2 ** 40;

export function factsOf(rel: Rel): Facts {
  const facts = {
    intervals: new Map(),
    values: new Map(),
    bases: new Map(),
    optional: new Set(),
    fixed: new Set(),
    units: new Set(),
  };
  const known = facts as Omit<Facts, 'rows'>;
  const { rows } = walk(rel, known);
  return { ...known, rows: rows === undefined || rows > most ? undefined : rows };
}

type Known = Omit<Facts, 'rows'>;

/** How many rows one unit has at most (undefined for public relations), and which sets of columns no two rows share. */
interface Shape {
  readonly rows: number | undefined;
  readonly unique: readonly (readonly ColumnId[])[];
}

function walk(rel: Rel, known: Known): Shape {
  switch (rel.kind) {
    case 'scan':
      return scan(rel, known);
    case 'single':
      return { rows: 1, unique: [] };
    case 'filter': {
      const shape = walk(rel.input, known);
      narrow(rel.predicate, known);
      return shape;
    }
    case 'sort':
    case 'limit':
      return walk(rel.input, known);
    case 'project':
      return project(rel, known);
    case 'join':
      return join(rel, known);
    case 'aggregate':
      return aggregate(rel, known);
    case 'window': {
      const shape = walk(rel.input, known);
      for (const column of rel.columns) known.intervals.set(column.id, windowInterval(column, known, shape.rows));
      return shape;
    }
    case 'union':
      return union(rel, known);
  }
}

function scan(rel: Extract<Rel, { kind: 'scan' }>, known: Known): Shape {
  const [unit] = rel.table.units;
  for (const { id, column } of rel.columns) {
    known.bases.set(id, column);
    const bounds = boundsOf(column);
    const [lo, hi, step] = bounds ? [bounds.lo, bounds.hi, bounds.step].map(parseDecimal) : [];
    known.intervals.set(id, lo && hi ? { lo, hi, ...(step && { step }) } : typeInterval(column));
    const values = declaredValues(column);
    if (values) known.values.set(id, values);
    if (column.name === unitNumber) markUnit(id, known);
    if (column.determinedByUnit || (unit && !unit.via && column.name === unit.column)) known.fixed.add(id);
  }
  const key = rel.table.primaryKey.flatMap((name) => rel.columns.find(({ column }) => column.name === name)?.id ?? []);
  const isProtected = unit !== undefined && !isPublicEntry(rel.entry);
  return {
    rows: isProtected ? rowsPerUnitOf(rel.table).max : undefined,
    unique: key.length > 0 && key.length === rel.table.primaryKey.length ? [key] : [],
  };
}

/** Without bounds, at least the grid that the type gives. */
function typeInterval({ type }: Column): Interval {
  const scale = /^DECIMAL\(\d+,(\d+)\)$/.exec(type)?.[1] ?? (/INT/.test(type) ? '0' : undefined);
  return scale === undefined ? anything : { step: { digits: 1n, scale: Number(scale) } };
}

function project(rel: Extract<Rel, { kind: 'project' }>, known: Known): Shape {
  const { rows, unique } = walk(rel.input, known);
  const renamed = new Map<ColumnId, ColumnId>(rel.keep.map((id) => [id, id]));
  for (const column of rel.columns) {
    name(column, known);
    if (column.expr.kind === 'column') renamed.set(column.expr.id, column.id);
  }
  const kept = unique.filter((key) => key.every((id) => renamed.has(id)));
  return { rows, unique: kept.map((key) => key.map((id) => renamed.get(id) ?? id)) };
}

function markUnit(id: ColumnId, { fixed, units }: Known): void {
  fixed.add(id);
  units.add(id);
}

/** The unit renamed, or that of whichever side of FULL JOIN is there. */
function isUnit(expr: Expr, { units }: Known): boolean {
  if (expr.kind === 'column') return units.has(expr.id);
  return expr.kind === 'call' && expr.name === 'coalesce' && expr.args.every((arg) => isColumnOf(arg, units));
}

function isColumnOf(expr: Expr, ids: ReadonlySet<ColumnId>): boolean {
  return expr.kind === 'column' && ids.has(expr.id);
}

function name({ id, expr }: NamedExpr, known: Known): void {
  if (isUnit(expr, known)) markUnit(id, known);
  known.intervals.set(id, intervalOf(expr, known.intervals));
  const values = publicValues(expr, known);
  if (values) known.values.set(id, values);
  if (isFixed(expr, known)) known.fixed.add(id);
  if (expr.kind !== 'column') return;
  const base = known.bases.get(expr.id);
  if (base) known.bases.set(id, base);
  if (known.optional.has(expr.id)) known.optional.add(id);
}

/** Whether `expr` has one value per unit: all that it reads has. */
export function isFixed(expr: Expr, { fixed }: Pick<Facts, 'fixed'>): boolean {
  return readsOnly(expr, fixed);
}

function readsOnly(expr: Expr, allowed: ReadonlySet<ColumnId>): boolean {
  if (expr.kind === 'column') return allowed.has(expr.id);
  if (expr.kind === 'literal') return true;
  return children(expr).every((part) => readsOnly(part, allowed));
}

/** More keys of a product than this are not followed. */
const maxKeys = 8;

function join(rel: Extract<Rel, { kind: 'join' }>, known: Known): Shape {
  const left = walk(rel.left, known);
  const right = walk(rel.right, known);
  const [lefts, rights] = [new Set(outputIds(rel.left)), new Set(outputIds(rel.right))];
  const pairs = joinPairs(rel.on).filter(([a, b]) => lefts.has(a) && rights.has(b));
  const meets = (keys: Shape['unique'], side: 0 | 1): boolean =>
    keys.some((key) => key.every((id) => pairs.some((pair) => pair[side] === id)));
  const oneRight = meets(right.unique, 1);
  const oneLeft = meets(left.unique, 0);
  if (rel.join === 'semi' || rel.join === 'anti') return left;
  if (rel.join === 'left' || rel.join === 'full') markOptional(rel.right, known);
  if (rel.join === 'full') markOptional(rel.left, known);
  if (rel.join === 'inner' && rel.on) narrow(rel.on, known);
  const isInner = rel.join === 'inner' || rel.join === 'cross';
  const products = left.unique.flatMap((l) => right.unique.map((r) => [...l, ...r]));
  const unique = [
    ...(oneRight ? left.unique : []),
    ...(oneLeft && isInner ? right.unique : []),
    ...(isInner ? products : []),
  ];
  return {
    rows: joinedRows({ left: left.rows, right: right.rows, oneLeft, oneRight, join: rel.join }),
    unique: unique.slice(0, maxKeys),
  };
}

function markOptional(rel: Rel, known: Known): void {
  for (const id of outputIds(rel)) {
    known.optional.add(id);
    known.fixed.delete(id);
  }
}

interface Joined {
  readonly left: number | undefined;
  readonly right: number | undefined;
  /** Each row has at most one partner on that side. */
  readonly oneLeft: boolean;
  readonly oneRight: boolean;
  readonly join: 'inner' | 'left' | 'full' | 'cross';
}

/** A side without a bound is public, or already unbounded; joining public rows multiplies without limit unless a key is met. */
function joinedRows({ left, right, oneLeft, oneRight, join }: Joined): number | undefined {
  const alone = (join === 'inner' || join === 'cross' ? 0 : (left ?? 0)) + (join === 'full' ? (right ?? 0) : 0);
  if (left !== undefined && right !== undefined) {
    // Each row of the left side stays, once: with its partner or without one.
    if (oneRight && join === 'left') return left;
    if (oneRight && oneLeft) return Math.min(left, right) + alone;
    return (oneRight ? left : oneLeft ? right : left * right) + alone;
  }
  if (left !== undefined) return oneRight ? left : undefined;
  // LEFT and FULL JOIN keep every row of a left side that has no bound.
  return oneLeft && (join === 'inner' || join === 'cross') ? right : undefined;
}

function aggregate(rel: Extract<Rel, { kind: 'aggregate' }>, known: Known): Shape {
  const { rows } = walk(rel.input, known);
  rel.keys.forEach((key) => {
    name(key, known);
  });
  for (const measure of rel.measures) known.intervals.set(measure.id, measureInterval(measure, known, rows));
  const unique = [rel.keys.map(({ id }) => id)];
  if (!rel.keys.every(({ id }) => known.fixed.has(id))) return { rows, unique };
  for (const { id } of rel.measures) known.fixed.add(id);
  return { rows: 1, unique };
}

/** Of one unit's rows. */
function measureInterval(
  { fn, arg }: { readonly fn: string; readonly arg?: Expr },
  known: Known,
  rows: number | undefined,
): Interval {
  const value = arg ? intervalOf(arg, known.intervals) : anything;
  if (fn === 'count') return rows === undefined ? { lo: zero, step: one } : wholeFrom(0, rows);
  if (fn === 'sum') return rows === undefined ? anything : times(value, rows);
  if (fn === 'min' || fn === 'max') return value;
  return fn === 'avg' || fn === 'quantile_cont' ? withoutStep(value) : anything;
}

function withoutStep({ lo, hi }: Interval): Interval {
  return { ...(lo && { lo }), ...(hi && { hi }) };
}

function times({ lo, hi, step }: Interval, rows: number): Interval {
  const count: Decimal = { digits: BigInt(rows), scale: 0 };
  return {
    ...(lo && { lo: smallest([zero, multiply(lo, count)]) }),
    ...(hi && { hi: largest([zero, multiply(hi, count)]) }),
    ...(step && { step }),
  };
}

const ranks: ReadonlySet<string> = new Set(['row_number', 'rank', 'dense_rank', 'ntile']);
const shares: ReadonlySet<string> = new Set(['percent_rank', 'cume_dist']);
const moves: ReadonlySet<string> = new Set(['lag', 'lead', 'first_value', 'last_value', 'nth_value']);

function windowInterval({ fn, args }: WindowColumn, known: Known, rows: number | undefined): Interval {
  const [arg] = args;
  if (ranks.has(fn)) return rows === undefined ? anything : wholeFrom(1, rows);
  if (shares.has(fn)) return withoutStep(wholeFrom(0, 1));
  if (!moves.has(fn)) return measureInterval({ fn, ...(arg && { arg }) }, known, rows);
  // The default of lag and lead is a third argument.
  const results = fn === 'lag' || fn === 'lead' ? args.filter((_, at) => at !== 1) : args.slice(0, 1);
  return hull(results.map((result) => intervalOf(result, known.intervals)));
}

function union(rel: Extract<Rel, { kind: 'union' }>, known: Known): Shape {
  const rows = rel.inputs.map((input) => walk(input, known).rows);
  for (const { id, from } of rel.columns) {
    known.intervals.set(id, hull(from.map((source) => known.intervals.get(source) ?? anything)));
    const values = from.map((source) => known.values.get(source));
    if (values.every((arm) => arm !== undefined)) known.values.set(id, [...new Set(values.flat())]);
    if (from.some((source) => known.optional.has(source))) known.optional.add(id);
    if (from.every((source) => known.units.has(source))) markUnit(id, known);
  }
  const total = rows.every((arm) => arm !== undefined) ? rows.reduce((sum, arm) => sum + arm, 0) : undefined;
  return { rows: total, unique: [] };
}
