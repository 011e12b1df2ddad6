/** What the generators of both lanes share: a SELECT as text with its columns, and its place in FROM. */
import { kindOf, tableSpecs, type Kind, type TableName } from './catalog.ts';
import type { Choices } from './choices.ts';
import type { Features } from './features.ts';
import { expression, kindIn, leaf, type Scope } from './scalars.ts';

export interface Column {
  readonly name: string;
  readonly kind: Kind;
}

/** A whole SELECT. */
export interface Relation {
  readonly sql: string;
  readonly columns: readonly Column[];
}

/** Something in FROM, and the columns that the rest of the SELECT can name. */
export interface Source {
  readonly sql: string;
  readonly scope: Scope;
}

export interface Writer {
  readonly c: Choices;
  readonly features: Features;
}

/** A base table under a new alias. */
export function tableSource(c: Choices, name: TableName): Source & { readonly alias: string } {
  const alias = c.name(name.slice(0, 1));
  const columns = tableSpecs[name].map(({ name: column, type }) => ({ name: column, kind: kindOf(type) }));
  return { sql: `${name} AS ${alias}`, scope: scopeOf(alias, columns), alias };
}

export function subquerySource(c: Choices, relation: Relation): Source & { readonly alias: string } {
  const alias = c.name('q');
  return { sql: `(${relation.sql}) AS ${alias}`, scope: scopeOf(alias, relation.columns), alias };
}

function scopeOf(alias: string, columns: readonly Column[]): Scope {
  return columns.map(({ name, kind }) => ({ sql: `${alias}.${name}`, kind }));
}

export interface Item {
  readonly sql: string;
  readonly column: Column;
}

export function item(c: Choices, sql: string, kind: Kind): Item {
  const column = { name: c.name('c'), kind };
  return { sql: `${sql} AS ${column.name}`, column };
}

export function anItem(c: Choices, scope: Scope, kind: Kind = kindIn(c, scope)): Item {
  return item(c, expression(c, scope, kind, 2), kind);
}

export function listed(items: readonly Item[]): string {
  return items.map(({ sql }) => sql).join(', ');
}

/** An aggregate over the rows of `scope`; `min` and `max` are not for a release. */
export function anAggregate(c: Choices, scope: Scope): Item {
  const arg = (kind: Kind): string => expression(c, scope, kind, 1);
  const numbers = ['whole', 'decimal', 'double'] as const;
  const form = c.pick([
    () => item(c, 'count(*)', 'whole'),
    () => item(c, `count(${c.pick(['', 'DISTINCT '])}${arg(kindIn(c, scope))})`, 'whole'),
    () => item(c, `sum(${leaf(c, scope, 'whole')})`, 'whole'),
    () => item(c, `sum(${arg('double')})`, 'double'),
    () => item(c, `sum(${leaf(c, scope, 'decimal')})`, 'decimal'),
    () => item(c, `avg(${arg(c.pick(numbers))})`, 'double'),
    () => item(c, `quantile_cont(${arg(c.pick(['whole', 'double']))}, ${c.pick(['0.5', '0.25', '0.9'])})`, 'double'),
    () => item(c, `quantile_cont(${leaf(c, scope, 'decimal')}, 0.25)`, 'decimal'),
    () => {
      const kind = kindIn(c, scope);
      return item(c, `${c.pick(['min', 'max'])}(${arg(kind)})`, kind);
    },
  ]);
  return form();
}
