/** Which names mean what at one place of the query. Names are compared without case, as DuckDB does. */
import type { CatalogEntry, Column, Table } from '../catalog/entry.ts';
import type { Position } from '../refusal.ts';
import type { ColumnId, UsedColumn } from './ir.ts';
import { stop } from './stop.ts';
import type { QuerySyntax } from './syntax.ts';

/** A column that can be named. */
export interface ScopeColumn {
  /** Lower-case alias of the relation that it belongs to. */
  readonly relation: string;
  readonly name: string;
  readonly id: ColumnId;
  /** The second of two columns merged by USING: found only when qualified. */
  readonly merged?: boolean;
  /** Set on a base column, so that its rule and its use can be noted. */
  readonly base?: UsedColumn;
  /** An outer join may have filled it with NULL. */
  readonly optional?: boolean;
}

export type Scope = readonly ScopeColumn[];

/** A common table expression, with the names that were visible where it stood. */
export interface Cte {
  readonly columns: readonly string[];
  readonly query: QuerySyntax;
  readonly env: Env;
}

export type Env = ReadonlyMap<string, Cte>;

/** What one resolution shares: the catalog, the counter of ids, the base columns that the text names. */
export interface Session {
  readonly tables: ReadonlyMap<string, { readonly entry: CatalogEntry; readonly table: Table }>;
  readonly used: Map<string, UsedColumn>;
  /** The names around the subquery that is being resolved, innermost last. */
  readonly around: Scope[];
  nextId: ColumnId;
  relations: number;
  aliases: number;
}

export function newSession(entries: readonly CatalogEntry[]): Session {
  const tables = new Map(
    entries.flatMap((entry) => entry.tables.map((table) => [table.name.toLowerCase(), { entry, table }] as const)),
  );
  return { tables, used: new Map(), around: [], nextId: 1, relations: 0, aliases: 0 };
}

export function freshId(session: Session): ColumnId {
  return session.nextId++;
}

/**
 * Finds the column that `parts` names.
 *
 * Stops with E_UNKNOWN_COLUMN, E_AMBIGUOUS_COLUMN, or E_COLUMN_RULE when its rule is X: such a column does not exist for vendor code.
 */
export function findColumn(
  session: Session,
  scope: Scope,
  parts: readonly string[],
  at: Position | undefined,
): ScopeColumn {
  const found = matches(scope, parts);
  const [first, second] = found;
  const written = parts.join('.');
  if (!first) {
    if (session.around.some((outer) => isVisible(outer, parts))) return refuseCorrelation(written, at);
    return stop('E_UNKNOWN_COLUMN', `Cannot find column ${written}: must be one of ${someNames(scope)}`, at);
  }
  if (second) {
    return stop(
      'E_AMBIGUOUS_COLUMN',
      `Cannot tell which ${written}: must be qualified; got columns of ${relationsOf(found)}`,
      at,
    );
  }
  noteUse(session, first, at);
  return first;
}

function matches(scope: Scope, parts: readonly string[]): readonly ScopeColumn[] {
  const names = parts.map((part) => part.toLowerCase());
  const [first, second] = names;
  if (names.length === 1) return scope.filter((column) => !column.merged && column.name.toLowerCase() === first);
  if (names.length === 2) {
    return scope.filter((column) => column.relation === first && column.name.toLowerCase() === second);
  }
  return [];
}

/** Whether some column of `scope` has this name. */
export function isVisible(scope: Scope, parts: readonly string[]): boolean {
  return matches(scope, parts).length > 0;
}

function refuseCorrelation(written: string, at: Position | undefined): never {
  return stop(
    'E_UNSUPPORTED',
    `Cannot use ${written} of the outer query here: must be in the WHERE of a subquery directly inside that query`,
    at,
    'Move the comparison into the WHERE of the subquery, or join the tables.',
  );
}

function noteUse(session: Session, { base }: ScopeColumn, at: Position | undefined): void {
  if (!base) return;
  const name = `${base.table.name}.${base.column.name}`;
  if (isForbidden(base.column)) {
    stop('E_COLUMN_RULE', `Cannot use ${name}: its rule is X (never visible to vendor code)`, at);
  }
  session.used.set(name, base);
}

export function isForbidden(column: Column): boolean {
  return column.rule.includes('X');
}

/** The columns that `*` or `relation.*` stands for; columns of rule X are not among them. */
export function expandStar(
  session: Session,
  scope: Scope,
  star: { readonly relation?: string; readonly exclude: readonly string[]; readonly at?: Position },
): readonly ScopeColumn[] {
  const relation = star.relation?.toLowerCase();
  const excluded = new Set(star.exclude.map((name) => name.toLowerCase()));
  const seen = scope.filter((column) => (relation === undefined ? !column.merged : column.relation === relation));
  if (seen.length === 0)
    return stop('E_UNKNOWN_TABLE', `Cannot expand ${star.relation ?? ''}*: no such table here`, star.at);
  const chosen = seen.filter(
    (column) => !excluded.has(column.name.toLowerCase()) && !(column.base && isForbidden(column.base.column)),
  );
  for (const column of chosen) noteUse(session, column, star.at);
  return chosen;
}

function someNames(scope: Scope): string {
  const names = scope
    .filter((column) => !(column.base && isForbidden(column.base.column)))
    .map((column) => column.name);
  const shown = [...new Set(names)].slice(0, 12);
  return shown.length > 0 ? shown.join(', ') : 'the columns of a table in FROM';
}

function relationsOf(columns: readonly ScopeColumn[]): string {
  return columns.map((column) => column.relation || 'a subquery').join(' and ');
}
