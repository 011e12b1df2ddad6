/** GROUP BY and aggregates: the rows of a SELECT become groups, and its expressions become expressions over them. */
import type { AggregateName } from './aggregates.ts';
import { fingerprint, type Expr, type Measure, type NamedExpr, type Rel } from './ir.ts';
import { aggregateName, type Intercept } from './resolve-expr.ts';
import { bits, groupingColumn, oneAtLeast, unionOfSets, type GroupingColumn } from './resolve-grouping-sets.ts';
import { measureSpec } from './resolve-measure.ts';
import { scalarsOf, shared, stepped, type Stage } from './resolve-stage.ts';
import { freshId, type Scope, type Session } from './scope.ts';
import { stop } from './stop.ts';
import { mentions, type ExprSyntax, type Item, type SelectSyntax } from './syntax.ts';

type Call = Extract<ExprSyntax, { kind: 'call' }>;

interface Groups {
  readonly rows: Stage;
  readonly items: readonly Item[];
  readonly keys: readonly NamedExpr[];
  /** The place of a key by its fingerprint: a text may have many keys and many expressions to be found among them. */
  readonly byPrint: ReadonlyMap<string, number>;
  /** Keys as written, where they hold a subquery: resolved once more it would be another one. */
  readonly asWritten: ReadonlyMap<string, NamedExpr>;
  readonly hasSets: boolean;
  readonly measures: Map<string, Measure>;
  readonly groupings: Map<string, GroupingColumn>;
  /** A group may be missing where its values are read: then it counts 0 rows. */
  readonly optional: boolean;
}

/** @returns the groups as a stage: its expressions are made of keys and aggregates */
export function groupStage(rows: Stage, query: SelectSyntax, items: readonly Item[]): Stage {
  const { session } = rows.context;
  const found = groupKeys(rows, query, items);
  const { keys, places } = found;
  const groups: Groups = {
    ...found,
    rows,
    items,
    measures: new Map(),
    groupings: new Map(),
    hasSets: query.groupSets !== undefined,
    optional: false,
  };
  const sets = query.groupSets?.map((set) => new Set(set.map((key) => places[key])));
  const base = (): Rel => {
    const grouped = { input: stepped(rows), keys, measures: oneAtLeast(session, keys, [...groups.measures.values()]) };
    return sets
      ? unionOfSets(session, { ...grouped, groupings: [...groups.groupings.values()], sets })
      : { kind: 'aggregate', ...grouped };
  };
  const stage: Stage = {
    context: rows.context,
    scope: rows.scope,
    base,
    steps: [],
    windows: new Map(),
    resolve: (syntax, more) => overGroups(groups, syntax, (part) => scalarsOf(stage)(part) ?? more?.(part)),
  };
  return stage;
}

/**
 * Resolves one value that is computed from all rows, for later grouping: the value for rows that agree with an outer row.
 *
 * @returns the value over the aggregate, and the aggregate by the keys that are then given
 */
export function wholeValue(
  rows: Stage,
  item: Item,
): { readonly value: Expr; readonly by: (input: Rel, keys: readonly NamedExpr[]) => Rel } {
  const none = { keys: [], byPrint: new Map(), asWritten: new Map(), measures: new Map(), groupings: new Map() };
  const groups: Groups = { ...none, rows, items: [], hasSets: false, optional: true };
  const value = overGroups(groups, item.syntax, refuseNested);
  const by = (input: Rel, keys: readonly NamedExpr[]): Rel => ({
    kind: 'aggregate',
    input,
    keys,
    measures: oneAtLeast(rows.context.session, keys, [...groups.measures.values()]),
  });
  return { value, by };
}

/** Below the aggregate such a value would be one of each row. */
function refuseNested(part: ExprSyntax): undefined {
  if (part.kind !== 'subquery') return undefined;
  return stop('E_UNSUPPORTED', 'Cannot use a subquery beside the aggregate of a correlated subquery', part.at);
}

export function hasAggregate(syntax: ExprSyntax): boolean {
  return mentions(syntax, isAggregateCall);
}

function isAggregateCall(part: ExprSyntax): boolean {
  return part.kind === 'call' && aggregateName(part) !== undefined;
}

interface Keys extends Pick<Groups, 'keys' | 'byPrint' | 'asWritten'> {
  /** For each written key its place in `keys`, where none is twice. */
  readonly places: readonly number[];
}

function groupKeys(rows: Stage, query: SelectSyntax, items: readonly Item[]): Keys {
  const written: readonly ExprSyntax[] =
    query.groupBy === 'all'
      ? items.filter((item) => !hasAggregate(item.syntax)).map((item) => item.syntax)
      : query.groupBy === 'none'
        ? []
        : query.groupBy.map((syntax) => keySyntax(rows.scope, items, syntax));
  const keys: NamedExpr[] = [];
  const byPrint = new Map<string, number>();
  const asWritten = new Map<string, NamedExpr>();
  const places = written.map((syntax) => {
    if (hasAggregate(syntax)) stop('E_NOT_GROUPED', 'Cannot group by an aggregate', syntax.at);
    if (mentions(syntax, ({ kind }) => kind === 'window'))
      stop('E_NOT_GROUPED', 'Cannot group by a window function', syntax.at);
    const expr = rows.resolve(syntax);
    const print = fingerprint(expr);
    const known = byPrint.get(print);
    if (known !== undefined) return known;
    const key = { id: freshId(rows.context.session), expr };
    if (hasSubquery(syntax)) asWritten.set(fingerprint(syntax), key);
    byPrint.set(print, keys.length);
    return keys.push(key) - 1;
  });
  return { keys, byPrint, places, asWritten };
}

/** GROUP BY 1 and GROUP BY alias stand for the item; a column of FROM comes before an alias. */
function keySyntax(scope: Scope, items: readonly Item[], syntax: ExprSyntax): ExprSyntax {
  if (syntax.kind === 'literal' && syntax.literal.type === 'number') {
    const item = items[Number(syntax.literal.text) - 1];
    return (
      item?.syntax ??
      stop('E_UNKNOWN_COLUMN', `Cannot group by ${syntax.literal.text}: must be 1 to ${items.length}`, syntax.at)
    );
  }
  return aliased(scope, items, syntax) ?? syntax;
}

/** The item that a bare name stands for where no column has it. */
export function aliased(scope: Scope, items: readonly Item[], syntax: ExprSyntax): ExprSyntax | undefined {
  if (syntax.kind !== 'name' || syntax.parts.length !== 1) return undefined;
  const name = syntax.parts[0]?.toLowerCase();
  if (scope.some((column) => column.name.toLowerCase() === name)) return undefined;
  // An unknown name in SELECT gives its item that very name: it stands for nothing.
  const found = items.find((item) => item.name.toLowerCase() === name)?.syntax;
  return found?.kind === 'name' && found.parts.length === 1 && found.parts[0]?.toLowerCase() === name
    ? undefined
    : found;
}

/** An alias stands for its expression, which may hold aliases again; a chain that doubles at each step would grow without end. */
const maxAliases = 200;

export function countAlias(session: Session, at: ExprSyntax['at']): void {
  if (++session.aliases <= maxAliases) return;
  stop('E_TOO_COMPLEX', `Cannot use more than ${maxAliases} names of SELECT in one query`, at);
}

function overGroups(groups: Groups, syntax: ExprSyntax, more: Intercept): Expr {
  const { rows, items, keys, byPrint } = groups;
  return rows.resolve(syntax, (part) => {
    const early = writtenKey(groups, part) ?? more(part) ?? ofGroup(groups, part);
    if (early) return early;
    // What is computed over the groups, not over the rows, is looked for part by part.
    if (mentions(part, isOverGroups)) return undefined;
    const alias = aliased(rows.scope, items, part);
    if (alias) {
      countAlias(rows.context.session, part.at);
      return overGroups(groups, alias, more);
    }
    if (mentions(part, (inner) => aliased(rows.scope, items, inner) !== undefined)) return undefined;
    const key = keys[byPrint.get(fingerprint(rows.resolve(part))) ?? -1];
    if (key) return { kind: 'column', id: key.id, ...(part.at && { at: part.at }) };
    if (part.kind !== 'name') return undefined;
    const name = part.parts.join('.');
    return stop('E_NOT_GROUPED', `Cannot use ${name} here: must be a group key or inside an aggregate`, part.at);
  });
}

function writtenKey({ asWritten }: Groups, part: ExprSyntax): Expr | undefined {
  const key = asWritten.size > 0 && hasSubquery(part) ? asWritten.get(fingerprint(part)) : undefined;
  return key && { kind: 'column', id: key.id, ...(part.at && { at: part.at }) };
}

function hasSubquery(syntax: ExprSyntax): boolean {
  return mentions(syntax, ({ kind }) => kind === 'subquery');
}

function isOverGroups(part: ExprSyntax): boolean {
  return part.kind === 'window' || part.kind === 'subquery' || part.kind === 'grouping' || isAggregateCall(part);
}

/** An aggregate or GROUPING. */
function ofGroup(groups: Groups, part: ExprSyntax): Expr | undefined {
  if (part.kind === 'grouping') {
    if (part.args.length > 31) stop('E_ARGUMENTS', 'Cannot call GROUPING: must have at most 31 arguments', part.at);
    const places = part.args.map((arg) => keyPlace(groups, arg));
    if (!groups.hasSets) return bits(places, () => true);
    return groupingColumn(groups.rows.context.session, groups.groupings, { places, ...(part.at && { at: part.at }) });
  }
  const fn = part.kind === 'call' ? aggregateName(part) : undefined;
  return part.kind === 'call' && fn ? measure(groups, part, fn) : undefined;
}

function keyPlace({ rows, items, byPrint }: Groups, syntax: ExprSyntax): number {
  const expr = rows.resolve(aliased(rows.scope, items, syntax) ?? syntax);
  const place = byPrint.get(fingerprint(expr));
  return place ?? stop('E_NOT_GROUPED', 'Cannot use GROUPING here: must name a group key', syntax.at);
}

function measure({ rows, measures, optional }: Groups, call: Call, fn: AggregateName): Expr {
  const at = call.at ? { at: call.at } : {};
  const spec = { ...measureSpec(call, fn, (part) => rows.resolve(part)), ...at };
  const column: Expr = { kind: 'column', id: shared(rows.context.session, measures, spec), ...at };
  return optional && fn === 'count' ? { kind: 'call', name: 'coalesce', args: [column, zero], ...at } : column;
}

const zero: Expr = { kind: 'literal', literal: { type: 'number', text: '0' } };
