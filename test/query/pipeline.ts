/** The exact lane in one process: text → plan → printed SQL → cells → post-processing, with every cell shown. */
import type { Cell } from '#policies/disclosure/cell.ts';
import { readCells } from '#policies/disclosure/read-evidence.ts';
import { decode } from '#policies/query/decode.ts';
import { printEvidence } from '#policies/query/evidence.ts';
import { planExact, type ExactPlan, type Plan } from '#policies/query/plan.ts';
import { printOpen, printPost } from '#policies/query/post.ts';
import type { ResolvedQuery } from '#policies/query/ir.ts';
import { resolve } from '#policies/query/resolve.ts';
import type { QuerySyntax } from '#policies/query/syntax.ts';
import { unwrap, type Outcome } from '#policies/refusal.ts';
import { LockedEngine } from '#sandbox/query/engine.ts';
import { cellsInput } from '#sandbox/supervisor/analyse.ts';
import type { Value } from '../oracle/cells.ts';
import { filled, tiny } from './tiny.ts';

const limits = { memoryLimitMb: 512, threads: 1 };

export interface Answer {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Value[])[];
}

export class Pipeline implements Disposable {
  readonly #parser: LockedEngine;
  readonly #data: LockedEngine;
  readonly #post: LockedEngine;

  private constructor(parser: LockedEngine, data: LockedEngine, post: LockedEngine) {
    this.#parser = parser;
    this.#data = data;
    this.#post = post;
  }

  static async open(): Promise<Pipeline> {
    const attach = tiny.map((entry) => ({ name: entry.id, ddl: filled(entry) }));
    return new Pipeline(
      await LockedEngine.open(limits),
      await LockedEngine.open(limits, attach),
      await LockedEngine.open(limits),
    );
  }

  /** DuckDB’s tree as JSON text. */
  async ast(sql: string): Promise<string> {
    const table = await this.#parser.query('SELECT json_serialize_sql($1::VARCHAR)', [sql]);
    return String(table.rows[0]?.[0]);
  }

  async decode(sql: string): Promise<Outcome<QuerySyntax>> {
    return decode(await this.ast(sql), sql);
  }

  async resolve(sql: string): Promise<Outcome<ResolvedQuery>> {
    const syntax = await this.decode(sql);
    return syntax.ok ? resolve(syntax.value, tiny) : syntax;
  }

  async plan(sql: string): Promise<Outcome<Plan>> {
    const query = await this.resolve(sql);
    return query.ok ? planExact(query.value, 'standard') : query;
  }

  /** What the printed plan answers where nothing is suppressed. */
  async answer(sql: string): Promise<Answer> {
    const plan = unwrap(await this.plan(sql));
    const columns = plan.post.columns.map(({ name }) => name);
    if (plan.kind === 'open') {
      const table = await this.#data.query(printOpen(plan, 1000));
      return { columns, rows: table.rows.map((row) => row.map(scalar)) };
    }
    return { columns, rows: await this.#exact(plan) };
  }

  /** The cells of a plan with the evidence about them, as the engine counted it. */
  async cells(plan: ExactPlan): Promise<readonly Cell[]> {
    const { setup, cells, units, margins } = printEvidence(plan);
    await dropTemporary(this.#data);
    const queries = [cells, ...units, ...margins.map(({ sql }) => sql)];
    const [table, ...rest] = (await this.#data.run({ setup: [...setup], queries })).map(({ rows }) => rows);
    return readCells(plan, {
      cells: table ?? [],
      units: rest.slice(0, units.length),
      margins: margins.map(({ key, unit }, at) => ({ key, unit, rows: rest[units.length + at] ?? [] })),
    });
  }

  async #exact(plan: ExactPlan): Promise<Value[][]> {
    const { setup, cells, units, margins } = printEvidence(plan);
    await dropTemporary(this.#data);
    const queries = [cells, ...units, ...margins.map(({ sql }) => sql)];
    const [table] = await this.#data.run({ setup: [...setup], queries });
    const read = readCells(plan, { cells: table?.rows ?? [], units: units.map(() => []), margins: [] });
    const rows = read.map(({ grouping, keys, values }) =>
      [grouping, ...keys, ...values, ...values.map(() => false)].map((value) =>
        value === null ? null : String(value),
      ),
    );
    await dropTemporary(this.#post);
    await this.#post.load(cellsInput(plan, table?.types ?? [], rows));
    const posted = await this.#post.query(printPost(plan));
    return posted.rows.map((row) => row.slice(0, plan.post.columns.length).map(scalar));
  }

  [Symbol.dispose](): void {
    for (const engine of [this.#parser, this.#data, this.#post]) engine[Symbol.dispose]();
  }
}

/** One engine answers many plans here; in the domain each has its own. */
async function dropTemporary(engine: LockedEngine): Promise<void> {
  const { rows } =
    await engine.query(`SELECT 'DROP VIEW ' || view_name FROM duckdb_views() WHERE temporary AND NOT internal
    UNION ALL SELECT 'DROP TABLE ' || table_name FROM duckdb_tables() WHERE temporary`);
  await engine.run({ setup: rows.flat().map(String), queries: [] });
}

function scalar(value: unknown): Value {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value;
  throw new Error('not a scalar');
}

export function codesOf(outcome: Outcome<unknown>): readonly string[] {
  return outcome.ok ? [] : outcome.refusals.map(({ code }) => code);
}
