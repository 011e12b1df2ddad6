/**
 * Window columns. Within one SELECT all that depend on the place of a row among its peers share one order, by every column:
 * rows that tie there are equal, so the answer is the same bag in any order of the engine.
 */
import type { Choices } from './choices.ts';
import { item, type Item } from './relation.ts';
import { kindIn, leaf, type Scope } from './scalars.ts';

interface Over {
  readonly partition: string;
  readonly total: string;
}

/** @param always columns that every PARTITION BY has: the unit where rows belong to units */
export function someWindows(c: Choices, scope: Scope, always: readonly string[] = []): readonly Item[] {
  const by = [...always, ...(c.chance(2) ? c.some(scope.slice(0, 2)).map(({ sql }) => sql) : [])];
  const partition = by.length > 0 ? `PARTITION BY ${by.join(', ')} ` : '';
  const all = scope.length > 0 ? scope.map(({ sql }) => sql) : always;
  const total = `ORDER BY ${all.map((sql) => `${sql}${c.pick(['', '', ' DESC', ' NULLS FIRST'])}`).join(', ')}`;
  return c.list({ min: 1, max: 2 }, () => aWindow(c, scope, { partition, total }));
}

function aWindow(c: Choices, scope: Scope, { partition, total }: Over): Item {
  const kind = kindIn(c, scope);
  const arg = leaf(c, scope, kind);
  const ignore = c.pick(['', ' IGNORE NULLS']);
  const some = `ORDER BY ${leaf(c, scope, kindIn(c, scope))}${c.pick(['', ' DESC', ' NULLS FIRST'])}`;
  const form = c.pick([
    () => item(c, `row_number() OVER (${partition}${total})`, 'whole'),
    () => item(c, `${c.pick(['rank', 'dense_rank'])}() OVER (${partition}${some})`, 'whole'),
    () => item(c, `${c.pick(['percent_rank', 'cume_dist'])}() OVER (${partition}${some})`, 'double'),
    () => item(c, `ntile(${c.pick(['2', '3'])}) OVER (${partition}${total})`, 'whole'),
    () =>
      item(c, `${c.pick(['lag', 'lead'])}(${arg}${c.pick(['', ', 2'])}${ignore}) OVER (${partition}${total})`, kind),
    () =>
      item(c, `${c.pick(['first_value', 'last_value'])}(${arg}${ignore}) OVER (${partition}${total}${frame(c)})`, kind),
    () => item(c, `nth_value(${arg}, 2${ignore}) OVER (${partition}${total}${frame(c)})`, kind),
    () => item(c, `CAST(${aggregateOf(c, scope)} OVER (${partition}${total}${frame(c)}) AS DOUBLE)`, 'double'),
    () => item(c, `CAST(${aggregateOf(c, scope)} OVER (${partition}${c.pick([some, ''])}) AS DOUBLE)`, 'double'),
    () => item(c, `CAST(${aggregateOf(c, scope)} OVER (${partition}${rangeOrder(c, scope)}) AS DOUBLE)`, 'double'),
    () =>
      item(c, `CAST(${aggregateOf(c, scope)} OVER (${partition}${some}${frame(c, ['GROUPS'])}) AS DOUBLE)`, 'double'),
  ]);
  return form();
}

/** Its type depends on its argument; the caller casts it to DOUBLE. */
function aggregateOf(c: Choices, scope: Scope): string {
  const arg = leaf(c, scope, c.pick(['whole', 'decimal', 'double']));
  return c.pick(['count(*)', `count(${arg})`, `sum(${arg})`, `avg(${arg})`, `min(${arg})`, `max(${arg})`]);
}

function frame(c: Choices, units: readonly [string, ...string[]] = ['ROWS', 'GROUPS']): string {
  const unit = c.pick(units);
  const start = c.pick(['UNBOUNDED PRECEDING', '1 PRECEDING', 'CURRENT ROW', '2 PRECEDING']);
  const end = c.pick(['CURRENT ROW', '1 FOLLOWING', 'UNBOUNDED FOLLOWING', '0 FOLLOWING']);
  return c.chance(3) ? '' : ` ${unit} BETWEEN ${start} AND ${end}`;
}

/** RANGE with a distance: one number in ORDER BY, small enough that the engine can add to it. */
function rangeOrder(c: Choices, scope: Scope): string {
  const by = c.pick([
    () => `CAST(${leaf(c, scope, 'whole')} AS DOUBLE)`,
    () => leaf(c, scope, 'double'),
    () => `(${leaf(c, scope, 'whole')} % 5)`,
    () => leaf(c, scope, 'decimal'),
  ])();
  const start = c.pick(['1 PRECEDING', 'UNBOUNDED PRECEDING', 'CURRENT ROW', '1.5 PRECEDING', '1 FOLLOWING']);
  const end = c.pick(['2 FOLLOWING', 'UNBOUNDED FOLLOWING', '1.5 FOLLOWING']);
  return `ORDER BY ${by}${c.pick(['', ' DESC', ' NULLS FIRST'])} RANGE BETWEEN ${start} AND ${end}`;
}
