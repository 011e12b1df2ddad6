/**
 * What a report is made of: rows as fine cells, from three sources. `train` are the rows that were fitted, `holdout` rows of other units of
 * the same table that no model saw, `drawn` rows of the model.
 */
import { cellCount, type Attribute } from '#policies/simulation/attribute.ts';
import type { CodeColumns } from '../fit/types.ts';

export interface TableCells {
  readonly table: string;
  /** Those of the parent among them: pairs of them with the table's own are what is shown of relations. */
  readonly attributes: readonly Attribute[];
  readonly train: CodeColumns;
  readonly holdout: CodeColumns;
  readonly drawn: CodeColumns;
  /** Whose row each is. An attack then looks at one row of each unit, since rows of one unit are no independent trials. */
  readonly units?: { readonly train: Uint32Array; readonly holdout: Uint32Array };
  /** Of one unit at most so many rows counted. */
  readonly rowsPerUnit: number;
}

/** How many rows of `child` belong to each row of `parent`. */
export interface Degrees {
  readonly parent: string;
  readonly child: string;
  readonly train: ArrayLike<number>;
  readonly drawn: ArrayLike<number>;
}

/** One rule of the catalog that drawn rows were held against: a key, a reference, an impossible combination. */
export interface Validity {
  readonly rule: string;
  readonly checked: number;
  readonly violations: number;
}

/** What the guarantee is, and what was run. */
export interface Facts {
  readonly epsilon: number;
  readonly delta: number;
  readonly rho: number;
  /** The id space that the guarantee is about. */
  readonly unit: string;
  readonly modelHash: string;
  /** The public seed that the rows were drawn with. */
  readonly seed: number;
  readonly method: string;
}

export interface ReportInput {
  readonly facts: Facts;
  readonly tables: readonly TableCells[];
  readonly predict: readonly { readonly table: string; readonly attribute: string }[];
  readonly degrees: readonly Degrees[];
  readonly validity: readonly Validity[];
}

export function rowCount(columns: CodeColumns): number {
  return columns[0]?.length ?? 0;
}

/** Throws where columns do not fit the attributes: a bug of the caller, and no property of the data. */
export function requireShape({ table, attributes, train, holdout, drawn }: TableCells): void {
  for (const columns of [train, holdout, drawn]) {
    if (columns.length !== attributes.length) throw new Error(`${table}: columns and attributes differ in number`);
    attributes.forEach(({ name, cells }, at) => {
      const column = columnAt(columns, at);
      if (column.length !== rowCount(columns)) throw new Error(`${table}.${name}: columns differ in length`);
      const cellsOf = cellCount(cells);
      if (column.some((cell) => cell >= cellsOf)) throw new Error(`${table}.${name}: a cell that does not exist`);
    });
  }
}

export function columnAt(columns: CodeColumns, at: number): Uint16Array {
  const column = columns[at];
  if (!column) throw new Error(`no column ${at}`);
  return column;
}

/** Some rows, in the order of `rows`. */
export function takeRows(columns: CodeColumns, rows: Uint32Array): CodeColumns {
  return columns.map((column) => Uint16Array.from(rows, (row) => column[row] ?? 0));
}
