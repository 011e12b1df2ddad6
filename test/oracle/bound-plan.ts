/**
 * What DuckDB's own binder says about a text: the type of each result column and the stored columns that it is computed from. Read from
 * `json_serialize_plan` with the optimizer off, where every reference is a position in the columns of the operators below. It shares no
 * code with our resolver.
 *
 * @see query-and-privacy.md §0.1, §3.12
 */
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';

export interface BoundColumn {
  readonly type: string;
  /** `table.column`, sorted; what only filters, joins, groups or partitions rows is not among them. */
  readonly from: readonly string[];
}

type Sources = ReadonlySet<string>;
type Node = Readonly<Record<string, unknown>>;

/** Columns that an inner part of the plan takes from elsewhere: common tables by number, and the outer row of a correlated subquery. */
interface Around {
  readonly tables: ReadonlyMap<number, readonly Sources[]>;
  readonly outer: readonly Sources[];
}

export class BoundPlans implements Disposable {
  readonly #instance: DuckDBInstance;
  readonly #connection: DuckDBConnection;

  private constructor(instance: DuckDBInstance, connection: DuckDBConnection) {
    this.#instance = instance;
    this.#connection = connection;
  }

  /** @param setup CREATE TABLE statements; no rows are needed */
  static async open(setup: readonly string[]): Promise<BoundPlans> {
    const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
    const connection = await instance.connect();
    for (const sql of setup) await connection.run(sql);
    await connection.run('PRAGMA disable_optimizer');
    return new BoundPlans(instance, connection);
  }

  /** @returns the result columns, or the binder's words where it refuses */
  async bind(sql: string): Promise<readonly BoundColumn[] | string> {
    const [row = []] = await this.#rows('SELECT json_serialize_plan($1::VARCHAR)', [sql]);
    const answer = JSON.parse(textOf(row[0])) as Node;
    if (answer.error === true) return String(answer.error_message);
    const [plan] = nodes(answer.plans);
    if (!plan) throw new Error('no plan');
    const sources = outputs(plan, { tables: new Map(), outer: [] });
    const types = (await this.#rows(`DESCRIBE ${sql}`)).map((row) => textOf(row[1]));
    // Behind the result there may be columns that only order it.
    return types.map((type, index) => ({ type, from: [...(sources[index] ?? [])].toSorted(byText) }));
  }

  async #rows(sql: string, values: string[] = []): Promise<readonly (readonly unknown[])[]> {
    return (await this.#connection.runAndReadAll(sql, values)).getRowsJson();
  }

  [Symbol.dispose](): void {
    this.#connection.closeSync();
    this.#instance.closeSync();
  }
}

export function byText(a: string, b: string): number {
  return a < b ? -1 : 1;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function nodes(value: unknown): readonly Node[] {
  return Array.isArray(value) ? value.filter(isNode) : [];
}

/** What each column that an operator gives is computed from. */
function outputs(node: Node, around: Around): readonly Sources[] {
  const kind = String(node.type);
  if (kind === 'LOGICAL_GET') return storedColumns(node);
  if (kind === 'LOGICAL_DUMMY_SCAN') return [];
  if (kind === 'LOGICAL_DELIM_GET') return around.outer;
  if (kind === 'LOGICAL_CTE_REF') return around.tables.get(Number(node.cte_index)) ?? [];
  if (kind === 'LOGICAL_MATERIALIZED_CTE') return withTable(node, around);
  if (kind.endsWith('JOIN') || kind === 'LOGICAL_CROSS_PRODUCT') return joined(node, around);
  const children = nodes(node.children).map((child) => outputs(child, around));
  const below = children.flat();
  switch (kind) {
    case 'LOGICAL_PROJECTION':
      return nodes(node.expressions).map((expr) => sourcesOf(expr, below));
    case 'LOGICAL_AGGREGATE_AND_GROUP_BY': {
      const grouping = Array.isArray(node.grouping_functions) ? node.grouping_functions : [];
      const made = [...nodes(node.groups), ...nodes(node.expressions)].map((expr) => sourcesOf(expr, below));
      return [...made, ...grouping.map(() => new Set<string>())];
    }
    case 'LOGICAL_WINDOW':
      return [...below, ...nodes(node.expressions).map((expr) => sourcesOf(expr, below))];
    case 'LOGICAL_UNION':
      return (children[0] ?? []).map((_, index) => union(children.map((arm) => arm[index] ?? new Set())));
    // The second arm only says which rows of the first one stay.
    case 'LOGICAL_INTERSECT':
    case 'LOGICAL_EXCEPT':
      return children[0] ?? [];
    case 'LOGICAL_FILTER':
    case 'LOGICAL_ORDER_BY':
    case 'LOGICAL_LIMIT':
    case 'LOGICAL_TOP_N':
    case 'LOGICAL_DISTINCT':
      return below;
    default:
      throw new Error(`the oracle does not know ${kind}`);
  }
}

function storedColumns(node: Node): readonly Sources[] {
  const table = isNode(node.function_data) ? String(node.function_data.table) : '';
  const names = Array.isArray(node.names) ? node.names : [];
  return nodes(node.column_indexes).map(({ index }) => {
    const name: unknown = names[Number(index)];
    return new Set(typeof name === 'string' ? [`${table}.${name}`] : []);
  });
}

function withTable(node: Node, around: Around): readonly Sources[] {
  const [definition, query] = nodes(node.children);
  if (!definition || !query) return [];
  const tables = new Map([...around.tables, [Number(node.table_index), outputs(definition, around)] as const]);
  return outputs(query, { ...around, tables });
}

function joined(node: Node, around: Around): readonly Sources[] {
  const [first, second] = nodes(node.children);
  if (!first || !second) return [];
  const left = outputs(first, around);
  const outer = nodes(node.duplicate_eliminated_columns).map((expr) => sourcesOf(expr, left));
  const right = outputs(second, outer.length > 0 ? { ...around, outer } : around);
  if (node.join_type === 'SEMI' || node.join_type === 'ANTI') return left;
  if (node.join_type !== 'MARK') return [...left, ...right];
  const looked = nodes(node.conditions).flatMap((part) => [
    isNode(part.left) ? sourcesOf(part.left, left) : new Set<string>(),
    isNode(part.right) ? sourcesOf(part.right, right) : new Set<string>(),
  ]);
  return [...left, union(looked)];
}

/** All references inside an expression. What a window partitions by is like a group, and says nothing by itself. */
function sourcesOf(expr: Node, below: readonly Sources[]): Sources {
  if (expr.expression_class === 'BOUND_REF') return below[Number(expr.index)] ?? new Set();
  const inner = Object.entries(expr).flatMap(([key, value]) =>
    key === 'partitions' ? [] : Array.isArray(value) ? nodes(value) : isNode(value) ? [value] : [],
  );
  return union(inner.map((part) => sourcesOf(part, below)));
}

function union(sets: readonly Sources[]): Sources {
  return new Set(sets.flatMap((set) => [...set]));
}
