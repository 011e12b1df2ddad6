/**
 * SQL of the fine cells of a table's rows, over the private files of its entries, each attached under the id of its entry.
 *
 * @see synth.md §2.2, §2.8; policies/catalog/private-form.ts
 */
import { unitNumber } from '../catalog/private-form.ts';
import { quoted, quotedText } from '../query/print.ts';
import type { Attribute, Origin } from './attribute.ts';
import { cellOfNone, dayNumberSql, placeSql, secondsSql, startsOf } from './cell-sql.ts';
import { joinSql, linkOf, nameSql, summarySql } from './child-sql.ts';
import type { FitPlan, ModelledTable } from './fit-plan.ts';

/** What stands before the attributes: the unit, how many rows it has, whether it is held out. UINTEGER each. */
export const leadingColumns = ['u', 'k', 'held'] as const;

/**
 * A SELECT of {@link leadingColumns} and one column for each attribute of the model, a row for each row of the table. Where cells have starts,
 * the column is the DOUBLE to compare with them, NaN for none; else it is the cell, USMALLINT. Rows without a parent are left out, for
 * nothing could draw them.
 *
 * Guarantee: for every unit, its rows follow from its own rows in the private files alone, and all of them, in all tables, are held out or
 * none is.
 *
 * @param holdoutKey 64 hexadecimal digits; without it nobody can foresee who is held out
 */
export function encodeSql(plan: FitPlan, model: ModelledTable, holdoutKey: string): string {
  if (!/^[0-9a-f]{64}$/.test(holdoutKey)) throw new RangeError('Cannot encode: the key must be 64 hexadecimal digits');
  const places = model.attributes.map(({ cells }, at) =>
    startsOf(cells)
      ? `coalesce(CAST(v${at} AS DOUBLE), 'NaN')`
      : `CAST(coalesce(v${at}, ${cellOfNone(cells)}) AS USMALLINT)`,
  );
  const counted = 'CAST(count(*) OVER (PARTITION BY u) AS UINTEGER)';
  const k = model.rowsPerUnit === 1 ? 'CAST(1 AS UINTEGER)' : counted;
  return `SELECT u, ${k} AS k, CAST(${heldSql(plan, holdoutKey)} AS UINTEGER) AS held, ${places.join(', ')}
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
  /** Attributes of the model, `v0`, `v1`, … in this order. */
  readonly attributes: readonly Attribute[];
  /** Columns of the table, `k0`, `k1`, …: what its children name it by. */
  readonly keys: readonly string[];
}

/** One row for each row of the model's table that has a parent, or needs none: its unit `u`, keys, and the place `v0`, … of each attribute. */
function rowsSql(wanted: Wanted): string {
  const { model, attributes, keys } = wanted;
  const sources = attributes.map((attribute, at) => sourceOf(wanted, attribute, at));
  const columns = [
    `t."${unitNumber}" AS u`,
    ...keys.map((key, at) => `t.${quoted(key)} AS k${at}`),
    ...sources.map(({ value }, at) => `${value} AS v${at}`),
  ];
  const joins = [...parentJoin(wanted), ...sources.flatMap(({ join }) => join ?? [])];
  return `SELECT ${columns.join(', ')} FROM ${tableSql(model, attributes)} AS t ${joins.join(' ')}`;
}

/** Where the place of an attribute comes from, and what must be joined for it. */
interface Source {
  readonly value: string;
  readonly join?: string;
}

function sourceOf(wanted: Wanted, attribute: Attribute, at: number): Source {
  const { origin, cells } = attribute;
  switch (origin.kind) {
    case 'own':
      return { value: placeSql(cells, ownSql(origin)) };
    case 'parent':
      return { value: `p.v${parentAttributes(wanted).indexOf(attribute)}` };
    case 'degree': {
      const link = linkOf(wanted.model, modelNamed(wanted.plan, origin.child));
      return { value: placeSql(cells, `d${at}.v`), join: joinSql(link, { place: 'count(*)', as: `d${at}` }) };
    }
    case 'summary': {
      const link = linkOf(wanted.model, modelNamed(wanted.plan, origin.of.child));
      return { value: `s${at}.v`, join: joinSql(link, { ...summarySql(origin.of, cells), as: `s${at}` }) };
    }
  }
}

function ownSql({ column, part, gapAfter }: Extract<Origin, { kind: 'own' }>): string {
  const value = `t.${quoted(column)}`;
  if (gapAfter === undefined) return value;
  const start = `t.${quoted(gapAfter)}`;
  return part === 'second' ? secondsSql(start, value) : `${dayNumberSql(value)} - ${dayNumberSql(start)}`;
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

function modelNamed({ tables }: FitPlan, name: string): ModelledTable {
  const found = tables.find(({ model }) => model.table === name);
  if (!found) throw new Error(`Cannot encode: the plan must have a model of ${name}`);
  return found.model;
}
