/** The SQL of one private table: its rows with their unit, how many each unit has, and the form in which they are stored. */
import type { Column, Unit } from '#policies/catalog/entry.ts';
import {
  codeName,
  dictionaryName,
  gridFor,
  isCoded,
  publishedColumns,
  quantisedName,
  rowRank,
  unitNumber,
} from '#policies/catalog/private-form.ts';
import { rowsPerUnitOf, type PrivateTable } from '#policies/catalog/units.ts';
import { quoted } from '#policies/query/print.ts';
import { keyedHashSql } from './key.ts';
import { quantised } from './quantise.ts';

/** A table on its way, with the names of what was made for it in the engine. */
export interface Staged extends PrivateTable {
  /** Table `(id, n, steady)`: a unit, its rows, and whether they agree in the columns that it determines. */
  readonly counts: string;
  /** Table `(id, u)`. */
  readonly numbers: string;
}

/**
 * The published columns of every row that has a unit, and `:id`, the unit's id as text. Each step of the way leads to a primary key, so
 * no row is repeated; one that leads nowhere is left out. Zero has one sign only: the order of rows must tell apart whatever differs.
 */
export function rowsSql({ table, unit }: PrivateTable): string {
  const via: NonNullable<Unit['via']> | [] = unit.via ?? [];
  const joins = via.map(
    (step, at) =>
      `JOIN source.main.${quoted(step.table)} AS ":t${at + 1}" ON ":t${at}".${quoted(step.column)} = ":t${at + 1}".${quoted(step.references)}`,
  );
  const columns = publishedColumns(table).map((column) => {
    const name = quoted(column.name);
    return column.type === 'DOUBLE' ? `":t0".${name} + 0::DOUBLE AS ${name}` : `":t0".${name}`;
  });
  const id = `":t${via.length}".${quoted(unit.column)}`;
  return `SELECT ${columns.join(', ')}, CAST(${id} AS VARCHAR) AS ":id"
    FROM source.main.${quoted(table.name)} AS ":t0" ${joins.join(' ')} WHERE ${id} IS NOT NULL`;
}

export function determinedColumns({ table }: PrivateTable): readonly Column[] {
  return publishedColumns(table).filter((column) => column.determinedByUnit);
}

/** `(id, n, steady)` of each unit. */
export function countsSql(staged: PrivateTable, determined = determinedColumns(staged)): string {
  const value = `hash(${determined.map(({ name }) => quoted(name)).join(', ')})`;
  const steady = determined.length === 0 ? 'true' : `min(${value}) = max(${value})`;
  return `SELECT ":id" AS id, count(*) AS n, ${steady} AS steady FROM (${rowsSql(staged)}) GROUP BY ":id"`;
}

/** The dictionary of a coded column. It may hold a value of rows that the cap cuts off. */
export function dictionarySql(staged: PrivateTable, column: Column): string {
  const values = `SELECT DISTINCT ${quoted(column.name)} AS value FROM (${rowsSql(staged)})`;
  return `SELECT CAST(row_number() OVER (ORDER BY value) - 1 AS UINTEGER) AS code, value
    FROM (${values}) WHERE value IS NOT NULL ORDER BY code`;
}

export function codedColumns({ table }: PrivateTable): readonly Column[] {
  return publishedColumns(table).filter((column) => isCoded(table, column));
}

/** Where a dictionary is, as the engine names it. */
export function dictionaryOf({ table }: PrivateTable, column: Column): string {
  return `target.main.${quoted(dictionaryName(table.name, column.name))}`;
}

/**
 * The stored rows in their stored order: by unit, then by a keyed hash, then by what tells equal hashes apart. The rank is the place in
 * that one sort less the rows of the units before, so the rows are sorted once.
 */
export function storedSql(staged: Staged, key: Buffer): string {
  const columns = publishedColumns(staged.table).map(({ name }) => quoted(name));
  const placed = `SELECT *, row_number() OVER () - ":before" AS ":rank" FROM (
    SELECT *, ${keyedHashSql(key, columns)} AS ":hash" FROM (${numberedSql(staged)}) ORDER BY ":u", ":hash", ${tieBreak(staged)})`;
  const forms = [
    ...columns,
    `":u" AS "${unitNumber}"`,
    `CAST(":rank" AS UINTEGER) AS "${rowRank}"`,
    ...formsSql(staged),
  ];
  return `SELECT ${forms.join(', ')} FROM (${placed}) WHERE ":rank" <= ${rowsPerUnitOf(staged.table).max}`;
}

/** Rows with `:u` and `:before`, the number of rows of lower units, and the code of each coded column. */
function numberedSql(staged: Staged): string {
  const units = `SELECT id, u, CAST(sum(n) OVER (ORDER BY u) - n AS BIGINT) AS before FROM ${staged.counts} JOIN ${staged.numbers} USING (id)`;
  const codes = codedColumns(staged).map((column, at) => ({
    select: `":d${at}".code AS ":code_${column.name}"`,
    join: `LEFT JOIN ${dictionaryOf(staged, column)} AS ":d${at}" ON ":d${at}".value = ":r".${quoted(column.name)}`,
  }));
  const select = ['":r".*', '":n".u AS ":u"', '":n".before AS ":before"', ...codes.map(({ select }) => select)];
  return `SELECT ${select.join(', ')} FROM (${rowsSql(staged)}) AS ":r" JOIN (${units}) AS ":n" ON ":n".id = ":r".":id"
    ${codes.map(({ join }) => join).join(' ')}`;
}

/** A published primary key tells rows apart; without one all columns do, for rows that agree in all are the same row twice. */
function tieBreak({ table }: Staged): string {
  const columns = publishedColumns(table).map(({ name }) => name);
  const isKeyed = table.primaryKey.length > 0 && table.primaryKey.every((name) => columns.includes(name));
  return (isKeyed ? table.primaryKey : columns).map(quoted).join(', ');
}

function formsSql(staged: Staged): readonly string[] {
  const { table } = staged;
  const numbers = publishedColumns(table).flatMap((column) => {
    const grid = gridFor(column);
    return grid ? [`${quantised(quoted(column.name), column, grid)} AS ${quoted(quantisedName(column.name))}`] : [];
  });
  const codes = codedColumns(staged).map(({ name }) => `":code_${name}" AS ${quoted(codeName(name))}`);
  return [...numbers, ...codes];
}
