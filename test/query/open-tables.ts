/** Public tables with everything that set logic stumbles over: NULLs, equal rows, a table without rows; in two engines. */
import type { CatalogEntry, Column, SqlType, Table } from '#policies/catalog/entry.ts';
import { decode } from '#policies/query/decode.ts';
import { planExact, type Plan } from '#policies/query/plan.ts';
import { printOpen } from '#policies/query/post.ts';
import { resolve } from '#policies/query/resolve.ts';
import { printSchema } from '#policies/query/schema-sql.ts';
import type { ResolvedQuery } from '#policies/query/ir.ts';
import { unwrap, type Outcome } from '#policies/refusal.ts';
import { entryId, orgId } from '#policies/units.ts';
import { LockedEngine } from '#sandbox/query/engine.ts';
import { aColumn } from '../fixtures/columns.ts';
import { PlainEngine } from '../oracle/plain.ts';
import type { Value } from '../oracle/cells.ts';

const limits = { memoryLimitMb: 512, threads: 1 };

type Shape = Readonly<Record<string, SqlType>>;

/** A name that ends in `!` is never NULL. */
const shapes: Readonly<Record<string, Shape>> = {
  a: { k: 'INTEGER', v: 'INTEGER', s: 'VARCHAR' },
  b: { k: 'INTEGER', w: 'INTEGER', s: 'VARCHAR' },
  n: { 'id!': 'INTEGER', 'm!': 'INTEGER' },
  none: { k: 'INTEGER', v: 'INTEGER' },
  d: { 'i!': 'BIGINT', 'day!': 'DATE', 'x!': 'DOUBLE', 'y!': 'DECIMAL(8,2)', f: 'BOOLEAN' },
};

const rows: Readonly<Record<string, string>> = {
  a: `VALUES (1, 10, 'x'), (1, 10, 'x'), (1, 20, NULL), (2, NULL, 'y'), (2, 30, 'x'), (3, 5, 'z'), (NULL, 7, 'y'), (NULL, NULL, NULL)`,
  b: `VALUES (1, 10, 'x'), (2, 11, 'q'), (2, 12, 'y'), (4, 13, 'y'), (NULL, 14, 'x'), (NULL, NULL, NULL), (1, 10, 'x')`,
  n: 'VALUES (1, 1), (2, 1), (3, 2), (4, 7)',
  none: 'SELECT 1, 1 WHERE false',
  d: `SELECT i, DATE '2024-01-01' + CAST(i * i % 13 AS INTEGER), (i % 5) / 2.0, (i * 7 % 11) / 4.0, CASE WHEN i % 4 = 0 THEN NULL ELSE i % 3 = 0 END
      FROM range(20) r(i)`,
};

function table(name: string, shape: Shape): Table {
  const columns = Object.entries(shape).map(([written, type]): Column => {
    const nullable = !written.endsWith('!');
    return aColumn({ name: written.replace('!', ''), type, semantic: 'code', rule: ['P'], grade: 'L1', nullable });
  });
  return { name, title: { zh: name, en: name }, columns, units: [], primaryKey: [], foreignKeys: [], volume: 20 };
}

export const openEntry: CatalogEntry = {
  id: entryId('open'),
  version: 1,
  title: { zh: 'open', en: 'open' },
  department: orgId('dept.test'),
  attribute: 'unconditional',
  basis: 'a statute',
  origin: 'collected',
  secrets: [],
  updateCycle: 'once',
  tables: Object.entries(shapes).map(([name, shape]) => table(name, shape)),
};

/** The same tables, once as the vendor's own text reads them and once as our printed text does. */
export class OpenTables implements Disposable {
  readonly #ours: LockedEngine;
  readonly #plain: PlainEngine;
  readonly #entries: readonly CatalogEntry[];

  private constructor(ours: LockedEngine, plain: PlainEngine, entries: readonly CatalogEntry[]) {
    this.#ours = ours;
    this.#plain = plain;
    this.#entries = entries;
  }

  static async open(): Promise<OpenTables> {
    const ddl = Object.entries(rows).map(([name, sql]) => `INSERT INTO open.main.${name} ${sql}`);
    const plain = openEntry.tables.flatMap(({ name, columns }) => [
      `CREATE TABLE ${name} (${columns.map((column) => `${column.name} ${column.type}`).join(', ')})`,
      `INSERT INTO ${name} ${rows[name] ?? ''}`,
    ]);
    return new OpenTables(
      await LockedEngine.open(limits, [{ name: 'open', ddl: [...printSchema(openEntry), ...ddl] }]),
      await PlainEngine.open(plain),
      [openEntry],
    );
  }

  async resolve(sql: string): Promise<Outcome<ResolvedQuery>> {
    const { rows: found } = await this.#ours.query('SELECT json_serialize_sql($1::VARCHAR)', [sql]);
    const syntax = decode(String(found[0]?.[0]), sql);
    return syntax.ok ? resolve(syntax.value, this.#entries) : syntax;
  }

  async plan(sql: string): Promise<Outcome<Plan>> {
    const query = await this.resolve(sql);
    return query.ok ? planExact(query.value, 'standard') : query;
  }

  /** What our printed text answers. */
  async ours(sql: string): Promise<Value[][]> {
    const plan = unwrap(await this.plan(sql));
    if (plan.kind !== 'open') throw new Error('not a query over public tables alone');
    const { rows: found } = await this.#ours.query(printOpen(plan, 10_000));
    return found.map((row) => row.slice(0, plan.post.columns.length).map(scalar));
  }

  /** What the vendor's text answers. */
  theirs(sql: string): Promise<Value[][]> {
    return this.#plain.rows(sql);
  }

  [Symbol.dispose](): void {
    this.#ours[Symbol.dispose]();
    this.#plain[Symbol.dispose]();
  }
}

function scalar(value: unknown): Value {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value;
  throw new Error('not a scalar');
}
