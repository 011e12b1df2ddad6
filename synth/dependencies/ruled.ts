/** The value of a column that follows from others of its row, as the catalog declares. */
import { impliedValues } from '#policies/catalog/check-dependencies.ts';
import type { Column } from '#policies/catalog/entry.ts';
import type { Rule } from '#policies/catalog/rules.ts';
import { isNarrowed } from '#policies/catalog/reach.ts';
import type { StepGrid, ValueGrid } from '#policies/catalog/value-grid.ts';
import { valuesOf } from '../column-values.ts';
import { type Cell, type Reader, type Source, hashAt, typedAt } from '../reader.ts';
import { basisOf } from '../rows.ts';
import { columnOf } from '../schema.ts';
import type { Expression } from '../scope.ts';
import { type Sql, list, literal, pick } from '../sql.ts';
import { type ValueSet, drawNumber } from '../value-set.ts';
import { alignedIndex, determiningHash } from './determine.ts';
import { keptCodes, placeOf, valuesOn } from './grid-sql.ts';
import { type Spread, orderedAt, orderedIndex } from './order.ts';
import { fromUnits, leastSum, splitOff, unitsOf } from './split.ts';

/** The value by the rule of its column. `drawn` makes the value that it would have without one. */
export function ruledSource(reader: Reader, cell: Cell, { rule, drawn }: { rule: Rule; drawn: () => Source }): Source {
  switch (rule.kind) {
    case 'order':
      return { kind: 'value', value: orderedValue(reader, cell, rule) };
    case 'sum':
      return { kind: 'value', value: partValue(reader, cell, rule) };
    case 'determines':
      return determined(reader, cell, rule);
    case 'implies':
      return { kind: 'value', value: impliedValue(reader, cell, { rule, drawn }) };
  }
}

/** The values that a column may take: its domain, less what the dependencies of the table leave no room for. */
export function allowedValues(reader: Reader, { table, column }: Omit<Cell, 'row'>): ValueSet {
  const grid = reader.rulesOf(table).grids.get(column.name);
  const values = valuesOf(column);
  if (grid === undefined || values.kind !== 'numbered' || !isNarrowed(table, column.name, grid)) return values;
  return valuesOn(grid, column, values.shape);
}

function orderedValue(reader: Reader, cell: Cell, rule: Rule & { kind: 'order' }): Expression {
  const other = columnOf(cell.table, rule.other);
  const source = typedAt(reader, { ...cell, column: other });
  const grid = gridOf(reader, cell);
  const place = reader.scope.name({ sql: placeOf(grid, source.sql), level: source.level });
  const hash = ownHash(reader, cell);
  const ordered = { grid, other: place.sql, side: rule.side, spread: spreadOf(cell.column, other), hash: hash.sql };
  const level = Math.max(place.level, hash.level);
  const index = reader.scope.name({ sql: orderedIndex(ordered), level });
  return { sql: orderedAt(ordered, index.sql), level: index.level };
}

function spreadOf(column: Column, other: Column): Spread {
  if (column.domain?.kind === 'dates') {
    return JSON.stringify(column.domain) === JSON.stringify(other.domain) && column.type === other.type
      ? 'near'
      : 'even';
  }
  const values = valuesOf(column);
  return values.kind === 'numbered' && values.shape === 'low' ? 'low' : 'even';
}

function partValue(reader: Reader, cell: Cell, rule: Rule & { kind: 'sum' }): Expression {
  const { table } = cell;
  const totalCell = { ...cell, column: columnOf(table, rule.total) };
  const total = typedAt(reader, totalCell);
  const grids = rule.parts.map((name) => stepsOf(reader, { table, column: columnOf(table, name) }));
  // A fitted model may leave the total out; its parts are then as small as they can be.
  const known = `coalesce(${unitsOf(stepsOf(reader, totalCell), total.sql)}, ${leastSum(grids)})`;
  let rest = reader.scope.name({ sql: known, level: total.level });
  for (const [at, name] of rule.parts.entries()) {
    const grid = grids[at] ?? stepsOf(reader, cell);
    const hash = ownHash(reader, { ...cell, column: columnOf(table, name) });
    const level = Math.max(rest.level, hash.level);
    const part = reader.scope.name({ sql: splitOff({ grid, hash: hash.sql }, rest.sql, grids.slice(at + 1)), level });
    if (name === cell.column.name) return { sql: fromUnits(grid, part.sql), level: part.level };
    rest = reader.scope.name({ sql: `${rest.sql} - ${part.sql}`, level: part.level });
  }
  throw new Error(`Cannot generate ${table.name}: ${cell.column.name} must be a part of its own sum`);
}

function determined(reader: Reader, cell: Cell, rule: Rule & { kind: 'determines' }): Source {
  const { table, column } = cell;
  const values = allowedValues(reader, cell);
  const name = `${table.name}.${column.name}`;
  const hash = determiningHash(reader, cell, { rule, to: `${column.name}|${JSON.stringify(column.domain ?? null)}` });
  if (values.kind === 'numbered') {
    const whole = values.size === valuesOf(column).size;
    const aligned = whole ? alignedIndex(reader, cell, rule) : undefined;
    const number = aligned ?? reader.scope.name({ sql: drawNumber(values, hash.sql), level: hash.level });
    return { kind: 'value', value: { sql: values.at(number.sql), level: number.level } };
  }
  const size = reader.world.layoutOf(table.name).rows;
  const index = reader.scope.name({ sql: `${hash.sql} % ${size}`, level: hash.level });
  return { kind: 'nth', values, index, size, name };
}

function impliedValue(
  reader: Reader,
  cell: Cell,
  { rule, drawn }: { rule: Rule & { kind: 'implies' }; drawn: () => Source },
): Expression {
  const { table, column } = cell;
  const given = columnOf(table, rule.given.column);
  const source = typedAt(reader, { ...cell, column: given });
  const tested = rule.given.values.map((value) => `CAST(${literal(value)} AS ${given.type})`).join(', ');
  const test = `${source.sql} ${rule.holds ? 'IN' : 'NOT IN'} (${tested})`;
  const hash = hashAt(reader, basisOf(reader, cell).index, `${table.name}.${column.name}!`);
  const kept = impliedDraw(reader, { cell, rule, hash: hash.sql });
  const other = reader.valueOf(drawn());
  const type = column.type;
  return {
    sql: `CASE WHEN ${test} THEN CAST(${kept} AS ${type}) ELSE CAST(${other.sql} AS ${type}) END`,
    level: Math.max(source.level, hash.level, other.level),
  };
}

function impliedDraw(
  reader: Reader,
  { cell, rule, hash }: { cell: Cell; rule: Rule & { kind: 'implies' }; hash: Sql },
): Sql {
  const { table, column } = cell;
  const values = impliedValues(rule, reader.rulesOf(table).grids.get(column.name));
  const codes =
    column.domain?.kind === 'codes' ? keptCodes(column.domain, (value) => values.includes(value)) : undefined;
  if (codes?.kind === 'numbered') return codes.at(drawNumber(codes, hash));
  return pick(list(values), `${hash} % ${values.length}`);
}

function ownHash(reader: Reader, cell: Cell): Expression {
  return hashAt(reader, basisOf(reader, cell).index, `${cell.table.name}.${cell.column.name}`);
}

function gridOf(reader: Reader, { table, column }: Omit<Cell, 'row'>): ValueGrid {
  const grid = reader.rulesOf(table).grids.get(column.name);
  if (grid === undefined) throw new Error(`Cannot generate ${table.name}: ${column.name} must have values in order`);
  return grid;
}

function stepsOf(reader: Reader, cell: Omit<Cell, 'row'>): StepGrid {
  const grid = gridOf(reader, cell);
  if (grid.kind !== 'steps') throw new Error(`Cannot generate ${cell.table.name}: a sum must be of ranges`);
  return grid;
}
