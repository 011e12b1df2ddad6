/**
 * The value of a column at a row, as an expression of the row number. A foreign key is the same expression at the row number
 * of the parent, so it is intact by construction, over any number of tables and entries.
 */
import { type TableRules, rulesOf } from '#policies/catalog/check-dependencies.ts';
import type { Column, ForeignKey, Table } from '#policies/catalog/entry.ts';
import { isNarrowed } from '#policies/catalog/reach.ts';
import { namesIn } from '#policies/catalog/rules.ts';
import { birthOf, bundledValues } from './bundles/bundled.ts';
import { isBirth } from './bundles/person.ts';
import { valuesOf } from './column-values.ts';
import { allowedValues, ruledSource } from './dependencies/ruled.ts';
import { drawnValue, isDrawn, keyCounter } from './drawn.ts';
import { nth } from './nth.ts';
import { populationOf } from './population.ts';
import { type Basis, type Cell, type Reader, type Source, type World, drawnAt, hashAt, typedAt } from './reader.ts';
import { basisOf, isOfUnit, parentRow, unitIndex } from './rows.ts';
import { columnOf, decidingKeys, tableOf } from './schema.ts';
import type { Expression, Scope } from './scope.ts';
import { drawNumber } from './value-set.ts';

/** Reads cells for one SELECT. */
export function openReader(world: World, scope: Scope): Reader {
  const known = new Map<string, TableRules>();
  const reader: Reader = {
    world,
    scope,
    rulesOf(table) {
      const rules = known.get(table.name) ?? rulesOf(table);
      known.set(table.name, rules);
      return rules;
    },
    sourceOf: (cell) => sourceOf(reader, cell),
    valueOf: (source) => (source.kind === 'value' ? source.value : nth(reader, withBundle(reader, source))),
  };
  return reader;
}

/** Not before the value is wanted: others of its row may follow from its number. */
function withBundle(reader: Reader, source: Source & { kind: 'nth' }): Source & { kind: 'nth' } {
  const { own, values, index, size } = source;
  if (own === undefined) return source;
  return { ...source, values: bundledValues(reader, { cell: own, index, size }, { values, use: own }) };
}

/** The value at a row, NULL only where a fitted model says so, and not yet cast to the type of the column. */
export function valueAt(reader: Reader, cell: Cell): Expression {
  return reader.valueOf(reader.sourceOf(cell));
}

function sourceOf(reader: Reader, cell: Cell): Source {
  const { table, column } = cell;
  const given = drawnValue(drawnAt(reader, cell), column);
  if (given !== undefined) return { kind: 'value', value: given };
  const decided = decidedSource(reader, cell);
  if (decided !== undefined) return decided;
  const rule = reader.rulesOf(table).rules.get(column.name);
  if (rule !== undefined) {
    const ruled = ruledSource(reader, cell, { rule, drawn: () => drawn(reader, cell) });
    if (rule.kind !== 'order') return ruled;
    return limited(reader, cell, ruled, { side: rule.side, start: columnOf(table, rule.other) });
  }

  const inherited = inheritedSource(reader, cell);
  if (inherited !== undefined) return inherited;
  const start = intervalStart(table, column);
  if (start !== undefined) {
    const end: Source = { kind: 'value', value: intervalEnd(reader, cell, start) };
    return limited(reader, cell, end, { side: 'above', start });
  }
  return drawn(reader, cell);
}

/** What keys and units decide. */
function decidedSource(reader: Reader, cell: Cell): Source | undefined {
  const { world } = reader;
  const { table, column, row } = cell;
  const key = decidingKeys(world.schema, table).find((candidate) => candidate.columns.includes(column.name));
  if (key !== undefined) return parentSource(reader, cell, key);
  const population = populationOf(world.schema, { table, column, scale: world.scale });
  if (population !== undefined) {
    const index = unitIndex(reader, cell, population);
    const own = { ...cell, isShared: population.isShared, isKey: true };
    return { kind: 'nth', values: valuesOf(column), index, ...population, own };
  }
  const part = world.layoutOf(table.name).parts.find((part) => part.kind === 'own' && part.column.name === column.name);
  if (part?.kind !== 'own') return undefined;
  const { stride, used } = part.digit;
  const counter = keyCounter(drawnAt(reader, { table, row }));
  const isAll = counter === row && stride === 1 && used >= world.layoutOf(table.name).rows;
  const index = isAll ? row : { sql: `(${counter.sql} // ${stride}) % ${used}`, level: counter.level };
  const own = { ...cell, isShared: !isAll, isKey: true };
  const moved = world.favour?.keyNumbers(table.name, column.name) ?? new Map<number, number>();
  return { kind: 'nth', values: part.values, index, size: used, name: `${table.name}.${column.name}`, moved, own };
}

function parentSource(reader: Reader, cell: Cell, key: ForeignKey): Source {
  const parent = tableOf(reader.world.schema, key.table);
  const target = key.references[key.columns.indexOf(cell.column.name)] ?? cell.column.name;
  const row = parentRow(reader, cell, key);
  return reader.sourceOf({ table: parent, column: columnOf(parent, target), row });
}

/** A value of an ordinary column: what somebody wished for, or any. */
function drawn(reader: Reader, cell: Cell): Source {
  const basis = basisOf(reader, cell);
  const source = drawnAtRandom(reader, cell, basis);
  const { favour } = reader.world;
  if (favour === undefined) return source;
  return { kind: 'value', value: favour.drawn(reader, cell, { basis, plain: reader.valueOf(source) }) };
}

/** What somebody wished for, where it is on the right side of another column. */
function limited(
  reader: Reader,
  cell: Cell,
  source: Source,
  { side, start }: { side: 'above' | 'below'; start: Column },
): Source {
  const { favour } = reader.world;
  if (favour === undefined) return source;
  const limit = { side, other: typedAt(reader, { ...cell, column: start }) };
  const basis = basisOf(reader, cell);
  return { kind: 'value', value: favour.drawn(reader, cell, { basis, plain: reader.valueOf(source), limit }) };
}

function drawnAtRandom(reader: Reader, cell: Cell, { index, size }: Basis): Source {
  const name = `${cell.table.name}.${cell.column.name}`;
  const allowed = allowedValues(reader, cell);
  const own = { ...cell, isShared: false, isKey: false };
  if (allowed.kind !== 'numbered') return { kind: 'nth', values: allowed, index, size, name, own };
  const birth = birthOf(reader, { cell, index, size });
  if (birth !== undefined) return { kind: 'value', value: birth };
  const values = bundledValues(reader, { cell, index, size }, { values: allowed, use: own });
  if (values.kind !== 'numbered') throw new Error('Cannot draw a value: a bundle must keep the kind of its values');
  const hash = hashAt(reader, index, name);
  const number = reader.scope.name({ sql: drawNumber(values, hash.sql), level: hash.level });
  return { kind: 'value', value: { sql: values.at(number.sql), level: Math.max(number.level, values.level ?? 0) } };
}

/** A column that the parent has too, under the same name and domain, repeats the parent's value: a firm stays in its district. */
function inheritedSource(reader: Reader, { table, column, row }: Cell): Source | undefined {
  const grid = reader.rulesOf(table).grids.get(column.name);
  // The parent knows nothing of the dependencies here, so it might bring a value that they leave no room for.
  if (column.domain?.kind !== 'codes' || (grid && isNarrowed(table, column.name, grid))) return undefined;
  for (const key of decidingKeys(reader.world.schema, table)) {
    const parent = tableOf(reader.world.schema, key.table);
    const twin = parent.columns.find((candidate) => candidate.name === column.name && sameValues(candidate, column));
    const isKept = column.determinedByUnit !== true || isOfUnit(table, key, { parent, column: twin ?? column });
    // A model may leave the parent's value out.
    const isThere =
      twin === undefined || !isDrawn(reader.world.drawn, parent, twin) || !twin.nullable || column.nullable;
    if (twin !== undefined && parent !== table && isKept && isThere) {
      return reader.sourceOf({ table: parent, column: twin, row: parentRow(reader, { table, row }, key) });
    }
  }
  return undefined;
}

/** Two moments of one type and one declared span are taken for a start and an end, where no dependency speaks of the later one. */
function intervalStart(table: Table, column: Column): Column | undefined {
  if (column.domain?.kind !== 'dates' || isBirth(column)) return undefined;
  if (table.dependencies?.some((dependency) => namesIn(dependency).includes(column.name))) return undefined;
  const before = table.columns.slice(0, table.columns.indexOf(column));
  return before.find(
    (candidate) =>
      sameValues(candidate, column) &&
      !table.primaryKey.includes(candidate.name) &&
      (!column.determinedByUnit || candidate.determinedByUnit),
  );
}

/** An end lies up to ninety minutes, or ninety days, after its start, and inside the domain. */
function intervalEnd(reader: Reader, cell: Cell, start: Column): Expression {
  const { table, column, row } = cell;
  const values = valuesOf(column);
  const begin = valueAt(reader, { table, column: start, row });
  if (values.kind !== 'numbered' || (column.type !== 'DATE' && column.type !== 'TIMESTAMP')) return begin;
  const basis = column.determinedByUnit ? basisOf(reader, cell).index : row;
  const hash = hashAt(reader, basis, `${table.name}.${column.name}`);
  const seconds = column.type === 'DATE' ? `(1 + ${hash.sql} % 90) * 86400` : `180 + ${hash.sql} % 5221`;
  const end = `least(${begin.sql} + to_seconds(${seconds}), ${values.at(String(values.size - 1))})`;
  return { sql: end, level: Math.max(begin.level, hash.level) };
}

export function sameValues(a: Column, b: Column): boolean {
  return a.type === b.type && a.semantic === b.semantic && sameDomain(a, b);
}

export function sameDomain(a: Column, b: Column): boolean {
  return JSON.stringify(a.domain) === JSON.stringify(b.domain);
}
