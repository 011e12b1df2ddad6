/**
 * Queries that stay apart by unit as text: below the release every join is on the unit, every GROUP BY, DISTINCT and PARTITION BY
 * has it, every EXISTS is correlated on it, and every arm of a UNION ALL is of the same units.
 */
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
  type Writer,
} from './relation.ts';
import { condition, expression, leaf, type Scope } from './scalars.ts';
import { someWindows } from './windows.ts';

/** Something in FROM whose rows belong to units: `unit` names whose, and is not in the scope. */
interface UnitSource {
  readonly sql: string;
  readonly scope: Scope;
  readonly unit: string;
}

/** A release: keys and measures over rows of units. */
export function unitRelation(w: Writer, depth: number): Relation {
  const { c } = w;
  const from = unitSource(w, depth);
  const keys = c.list({ min: 0, max: 2 }, () => anItem(c, from.scope, c.pick(keyKinds)));
  const measures = c.list({ min: 1, max: 3 }, () => released(w, from));
  const by = keys.length > 0 ? ` GROUP BY ${keys.map((_, at) => at + 1).join(', ')}` : '';
  const having = c.chance(4) ? ` HAVING count(*) > ${c.pick(['0', '1'])}` : '';
  const items = [...keys, ...measures];
  return {
    sql: `SELECT ${listed(items)} FROM ${from.sql}${where(w, from)}${by}${having}`,
    columns: items.map(({ column }) => column),
  };
}

/** No release is grouped by a DOUBLE. */
const keyKinds = ['text', 'whole', 'boolean', 'date'] as const satisfies readonly Kind[];

function released({ c }: Writer, { scope, unit }: UnitSource): Item {
  const numbers = ['whole', 'decimal', 'double'] as const;
  const clamped = (): string =>
    `least(greatest(${expression(c, scope, c.pick(numbers), 1)}, ${c.pick(['0', '-5'])}), 50)`;
  const filter = c.chance(4) ? ` FILTER (WHERE ${condition(c, scope, 1)})` : '';
  return c.pick([
    () => item(c, `count(*)${filter}`, 'whole'),
    () => item(c, `count(DISTINCT ${unit})${filter}`, 'whole'),
    () => item(c, `sum(${clamped()})${filter}`, 'double'),
    () => item(c, `avg(${clamped()})${filter}`, 'double'),
    () => item(c, `count(${leaf(c, scope, c.pick(numbers))})`, 'whole'),
    () => item(c, `sum(CASE WHEN ${condition(c, scope, 1)} THEN 1 ELSE 0 END)`, 'whole'),
  ])();
}

function where(w: Writer, from: UnitSource): string {
  const { c } = w;
  if (!c.chance(2)) return '';
  return ` WHERE ${c.chance(2) ? aboutUnit(w, from) : condition(c, from.scope, 2)}`;
}

/** Whether the unit of the row has, or has not, other rows; or whether a public table has a value. */
function aboutUnit({ c, features }: Writer, { scope, unit }: UnitSource): string {
  const inner = tableSource(c, c.pick(['visit', 'person']));
  const area = tableSource(c, 'area');
  const rest = c.chance(2) ? ` AND ${condition(c, withoutUnit(inner), 1)}` : '';
  const not = c.pick(['', 'NOT ']);
  const kind = c.pick(['text', 'whole'] as const);
  const forms: [() => string, ...(() => string)[]] = [() => condition(c, scope, 2)];
  if (features.has('exists'))
    forms.push(() => `${not}EXISTS (SELECT 1 FROM ${inner.sql} WHERE ${inner.alias}.u = ${unit}${rest})`);
  if (features.has('in subquery')) {
    forms.push(
      () => `${leaf(c, scope, kind)} ${not}IN (SELECT ${leaf(c, area.scope, kind)} FROM ${area.sql})`,
      () => `${unit} IN (SELECT ${inner.alias}.u FROM ${inner.sql} WHERE TRUE${rest})`,
    );
  }
  if (features.has('scalar subquery')) {
    forms.push(() => `${leaf(c, scope, 'whole')} <= (SELECT max(${leaf(c, area.scope, 'whole')}) FROM ${area.sql})`);
  }
  return c.pick(forms)();
}

function withoutUnit({ scope, alias }: { readonly scope: Scope; readonly alias: string }): Scope {
  return scope.filter(({ sql }) => sql !== `${alias}.u`);
}

function unitTable({ c }: Writer): UnitSource {
  const table = tableSource(c, c.pick(['person', 'visit']));
  return { sql: table.sql, scope: withoutUnit(table), unit: `${table.alias}.u` };
}

/** A nested SELECT; its first column is the unit, named `u`. */
function unitSubquery(w: Writer, relation: Relation): UnitSource {
  const source = subquerySource(w.c, relation);
  return { sql: source.sql, scope: withoutUnit(source), unit: `${source.alias}.u` };
}

function unitSource(w: Writer, depth: number): UnitSource {
  const { c } = w;
  if (depth <= 0) return unitTable(w);
  const forms: [() => UnitSource, ...(() => UnitSource)[]] = [
    () => unitTable(w),
    () => unitSubquery(w, unitSelect(w, depth - 1)),
    () => unitSubquery(w, unitSelect(w, depth - 1)),
    () => joinedOnUnit(w, depth - 1),
    () => joinedWithPublic(w, depth - 1),
  ];
  return c.pick(forms)();
}

function joinedOnUnit(w: Writer, depth: number): UnitSource {
  const { c, features } = w;
  const [left, right] = [unitSource(w, depth), unitTable(w)];
  const words: [string, ...string[]] = ['JOIN', 'LEFT JOIN'];
  if (features.has('semi join')) words.push('SEMI JOIN', 'ANTI JOIN');
  const word = c.pick(words);
  const both = [...left.scope, ...right.scope];
  const extra = c.chance(3) ? ` AND ${condition(c, both, 1)}` : '';
  const isOneSided = word === 'SEMI JOIN' || word === 'ANTI JOIN';
  return {
    sql: `${left.sql} ${word} ${right.sql} ON ${left.unit} = ${right.unit}${extra}`,
    scope: isOneSided ? left.scope : both,
    unit: left.unit,
  };
}

/** A public table never keeps rows of its own: whether they match depends on units. */
function joinedWithPublic(w: Writer, depth: number): UnitSource {
  const { c } = w;
  const left = unitSource(w, depth);
  const area = tableSource(c, 'area');
  const scope = [...left.scope, ...area.scope];
  if (c.chance(5)) return { ...left, sql: `${left.sql} CROSS JOIN ${area.sql}`, scope };
  const kind = c.pick(['text', 'whole'] as const);
  const on = `${leaf(c, left.scope, kind)} = ${leaf(c, area.scope, kind)}`;
  return { ...left, sql: `${left.sql} ${c.pick(['JOIN', 'LEFT JOIN'])} ${area.sql} ON ${on}`, scope };
}

function unitSelect(w: Writer, depth: number): Relation {
  const { c, features } = w;
  const forms: [(w: Writer, depth: number) => Relation, ...((w: Writer, depth: number) => Relation)[]] = [
    projected,
    groupedByUnit,
    distinct,
  ];
  if (features.has('window')) forms.push(windowed, windowed);
  if (features.has('set operation')) forms.push(unionAll);
  return c.pick(forms)(w, depth);
}

function select(from: UnitSource, items: readonly Item[], rest: string, word = 'SELECT'): Relation {
  const all: readonly Item[] = [{ sql: `${from.unit} AS u`, column: { name: 'u', kind: 'text' } }, ...items];
  return { sql: `${word} ${listed(all)} FROM ${from.sql}${rest}`, columns: all.map(({ column }) => column) };
}

function projected(w: Writer, depth: number): Relation {
  const from = unitSource(w, depth);
  const items = w.c.list({ min: 1, max: 4 }, () => anItem(w.c, from.scope));
  return select(from, items, where(w, from));
}

function distinct(w: Writer, depth: number): Relation {
  const from = unitSource(w, depth);
  const items = w.c.list({ min: 0, max: 2 }, () => anItem(w.c, from.scope, w.c.pick(keyKinds)));
  return select(from, items, where(w, from), 'SELECT DISTINCT');
}

function groupedByUnit(w: Writer, depth: number): Relation {
  const { c } = w;
  const from = unitSource(w, depth);
  const keys = c.list({ min: 0, max: 1 }, () => anItem(c, from.scope, c.pick(keyKinds)));
  const measures = c.list({ min: 1, max: 3 }, () => anAggregate(c, from.scope));
  const by = [1, ...keys.map((_, at) => at + 2)].join(', ');
  return select(from, [...keys, ...measures], `${where(w, from)} GROUP BY ${by}`);
}

function windowed(w: Writer, depth: number): Relation {
  const { c, features } = w;
  const from = unitSource(w, depth);
  const plain = c.list({ min: 1, max: 3 }, () => anItem(c, from.scope));
  const some = someWindows(c, from.scope, [from.unit]);
  if (!features.has('qualify') || !c.chance(3)) return select(from, [...plain, ...some], where(w, from));
  const all = from.scope.length > 0 ? from.scope.map(({ sql }) => sql) : [from.unit];
  const by = `ORDER BY ${all.join(', ')}`;
  const qualify = ` QUALIFY row_number() OVER (PARTITION BY ${from.unit} ${by}) <= ${c.pick(['1', '2'])}`;
  return select(from, plain, `${where(w, from)}${qualify}`);
}

function unionAll(w: Writer, depth: number): Relation {
  const { c } = w;
  const wanted = c.list({ min: 1, max: 3 }, (): Kind => c.pick(['whole', 'text', 'decimal', 'date', 'boolean']));
  const arm = (): Relation => {
    const from = unitSource(w, depth - 1);
    const items = wanted.map((kind) => item(c, expression(c, from.scope, kind, 1), kind));
    return select(from, items, where(w, from));
  };
  const first = arm();
  return { sql: `${first.sql} UNION ALL ${arm().sql}`, columns: first.columns };
}
