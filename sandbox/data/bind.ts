/** Pairs the columns of a catalog table with source columns or derived expressions, and with the cast each needs. */
import type { Column, Table } from '#policies/catalog/entry.ts';
import { accept, type Outcome } from '#policies/refusal.ts';
import { strictCast } from './cast.ts';
import { quoted } from '#policies/query/print.ts';
import { EngineFailure, type Engine } from './engine.ts';
import { own, type IngestOptions } from './options.ts';
import { refuseIngest, typeWords } from './report.ts';
import type { Source, SourceColumn } from './source.ts';

export interface BoundColumn {
  readonly column: Column;
  /** The source value. */
  readonly sql: string;
  /** The value in the declared type, NULL where it does not fit. */
  readonly cast: string;
  /** What is asked, in words. */
  readonly asked: string;
}

export interface BoundTable {
  readonly table: Table;
  /** Quoted; has `:row` and everything that the columns' expressions name. */
  readonly relation: string;
  readonly columns: readonly BoundColumn[];
  readonly source: Source;
}

/** Lower-case names that a header of this table's file may hold: what is declared, or renamed to it. */
export function expectedNames(table: Table, options: IngestOptions): ReadonlySet<string> {
  const derived = own(options.derive, table.name);
  const plain = table.columns.filter((column) => own(derived, column.name) === undefined);
  const renamed = Object.keys(own(options.rename, table.name) ?? {});
  return new Set([...plain.map((column) => column.name), ...renamed].map((name) => name.toLowerCase()));
}

/** Run after the engine is locked: derived expressions are the department's own SQL. */
export async function bindTable(
  engine: Engine,
  input: { readonly table: Table; readonly source: Source },
  options: IngestOptions,
): Promise<Outcome<BoundTable>> {
  const { table, source } = input;
  const derive = own(options.derive, table.name) ?? {};
  const matched = matchColumns(input, options);
  if (!matched.ok) return matched;
  const derived = await deriveColumns(engine, input, derive);
  if (!derived.ok) return derived;
  const columns: BoundColumn[] = [];
  for (const column of table.columns) {
    const from = derived.value.columns.get(column.name) ?? matched.value.get(column.name);
    if (from === undefined) throw new Error(`Cannot bind ${column.name}: must be matched or derived; got neither`);
    const format = own(own(options.formats, table.name), column.name);
    const input = { sql: from.sql, from: from.type, to: column.type };
    const cast = strictCast(format === undefined ? input : { ...input, format });
    const asked = typeWords(column.type, format);
    if (cast === undefined || !(await isUsable(engine, cast, derived.value.relation))) {
      return refuseIngest(
        `${table.name}, column ${column.name}`,
        `its source must be ${asked}`,
        'another type or format',
      );
    }
    columns.push({ column, sql: from.sql, cast, asked });
  }
  return accept({ table, relation: derived.value.relation, columns, source });
}

/**
 * Catalog column → source column. Names of undeclared columns are told only where all declared ones are there: only then
 * is it surely a header.
 */
function matchColumns(
  { table, source }: { readonly table: Table; readonly source: Source },
  options: IngestOptions,
): Outcome<ReadonlyMap<string, SourceColumn>> {
  const rename = new Map(
    Object.entries(own(options.rename, table.name) ?? {}).map(([from, to]) => [from.toLowerCase(), to]),
  );
  const derive = own(options.derive, table.name) ?? {};
  const declared = new Map(table.columns.map((column) => [column.name.toLowerCase(), column.name]));
  const found = new Map<string, SourceColumn>();
  const extra: string[] = [];
  for (const column of source.columns) {
    const key = column.name.toLowerCase();
    const target = rename.get(key) ?? declared.get(key);
    if (target === undefined) {
      if (!isNamedIn(column.name, Object.values(derive))) extra.push(column.name);
    } else if (own(derive, target) !== undefined) {
      // The derived value takes its place.
    } else if (found.has(target)) {
      return refuseIngest(table.name, `one source column must give ${target}`, 'two');
    } else found.set(target, column);
  }
  const missing = [...declared.values()].filter((name) => !found.has(name) && own(derive, name) === undefined);
  if (missing.length > 0) {
    return refuseIngest(table.name, 'its file must have every declared column', `none for ${missing.join(', ')}`);
  }
  if (extra.length > 0 && options.ignoreExtra !== true) {
    const got = extra.map((name) => JSON.stringify(name.slice(0, 64))).join(', ');
    return refuseIngest(table.name, 'its file must have only declared columns', got);
  }
  return accept(found);
}

/**
 * Whether an expression names the column; a mention in a literal counts too, which only makes the check on extras
 * milder.
 */
function isNamedIn(name: string, expressions: readonly string[]): boolean {
  const word = name.toLowerCase();
  return expressions.some((expression) => {
    const text = expression.toLowerCase();
    for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
      if (isEdge(text[at - 1]) && isEdge(text[at + word.length])) return true;
    }
    return false;
  });
}

function isEdge(sign: string | undefined): boolean {
  return sign === undefined || !/[\p{L}\p{N}_]/u.test(sign);
}

interface Derived {
  readonly relation: string;
  readonly columns: ReadonlyMap<string, SourceColumn>;
}

async function deriveColumns(
  engine: Engine,
  { table, source }: { readonly table: Table; readonly source: Source },
  derive: Readonly<Record<string, string>>,
): Promise<Outcome<Derived>> {
  const names = Object.keys(derive);
  if (names.length === 0) return accept({ relation: source.relation, columns: new Map() });
  const inner = `(SELECT ":row", ${source.columns.map((c) => c.sql).join(', ')}${aliases(source.columns)} FROM ${source.relation})`;
  for (const name of names) {
    // The closing parenthesis stands on its own line: the expression may end in a comment.
    const sql = `SELECT count((${derive[name]}\n)) FROM ${inner}`;
    if ((await engine.isOneStatement(sql)) && (await runs(engine, sql))) continue;
    return refuseIngest(
      `${table.name}, column ${name}`,
      'its derivation must be an expression that holds for every row',
      'one that the engine refuses; TRY(…) gives NULL instead',
    );
  }
  const relation = quoted(`:derived_${table.name}`);
  const list = names.map((name, i) => `(${derive[name]}\n) AS ":d${i}"`).join(', ');
  const plain = source.columns.map((column) => column.sql).join(', ');
  const doing = `derive columns of ${table.name}`;
  await engine.run({ doing, sql: `CREATE TABLE ${relation} AS SELECT ":row", ${plain}, ${list} FROM ${inner}` });
  const types = new Map(
    (await engine.rows({ doing, sql: `DESCRIBE ${relation}` })).map(([name, type]) => [name, type]),
  );
  const columns = names.map((name, i): [string, SourceColumn] => [
    name,
    { name, type: types.get(`:d${i}`) ?? 'unknown', sql: `":d${i}"` },
  ]);
  return accept({ relation, columns: new Map(columns) });
}

/** Source names for the expressions; of names that SQL cannot tell apart, the first. Names like ours stay out. */
function aliases(columns: readonly SourceColumn[]): string {
  const first = new Map<string, string>();
  for (const { name, sql } of columns) {
    const key = name.toLowerCase();
    if (name !== '' && !name.startsWith(':') && !first.has(key)) first.set(key, `, ${sql} AS ${quoted(name)}`);
  }
  return [...first.values()].join('');
}

/** Whether the engine accepts the expression at all (an unknown strptime specifier, say), before any row is read. */
async function isUsable(engine: Engine, cast: string, relation: string): Promise<boolean> {
  return runs(engine, `SELECT ${cast} FROM ${relation} LIMIT 0`);
}

async function runs(engine: Engine, sql: string): Promise<boolean> {
  try {
    await engine.run({ doing: 'try an expression', sql });
    return true;
  } catch (error) {
    if (error instanceof EngineFailure) return false;
    throw error;
  }
}
