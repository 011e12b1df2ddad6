/**
 * SQL of the fine cells of a table's rows, over the private files of its entries, each attached under the id of its entry.
 *
 * @see synth.md §2.2, §2.8; policies/catalog/private-form.ts
 */
import { unitNumber } from '../catalog/private-form.ts';
import { quoted, quotedText } from '../query/print.ts';
import { cellCount, type Attribute, type Cells, type Origin, type Summary } from './attribute.ts';
import { cellSql, dayNumberSql, type CellSql } from './cell-sql.ts';
import type { FitPlan, ModelledTable } from './fit-plan.ts';

/** What stands before the cells: the unit, how many rows it has, whether it is held out. UINTEGER each; the cells are USMALLINT. */
export const leadingColumns = ['u', 'k', 'held'] as const;

/**
 * A SELECT of {@link leadingColumns} and one cell for each attribute of the model, a row for each row of the table. Values outside of all
 * cells belong to the nearest one; rows without a parent are left out, for nothing could draw them.
 *
 * Guarantee: for every unit, its rows follow from its own rows in the private files alone, and all of them, in all tables, are held out or
 * none is.
 *
 * @param holdoutKey 64 hexadecimal digits; without it nobody can foresee who is held out
 */
export function encodeSql(plan: FitPlan, model: ModelledTable, holdoutKey: string): string {
  if (!/^[0-9a-f]{64}$/.test(holdoutKey)) throw new RangeError('Cannot encode: the key must be 64 hexadecimal digits');
  const cells = model.attributes.map((_, at) => `CAST(c${at} AS USMALLINT) AS c${at}`);
  const counted = 'CAST(count(*) OVER (PARTITION BY u) AS UINTEGER)';
  const k = model.rowsPerUnit === 1 ? 'CAST(1 AS UINTEGER)' : counted;
  return `SELECT u, ${k} AS k, CAST(${heldSql(plan, holdoutKey)} AS UINTEGER) AS held, ${cells.join(', ')}
    FROM (${rowsSql({ plan, model, attributes: model.attributes, keys: [] })})`;
}

/** Shares are compared in parts of a million. */
const parts = 1_000_000;

function heldSql({ holdout }: FitPlan, key: string): string {
  return holdout === 0
    ? '0'
    : `hash(${quotedText(key)} || CAST(u AS VARCHAR)) % ${parts} < ${Math.round(holdout * parts)}`;
}

interface Wanted {
  readonly plan: FitPlan;
  readonly model: ModelledTable;
  /** Attributes of the model, `c0`, `c1`, … in this order. */
  readonly attributes: readonly Attribute[];
  /** Columns of the table, `k0`, `k1`, …: what its children name it by. */
  readonly keys: readonly string[];
}

/** One row for each row of the model's table that has a parent, or needs none: its unit `u`, keys and cells. */
function rowsSql(wanted: Wanted): string {
  const { model, attributes, keys } = wanted;
  const sources = attributes.map((attribute, at) => sourceOf(wanted, attribute, at));
  const values = [
    `t."${unitNumber}" AS u`,
    ...keys.map((key, at) => `t.${quoted(key)} AS k${at}`),
    ...sources.map(({ value }, at) => `${value} AS v${at}`),
  ];
  const cells = [
    'u',
    ...keys.map((_, at) => `k${at}`),
    ...sources.map(({ cell }, at) => `${cell(`v${at}`)} AS c${at}`),
  ];
  const joins = [...parentJoin(wanted), ...sources.flatMap(({ join }) => join ?? [])];
  return `SELECT ${cells.join(', ')} FROM (SELECT ${values.join(', ')} FROM ${tableSql(model, attributes)} AS t ${joins.join(' ')})`;
}

/** Where the value of an attribute comes from, and what must be joined for it. */
interface Source extends CellSql {
  readonly join?: string;
}

function sourceOf(wanted: Wanted, attribute: Attribute, at: number): Source {
  const { origin, cells } = attribute;
  switch (origin.kind) {
    case 'own':
      return cellSql(cells, ownSql(origin));
    case 'parent':
      return { value: `p.c${parentAttributes(wanted).indexOf(attribute)}`, cell: (value) => value };
    case 'degree': {
      const child = modelNamed(wanted.plan, origin.child);
      const counted = `SELECT ${linkOf(wanted, child).from.join(', ')}, count(*) AS n FROM ${nameSql(child)} GROUP BY ALL`;
      return { ...cellSql(cells, `d${at}.n`), join: joinSql(wanted, child, { sql: counted, as: `d${at}` }) };
    }
    case 'summary': {
      const child = modelNamed(wanted.plan, origin.of.child);
      const none = cellCount(cells) - 1;
      const sql = summarySql(linkOf(wanted, child), { child, of: origin.of, cells });
      return {
        value: `s${at}.c`,
        cell: (value) => `coalesce(${value}, ${none})`,
        join: joinSql(wanted, child, { sql, as: `s${at}` }),
      };
    }
  }
}

function ownSql({ column, gapAfter }: Extract<Origin, { kind: 'own' }>): string {
  const value = `t.${quoted(column)}`;
  return gapAfter === undefined ? value : `${dayNumberSql(value)} - ${dayNumberSql(`t.${quoted(gapAfter)}`)}`;
}

/** The rows of a table; of a model of units, one row for each, for every row of a unit has the same values there. */
function tableSql(model: ModelledTable, attributes: readonly Attribute[]): string {
  if (!isOfUnits(model)) return nameSql(model);
  const own = attributes.flatMap(({ origin }) =>
    origin.kind === 'own' ? [origin.column, origin.gapAfter ?? []].flat() : [],
  );
  const columns = [...new Set(own)].map((column) => `min(${quoted(column)}) AS ${quoted(column)}`);
  return `(SELECT ${[`"${unitNumber}"`, ...columns].join(', ')} FROM ${nameSql(model)} GROUP BY "${unitNumber}")`;
}

const isOfUnits = ({ table }: ModelledTable): boolean => table.startsWith('@');

function nameSql({ entry, table }: ModelledTable): string {
  return `${quoted(entry)}.main.${quoted(table.replace(/^@/, ''))}`;
}

/** Rows and their parent are of one unit; where that has several rows in the parent's table, the key tells which. */
function parentJoin(wanted: Wanted): readonly string[] {
  const { plan, model } = wanted;
  if (!model.parent) return [];
  const parent = modelNamed(plan, model.parent.table);
  const isOne = parent.rowsPerUnit === 1;
  const attributes = parentAttributes(wanted).map(({ origin }) => {
    const found = parent.attributes.find(({ name }) => origin.kind === 'parent' && name === origin.attribute);
    if (!found) throw new Error(`Cannot encode ${model.table}: its parent must have all that it is given`);
    return found;
  });
  const rows = rowsSql({ plan, model: parent, attributes, keys: isOne ? [] : model.parent.references });
  const keys = isOne ? [] : model.parent.columns.map((column, at) => `p.k${at} = t.${quoted(column)}`);
  return [`JOIN (${rows}) AS p ON ${[`p.u = t."${unitNumber}"`, ...keys].join(' AND ')}`];
}

const parentAttributes = ({ attributes }: Wanted): readonly Attribute[] =>
  attributes.filter(({ origin }) => origin.kind === 'parent');

/** By what the rows of a child are grouped, and the columns of the parent that those are equal to. */
interface Link {
  readonly from: readonly string[];
  readonly to: readonly string[];
}

/** Where a unit has one row, all rows of the unit below are its children's, at any depth. */
function linkOf({ model }: Wanted, child: ModelledTable): Link {
  const { columns = [], references = [] } = model.rowsPerUnit === 1 ? {} : (child.parent ?? {});
  return {
    from: [`"${unitNumber}" AS u`, ...columns.map((column, at) => `${quoted(column)} AS k${at}`)],
    to: [unitNumber, ...references],
  };
}

function joinSql(
  wanted: Wanted,
  child: ModelledTable,
  { sql, as }: { readonly sql: string; readonly as: string },
): string {
  const names = linkOf(wanted, child).to.map(
    (column, at) => `${as}.${at === 0 ? 'u' : `k${at - 1}`} = t.${quoted(column)}`,
  );
  return `LEFT JOIN (${sql}) AS ${as} ON ${names.join(' AND ')}`;
}

interface Summarized {
  readonly child: ModelledTable;
  readonly of: Summary;
  readonly cells: Cells;
}

/** The lowest or highest cell among the rows of a child that are asked for, for each parent that has one. */
function summarySql({ from }: Link, { child, of, cells }: Summarized): string {
  const { value, cell } = cellSql(cells, quoted(of.column));
  const asked = of.where === undefined ? '' : `WHERE ${whereSql(of.where)}`;
  const by = from.map((_, at) => (at === 0 ? 'u' : `k${at - 1}`)).join(', ');
  const rows = `SELECT ${by}, ${cell('v')} AS c FROM (SELECT ${from.join(', ')}, ${value} AS v FROM ${nameSql(child)} ${asked})`;
  return `SELECT ${by}, ${of.pick === 'lowest' ? 'min' : 'max'}(c) AS c FROM (${rows}) WHERE c < ${cellCount(cells) - 1} GROUP BY ${by}`;
}

function whereSql({ column, value }: NonNullable<Summary['where']>): string {
  return `${quoted(column)} = ${typeof value === 'number' ? value : quotedText(value)}`;
}

function modelNamed({ tables }: FitPlan, name: string): ModelledTable {
  const found = tables.find(({ model }) => model.table === name);
  if (!found) throw new Error(`Cannot encode: the plan must have a model of ${name}`);
  return found.model;
}
