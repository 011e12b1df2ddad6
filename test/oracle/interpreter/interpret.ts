/**
 * The slow, obvious engine that judges the fast one: it runs the relational algebra of a query over rows in memory, the way the
 * definitions read. No index, no hash join, no vector: where it and DuckDB differ, one of them is wrong.
 *
 * @see query-and-privacy.md §4
 */
import { outputIds, type Measure, type NamedExpr, type Rel } from '#policies/query/ir.ts';
import { aggregate, aggregateType } from './aggregate.ts';
import type { Bound, Row } from './bound.ts';
import { cast } from './cast.ts';
import { bind, condition, type Types } from './expression.ts';
import { compareRows } from './order.ts';
import { bigint, commonType, parseType, type Type } from './sql-type.ts';
import { keyOf, type Value } from './value.ts';
import { windowColumn } from './window.ts';

export type { Row } from './bound.ts';

/** A row of a base table by column name. */
export type TableRow = Readonly<Record<string, Value>>;
export type Tables = ReadonlyMap<string, readonly TableRow[]>;

export interface Relation {
  readonly types: Types;
  readonly rows: readonly Row[];
}

type Of<Kind extends Rel['kind']> = Extract<Rel, { kind: Kind }>;

/**
 * @param tables the rows of every base table that `rel` reads, by table name
 * @returns the rows of `rel` by column id, in no order but that of a `sort` on top
 */
export function interpret(rel: Rel, tables: Tables): readonly Row[] {
  return evaluate(rel, tables).rows;
}

/** The rows of `rel` and the types of its columns. */
export function evaluate(rel: Rel, tables: Tables): Relation {
  switch (rel.kind) {
    case 'scan':
      return scan(rel, tables);
    case 'single':
      return { types: new Map(), rows: [new Map()] };
    case 'filter': {
      const input = evaluate(rel.input, tables);
      const test = condition(rel.predicate, input.types);
      return { types: input.types, rows: input.rows.filter((row) => test(row) === true) };
    }
    case 'project':
      return project(rel, evaluate(rel.input, tables));
    case 'join':
      return join(rel, evaluate(rel.left, tables), evaluate(rel.right, tables));
    case 'aggregate':
      return group(rel, evaluate(rel.input, tables));
    case 'window':
      return windows(rel, evaluate(rel.input, tables));
    case 'union':
      return union(
        rel,
        rel.inputs.map((input) => evaluate(input, tables)),
      );
    case 'sort':
      return sort(rel, evaluate(rel.input, tables));
    case 'limit': {
      const { types, rows } = evaluate(rel.input, tables);
      const offset = rel.offset ?? 0;
      return { types, rows: rows.slice(offset, rel.count === undefined ? undefined : offset + rel.count) };
    }
  }
}

function scan({ table, columns }: Of<'scan'>, tables: Tables): Relation {
  const rows = tables.get(table.name);
  if (!rows) throw new Error(`there are no rows of ${table.name}`);
  return {
    types: new Map(columns.map(({ id, column }) => [id, parseType(column.type)])),
    rows: rows.map((row) => new Map(columns.map(({ id, column }) => [id, row[column.name] ?? null]))),
  };
}

interface Named {
  readonly id: number;
  readonly bound: Bound;
}

function bindAll(columns: readonly NamedExpr[], types: Types): readonly Named[] {
  return columns.map(({ id, expr }) => ({ id, bound: bind(expr, types) }));
}

const typesOf = (columns: readonly Named[]): [number, Type][] => columns.map(({ id, bound }) => [id, bound.type]);
const valuesOf = (columns: readonly Named[], row: Row): [number, Value][] =>
  columns.map(({ id, bound }) => [id, bound.value(row)]);

function project(rel: Of<'project'>, input: Relation): Relation {
  const kept = rel.keep.map((id) => ({ id, expr: { kind: 'column', id } as const }));
  const columns = bindAll([...rel.columns, ...kept], input.types);
  return { types: new Map(typesOf(columns)), rows: input.rows.map((row) => new Map(valuesOf(columns, row))) };
}

/** Nested loops. A pair matches where the condition is true: not where it is unknown. */
function join(rel: Of<'join'>, left: Relation, right: Relation): Relation {
  const types = new Map([...left.types, ...right.types]);
  const test = rel.on ? condition(rel.on, types) : () => true;
  const matching = (row: Row): readonly Row[] =>
    right.rows.map((other) => new Map([...row, ...other])).filter((pair) => test(pair) === true);
  switch (rel.join) {
    case 'inner':
    case 'cross':
      return { types, rows: left.rows.flatMap(matching) };
    case 'left':
    case 'full': {
      const kept = left.rows.flatMap((row) => {
        const pairs = matching(row);
        return pairs.length > 0 ? pairs : [new Map([...row, ...absent(rel.right)])];
      });
      return { types, rows: rel.join === 'left' ? kept : [...kept, ...unmatchedRight(rel, { left, right }, test)] };
    }
    case 'semi':
      return { types: left.types, rows: left.rows.filter((row) => matching(row).length > 0) };
    case 'anti':
      return { types: left.types, rows: left.rows.filter((row) => matching(row).length === 0) };
  }
}

/** A row of NULLs in place of a side without a match. */
function absent(rel: Rel): Row {
  return new Map(outputIds(rel).map((id) => [id, null]));
}

function unmatchedRight(
  rel: Of<'join'>,
  { left, right }: { left: Relation; right: Relation },
  test: (row: Row) => boolean | null,
): readonly Row[] {
  return right.rows
    .filter((row) => !left.rows.some((other) => test(new Map([...other, ...row])) === true))
    .map((row) => new Map([...absent(rel.left), ...row]));
}

/** NULLs are one group, NaNs are one group. Without keys there is one group, even of no rows. */
function group(rel: Of<'aggregate'>, input: Relation): Relation {
  const keys = bindAll(rel.keys, input.types);
  const measures = rel.measures.map((measure) => bindMeasure(measure, input.types));
  const groups = Map.groupBy(input.rows, (row) => JSON.stringify(keys.map(({ bound }) => keyOf(bound.value(row)))));
  const members = rel.keys.length === 0 ? [input.rows] : [...groups.values()];
  return {
    types: new Map([...typesOf(keys), ...measures.map(({ id, type }): [number, Type] => [id, type])]),
    rows: members.map((rows) => {
      const values = measures.map(({ id, of }): [number, Value] => [id, of(rows)]);
      return new Map([...valuesOf(keys, rows[0] ?? new Map()), ...values]);
    }),
  };
}

function bindMeasure(
  { id, fn, distinct, arg, fraction }: Measure,
  types: Types,
): { readonly id: number; readonly type: Type; readonly of: (rows: readonly Row[]) => Value } {
  const bound: Bound = arg ? bind(arg, types) : { type: bigint, value: () => 1n };
  const spec = { fn, distinct, fraction, of: bound.type };
  return {
    id,
    type: aggregateType(spec),
    of: (rows) =>
      aggregate(
        spec,
        rows.map((row) => bound.value(row)),
      ),
  };
}

function windows(rel: Of<'window'>, input: Relation): Relation {
  const added = rel.columns.map((column) => ({ id: column.id, ...windowColumn(column, input.types, input.rows) }));
  return {
    types: new Map([...input.types, ...added.map(({ id, type }): [number, Type] => [id, type])]),
    rows: input.rows.map(
      (row, at) => new Map([...row, ...added.map(({ id, values }): [number, Value] => [id, values[at] ?? null])]),
    ),
  };
}

/** Every output column has the one type in which its arms meet. */
function union(rel: Of<'union'>, inputs: readonly Relation[]): Relation {
  const types = new Map(
    rel.columns.map(({ id, from }) => {
      const arms = inputs.flatMap((input, arm) => input.types.get(from[arm] ?? Number.NaN) ?? []);
      return [
        id,
        commonType(
          arms.map((type) => ({ type })),
          'column',
        ),
      ];
    }),
  );
  const rows = inputs.flatMap((input, arm) =>
    input.rows.map((row) => {
      const cell = ({ id, from }: (typeof rel.columns)[number]): [number, Value] => {
        const source = from[arm];
        const value = source === undefined ? null : (row.get(source) ?? null);
        return [id, cast(value, types.get(id) ?? { kind: 'null' })];
      };
      return new Map(rel.columns.map(cell));
    }),
  );
  return { types, rows };
}

function sort(rel: Of<'sort'>, { types, rows }: Relation): Relation {
  const keys = rel.by.map(
    ({ id, descending, nulls }) =>
      ({ by: bind({ kind: 'column', id }, types), descending, nulls: nulls ?? 'LAST' }) as const,
  );
  return { types, rows: rows.toSorted((a, b) => compareRows(keys, a, b)) };
}
