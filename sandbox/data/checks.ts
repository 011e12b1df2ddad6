/**
 * Finds the cells and rows that do not fit the entry. Every check counts first and looks for places only when it must.
 */
import type { ForeignKey, Table } from '#policies/catalog/entry.ts';
import { ownUnits } from '#policies/catalog/units.ts';
import type { BoundColumn, BoundTable } from './bind.ts';
import { inDomain } from './domain.ts';
import { quoted } from '#policies/query/print.ts';
import { type Engine, type Row } from './engine.ts';
import { listed, type Problem, type ProblemKind, type TableReport } from './report.ts';

/**
 * A table whose cells are cast: relation `typed` has `:row`, the declared columns, and a verdict `:v0, :v1, …` on each
 * cell.
 */
export interface TypedTable extends BoundTable {
  readonly typed: string;
}

const cellKinds = ['missing', 'type', 'domain'] as const satisfies readonly ProblemKind[];

/** Casts every cell and judges it in the same pass; the judgement is read by `checkCells`. */
export async function castTable(engine: Engine, bound: BoundTable): Promise<TypedTable> {
  const typed = quoted(`:typed_${bound.table.name}`);
  const required = new Set([...bound.table.primaryKey, ...ownUnits(bound.table).map((unit) => unit.column)]);
  const casts = bound.columns.map(({ column, sql, cast }, i) => {
    return `${sql} AS ":s${i}", CAST(${cast} AS ${column.type}) AS ":c${i}"`;
  });
  const cells = bound.columns.map((column, i) => {
    const name = quoted(column.column.name);
    return `":c${i}" AS ${name}, ${verdict(column, i, required.has(column.column.name))} AS ":v${i}"`;
  });
  const inner = `(SELECT ":row", ${casts.join(', ')} FROM ${bound.relation})`;
  const doing = `cast the values of ${bound.table.name}`;
  await engine.run({ doing, sql: `CREATE TABLE ${typed} AS SELECT ":row", ${cells.join(', ')} FROM ${inner}` });
  return { ...bound, typed };
}

/** SQL: NULL for a good cell, else the place of its problem in `cellKinds`. */
function verdict({ column }: BoundColumn, i: number, isRequired: boolean): string {
  const missing = column.nullable && !isRequired ? 'NULL' : '0';
  const inside = inDomain(`":c${i}"`, column);
  return `CAST(CASE WHEN ":s${i}" IS NULL THEN ${missing} WHEN ":c${i}" IS NULL THEN 1 WHEN NOT ${inside} THEN 2 END AS UTINYINT)`;
}

/** `undefined` where every cell casts, is there where it must be, and lies in its domain. */
export async function checkCells(engine: Engine, table: TypedTable): Promise<TableReport | undefined> {
  const doing = `check the values of ${table.table.name}`;
  const verdicts = table.columns.map((_, i) => `":v${i}"`);
  const sums = verdicts.map((name) => `count(${name})`).join(' + ');
  const total = await engine.count({ doing, sql: `SELECT ${sums} FROM ${table.typed}` });
  if (total === 0) return undefined;
  const sql = `SELECT ":row", i, kind FROM (
      SELECT ":row", unnest(range(${verdicts.length})) AS i, unnest([${verdicts.join(', ')}]) AS kind FROM ${table.typed}
      WHERE coalesce(${verdicts.join(', ')}) IS NOT NULL
    ) WHERE kind IS NOT NULL ORDER BY ":row", i LIMIT ${listed}`;
  const rows = await engine.rows({ doing, sql });
  return report(
    table,
    rows.map((row) => cellProblem(table, row)),
    total,
  );
}

function cellProblem(table: TypedTable, [record, i, kind]: Row): Problem {
  const bound = table.columns[Number(i)];
  const found = cellKinds[Number(kind)];
  if (bound === undefined || found === undefined)
    throw new Error('Cannot report: must be a known verdict; got another');
  return { record: Number(record), column: bound.column.name, kind: found, asked: bound.asked };
}

/** `undefined` where no primary key comes twice. */
export async function checkPrimaryKey(engine: Engine, table: TypedTable): Promise<TableReport | undefined> {
  const key = table.table.primaryKey;
  if (key.length === 0) return undefined;
  const doing = `check the primary key of ${table.table.name}`;
  const names = key.map(quoted).join(', ');
  const extra = `SELECT count(*) - count(DISTINCT (${names})) FROM ${table.typed}`;
  const total = await engine.count({ doing, sql: extra });
  if (total === 0) return undefined;
  const sql = `SELECT ":row" FROM ${table.typed}
    QUALIFY row_number() OVER (PARTITION BY ${names} ORDER BY ":row") > 1 ORDER BY ":row" LIMIT ${listed}`;
  return rowReport(table, await engine.rows({ doing, sql }), { total, column: key.join(', '), kind: 'duplicate' });
}

/** Where the rows that foreign keys refer to are: tables of the entry, and attached tables of others. */
export type Referred = ReadonlyMap<string, string>;

/** One report per broken foreign key. A key that refers to a table not at hand is not checked. */
export async function checkForeignKeys(
  engine: Engine,
  table: TypedTable,
  referred: Referred,
): Promise<readonly TableReport[]> {
  const reports: TableReport[] = [];
  for (const key of table.table.foreignKeys) {
    const target = referred.get(key.table);
    const found = target === undefined ? undefined : await checkForeignKey(engine, { table, key, target });
    if (found !== undefined) reports.push(found);
  }
  return reports;
}

/** As in SQL (MATCH SIMPLE), a key with a missing part refers to nothing and is not wrong. */
async function checkForeignKey(
  engine: Engine,
  { table, key, target }: { readonly table: TypedTable; readonly key: ForeignKey; readonly target: string },
): Promise<TableReport | undefined> {
  const doing = `check that ${table.table.name} refers to ${key.table}`;
  const pairs = key.columns.map((name, i) => [`child.${quoted(name)}`, `parent.${quoted(key.references[i] ?? '')}`]);
  const orphans = `FROM ${table.typed} AS child ANTI JOIN ${target} AS parent ON ${pairs.map((pair) => pair.join(' = ')).join(' AND ')}
    WHERE ${pairs.map(([child]) => `${child} IS NOT NULL`).join(' AND ')}`;
  const total = await engine.count({ doing, sql: `SELECT count(*) ${orphans}` });
  if (total === 0) return undefined;
  const rows = await engine.rows({ doing, sql: `SELECT ":row" ${orphans} ORDER BY ":row" LIMIT ${listed}` });
  return rowReport(table, rows, { total, column: key.columns.join(', '), kind: 'orphan', asked: key.table });
}

interface RowFinding {
  readonly total: number;
  readonly column: string;
  readonly kind: ProblemKind;
  readonly asked?: string;
}

async function rowReport(
  bound: BoundTable,
  rows: readonly Row[],
  { total, column, kind, asked = '' }: RowFinding,
): Promise<TableReport> {
  return report(
    bound,
    rows.map(([record]) => ({ record: Number(record), column, kind, asked })),
    total,
  );
}

async function report(bound: BoundTable, problems: readonly Problem[], total: number): Promise<TableReport> {
  const places = await bound.source.places(new Set(problems.map((problem) => problem.record)));
  return { table: bound.table.name, placeKind: bound.source.placeKind, problems, total, places };
}

/**
 * Rows are stored by unit, then key, then everything: equal content lies in equal order, whatever the file's was. @see
 * programs.md §D.6
 */
export function storageOrder(table: Table): readonly string[] {
  const first = [...ownUnits(table).map((unit) => unit.column), ...table.primaryKey];
  return [...new Set([...first, ...table.columns.map((column) => column.name)])];
}
