/** Compares what the interpreter answers with what the engine answers: as bags, exactly, but for the last digits of a DOUBLE. */
import { textOf } from './cast.ts';
import type { Relation } from './interpret.ts';
import { typeName } from './sql-type.ts';
import type { Value } from './value.ts';

/** A DOUBLE is a number, everything else its text. */
export type Cell = null | number | string;

export interface Table {
  readonly types: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** The columns `ids` of the interpreter's answer. */
export function tableOf({ types, rows }: Relation, ids: readonly number[]): Table {
  return {
    types: ids.map((id) => typeName(types.get(id) ?? { kind: 'null' })),
    rows: rows.map((row) => ids.map((id) => cellOf(row.get(id) ?? null))),
  };
}

function cellOf(value: Value): Cell {
  if (value === null || typeof value === 'number') return value;
  return textOf(value);
}

/** A row of the engine in its JSON form: large whole numbers are text there, NaN is `"NaN"`. */
export function engineTable({
  types,
  rows,
}: {
  readonly types: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
}): Table {
  const isReal = types.map((type) => type === 'DOUBLE' || type === 'FLOAT');
  const cell = (value: unknown, column: number): Cell => {
    if (value === null) return null;
    if (isReal[column]) return Number(value);
    return typeof value === 'string' ? value : JSON.stringify(value);
  };
  return { types, rows: rows.map((row) => row.map(cell)) };
}

/**
 * The same numbers without their types: `3.0` is `3`. INTERSECT and EXCEPT keep the type of their first arm, and DuckDB makes one of all;
 * the values are the same.
 */
export function untyped({ types, rows }: Table): Table {
  return { types: types.map(() => ''), rows: rows.map((row) => row.map(withoutZeros)) };
}

function withoutZeros(cell: Cell): Cell {
  return typeof cell === 'string' && /^-?\d+\.\d+$/.test(cell) ? cell.replace(/\.?0+$/, '') : cell;
}

/** @returns what differs, in words; undefined where the two are the same answer */
export function difference(ours: Table, theirs: Table, isOrdered: boolean): string | undefined {
  const wrongType = ours.types.findIndex((type, at) => !sameName(type, theirs.types[at] ?? ''));
  if (wrongType >= 0)
    return `column ${wrongType + 1} is ${ours.types[wrongType]} here and ${theirs.types[wrongType]} there`;
  if (ours.rows.length !== theirs.rows.length) return `${ours.rows.length} rows here, ${theirs.rows.length} there`;
  if (isOrdered) {
    const at = ours.rows.findIndex((row, index) => !sameRow(row, theirs.rows[index] ?? []));
    return at < 0 ? undefined : `row ${at + 1}: ${shown(ours.rows[at])} here, ${shown(theirs.rows[at])} there`;
  }
  return bagDifference(ours, theirs);
}

/** The engine shows a column of nothing but NULL as INTEGER. */
function sameName(ours: string, theirs: string): boolean {
  return ours === theirs || (ours === '"NULL"' && theirs === 'INTEGER');
}

function bagDifference(ours: Table, theirs: Table): string | undefined {
  const left = Map.groupBy(theirs.rows, exactPart);
  for (const row of ours.rows) {
    const candidates = left.get(exactPart(row)) ?? [];
    const found = candidates.findIndex((other) => sameRow(row, other));
    if (found < 0) return `${shown(row)} is only here; there are ${shown([...left.values()].flat()[0])} …`;
    candidates.splice(found, 1);
  }
  return undefined;
}

function exactPart(row: readonly Cell[]): string {
  return JSON.stringify(row.map((cell) => (typeof cell === 'number' ? 'real' : cell)));
}

function sameRow(a: readonly Cell[], b: readonly Cell[]): boolean {
  return a.every((cell, at) => sameCell(cell, b[at] ?? null));
}

const relative = 1e-9;

function sameCell(a: Cell, b: Cell): boolean {
  if (typeof a !== 'number' || typeof b !== 'number') return a === b;
  if (Object.is(a, b) || a === b) return true;
  const isNear = Math.abs(a - b) <= relative * Math.max(1, Math.abs(a), Math.abs(b));
  return Number.isFinite(a) && Number.isFinite(b) && isNear;
}

function shown(row: readonly Cell[] | undefined): string {
  return `(${(row ?? []).map(String).join(', ')})`;
}
