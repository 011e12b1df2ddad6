/** Queries over open rows: everything that the language knows, in any place. */
import type { Kind } from './catalog.ts';
import {
  anAggregate,
  anItem,
  item,
  listed,
  subquerySource,
  tableSource,
  type Item,
  type Relation,
  type Source,
  type Writer,
} from './relation.ts';
import { condition, expression, leaf, type Scope } from './scalars.ts';
import { someWindows } from './windows.ts';

/** @param depth how many SELECTs may nest */
export function publicRelation(w: Writer, depth: number): Relation {
  const { c, features } = w;
  const forms: [(w: Writer, depth: number) => Relation, ...((w: Writer, depth: number) => Relation)[]] = [
    projected,
    grouped,
    distinct,
  ];
  if (features.has('window')) forms.push(windowed, windowed);
  if (features.has('set operation') && depth > 0) forms.push(combined);
  if (features.has('grouping sets')) forms.push(groupingSets);
  return c.pick(forms)(w, depth);
}

function source(w: Writer, depth: number): Source {
  const { c } = w;
  const single = (): Source =>
    depth > 0 && c.chance(2)
      ? subquerySource(c, publicRelation(w, depth - 1))
      : tableSource(c, c.pick(['person', 'visit', 'area']));
  return c.chance(3) ? joined(w, single(), tableSource(c, c.pick(['visit', 'area', 'person']))) : single();
}

function joined({ c, features }: Writer, left: Source, right: Source): Source {
  const both = [...left.scope, ...right.scope];
  const words: [string, ...string[]] = ['JOIN', 'LEFT JOIN', 'RIGHT JOIN', 'CROSS JOIN'];
  if (features.has('full join')) words.push('FULL JOIN');
  if (features.has('semi join')) words.push('SEMI JOIN', 'ANTI JOIN');
  const word = c.pick(words);
  if (word === 'CROSS JOIN') return { sql: `${left.sql} CROSS JOIN ${right.sql}`, scope: both };
  const kind = c.pick(['text', 'whole'] as const);
  const extra = c.chance(3) ? ` AND ${condition(c, both, 1)}` : '';
  const on = `${leaf(c, left.scope, kind)} = ${leaf(c, right.scope, kind)}${extra}`;
  const isOneSided = word === 'SEMI JOIN' || word === 'ANTI JOIN';
  return { sql: `${left.sql} ${word} ${right.sql} ON ${on}`, scope: isOneSided ? left.scope : both };
}

function where(w: Writer, scope: Scope): string {
  const { c } = w;
  return c.chance(2) ? ` WHERE ${c.chance(3) ? subqueryCondition(w, scope) : condition(c, scope, 2)}` : '';
}

function subqueryCondition({ c, features }: Writer, scope: Scope): string {
  const inner = tableSource(c, c.pick(['visit', 'area', 'person']));
  const kind = c.pick(['text', 'whole'] as const);
  const [outerColumn, innerColumn] = [leaf(c, scope, kind), leaf(c, inner.scope, kind)];
  const rest = c.chance(2) ? ` AND ${condition(c, inner.scope, 1)}` : '';
  const not = c.pick(['', 'NOT ']);
  const forms: [() => string, ...(() => string)[]] = [() => condition(c, scope, 2)];
  if (features.has('exists'))
    forms.push(() => `${not}EXISTS (SELECT 1 FROM ${inner.sql} WHERE ${outerColumn} = ${innerColumn}${rest})`);
  if (features.has('in subquery')) {
    forms.push(() => `${outerColumn} ${not}IN (SELECT ${innerColumn} FROM ${inner.sql} WHERE TRUE${rest})`);
  }
  if (features.has('scalar subquery')) {
    forms.push(
      () => `${leaf(c, scope, 'whole')} <= (SELECT max(${leaf(c, inner.scope, 'whole')}) FROM ${inner.sql})`,
      () => `1 < (SELECT count(*) FROM ${inner.sql} WHERE ${outerColumn} = ${innerColumn})`,
    );
  }
  return c.pick(forms)();
}

function projected(w: Writer, depth: number): Relation {
  const from = source(w, depth);
  const items = w.c.list({ min: 1, max: 4 }, () => anItem(w.c, from.scope));
  return select(items, `${from.sql}${where(w, from.scope)}`);
}

function select(items: readonly Item[], rest: string, word = 'SELECT'): Relation {
  return { sql: `${word} ${listed(items)} FROM ${rest}`, columns: items.map(({ column }) => column) };
}

function distinct(w: Writer, depth: number): Relation {
  const from = source(w, depth);
  const items = w.c.list({ min: 1, max: 3 }, () => anItem(w.c, from.scope));
  return select(items, `${from.sql}${where(w, from.scope)}`, 'SELECT DISTINCT');
}

function grouped(w: Writer, depth: number): Relation {
  const { c } = w;
  const from = source(w, depth);
  const keys = c.list({ min: 0, max: 2 }, () => anItem(c, from.scope));
  const measures = c.list({ min: 1, max: 3 }, () => anAggregate(c, from.scope));
  const by = keys.length > 0 ? ` GROUP BY ${keys.map((_, at) => at + 1).join(', ')}` : '';
  const having = c.chance(3) ? ` HAVING count(*) ${c.pick(['>', '<='])} ${c.pick(['1', '2'])}` : '';
  return select([...keys, ...measures], `${from.sql}${where(w, from.scope)}${by}${having}`);
}

function groupingSets(w: Writer, depth: number): Relation {
  const { c } = w;
  const from = source(w, depth);
  const columns = c.some(from.scope).slice(0, 2);
  const names = columns.map(({ sql }) => sql).join(', ');
  const sets = c.pick([`ROLLUP (${names})`, `CUBE (${names})`, `GROUPING SETS ((${names}), ())`]);
  const items = [...columns.map(({ sql, kind }) => item(c, sql, kind)), anAggregate(c, from.scope)];
  return select(items, `${from.sql}${where(w, from.scope)}${columns.length > 0 ? ` GROUP BY ${sets}` : ''}`);
}

function windowed(w: Writer, depth: number): Relation {
  const { c, features } = w;
  const from = source(w, depth);
  const plain = c.list({ min: 1, max: 2 }, () => anItem(c, from.scope));
  const some = someWindows(c, from.scope);
  const rest = `${from.sql}${where(w, from.scope)}`;
  if (!features.has('qualify') || !c.chance(3)) return select([...plain, ...some], rest);
  const by = `ORDER BY ${from.scope.map(({ sql }) => sql).join(', ')}`;
  return select(plain, `${rest} QUALIFY row_number() OVER (${by}) ${c.pick(['<=', '>'])} 2`);
}

/**
 * UNION, INTERSECT or EXCEPT of arms with columns of the same kinds; decimals of one type, for INTERSECT and EXCEPT compare decimals of
 * different types exactly, and DuckDB rounds them to one type first.
 */
function combined(w: Writer, depth: number): Relation {
  const { c } = w;
  const wanted = c.list({ min: 1, max: 2 }, (): Kind =>
    c.pick(['whole', 'text', 'decimal', 'date', 'double', 'boolean']),
  );
  const arm = (): Relation => {
    const from = source(w, depth - 1);
    const items = wanted.map((kind) => item(c, alike(expression(c, from.scope, kind, 1), kind), kind));
    return select(items, `${from.sql}${where(w, from.scope)}`);
  };
  const first = arm();
  const word = c.pick(['UNION ALL', 'UNION', 'INTERSECT', 'EXCEPT']);
  return { sql: `${first.sql} ${word} ${arm().sql}`, columns: first.columns };
}

function alike(sql: string, kind: Kind): string {
  return kind === 'decimal' ? `CAST(${sql} AS DECIMAL(12,2))` : sql;
}
