/** GROUP BY, aggregates and HAVING: the rows of a SELECT become groups, and its expressions become expressions over them. */
import { aggregates, allowedQuantiles, type AggregateName } from './aggregates.ts';
import { fingerprint, sameExpr, type Expr, type Measure, type NamedExpr, type Rel } from './ir.ts';
import { aggregateName, resolveExpr } from './resolve-expr.ts';
import type { Source } from './resolve-from.ts';
import { freshId, type Session } from './scope.ts';
import { stop } from './stop.ts';
import type { ExprSyntax, Item, SelectSyntax } from './syntax.ts';

type Call = Extract<ExprSyntax, { kind: 'call' }>;

interface Groups {
  readonly session: Session;
  readonly source: Source;
  readonly items: readonly Item[];
  readonly keys: readonly NamedExpr[];
  readonly measures: Map<string, Measure>;
}

/** @returns the grouped relation, and how to resolve an expression over it */
export function resolveGroups(
  session: Session,
  source: Source,
  query: SelectSyntax,
  items: readonly Item[],
): { rel: Rel; over: (syntax: ExprSyntax) => Expr } {
  const keys = groupKeys(session, source, query, items);
  const groups: Groups = { session, source, items, keys, measures: new Map() };
  const over = (syntax: ExprSyntax): Expr => overGroups(groups, syntax);
  // Every expression is resolved once before the relation is built, so that all its aggregates are known.
  for (const item of items) over(item.syntax);
  for (const { expr } of query.orderBy) if (expr && !isReference(expr, items)) over(expr);
  const having = query.having && over(query.having);
  const rel: Rel = { kind: 'aggregate', input: source.rel, keys, measures: [...groups.measures.values()] };
  return { rel: having ? { kind: 'filter', input: rel, predicate: having } : rel, over };
}

export function hasAggregate(syntax: ExprSyntax): boolean {
  return mentions(syntax, (part) => part.kind === 'call' && aggregateName(part) !== undefined);
}

function mentions(syntax: ExprSyntax, is: (part: ExprSyntax) => boolean): boolean {
  return is(syntax) || parts(syntax).some((part) => mentions(part, is));
}

function parts(syntax: ExprSyntax): readonly ExprSyntax[] {
  switch (syntax.kind) {
    case 'name':
    case 'literal':
    case 'star':
      return [];
    case 'call':
    case 'logic':
      return syntax.args;
    case 'cast':
    case 'not':
    case 'isNull':
      return [syntax.arg];
    case 'compare':
      return [syntax.left, syntax.right];
    case 'between':
      return [syntax.arg, syntax.lo, syntax.hi];
    case 'in':
      return [syntax.arg, ...syntax.items];
    case 'case':
      return [...syntax.branches.flatMap((branch) => [branch.when, branch.result]), syntax.otherwise];
  }
}

function groupKeys(
  session: Session,
  source: Source,
  query: SelectSyntax,
  items: readonly Item[],
): readonly NamedExpr[] {
  const written: readonly ExprSyntax[] =
    query.groupBy === 'all'
      ? items.filter((item) => !hasAggregate(item.syntax)).map((item) => item.syntax)
      : query.groupBy === 'none'
        ? []
        : query.groupBy.map((syntax) => keySyntax(source, items, syntax));
  const keys: NamedExpr[] = [];
  for (const syntax of written) {
    if (hasAggregate(syntax)) stop('E_NOT_GROUPED', 'Cannot group by an aggregate', syntax.at);
    const expr = resolveExpr(session, source.scope, syntax);
    if (!keys.some((key) => sameExpr(key.expr, expr))) keys.push({ id: freshId(session), expr });
  }
  return keys;
}

/** GROUP BY 1 and GROUP BY alias stand for the item; a column of FROM comes before an alias. */
function keySyntax(source: Source, items: readonly Item[], syntax: ExprSyntax): ExprSyntax {
  if (syntax.kind === 'literal' && syntax.literal.type === 'number') {
    const item = items[Number(syntax.literal.text) - 1];
    return (
      item?.syntax ??
      stop('E_UNKNOWN_COLUMN', `Cannot group by ${syntax.literal.text}: must be 1 to ${items.length}`, syntax.at)
    );
  }
  return aliasOf(source, items, syntax) ?? syntax;
}

function aliasOf(source: Source, items: readonly Item[], syntax: ExprSyntax): ExprSyntax | undefined {
  if (syntax.kind !== 'name' || syntax.parts.length !== 1) return undefined;
  const name = syntax.parts[0]?.toLowerCase();
  if (source.scope.some((column) => column.name.toLowerCase() === name)) return undefined;
  // An unknown name in SELECT gives its item that very name: it stands for nothing.
  const found = items.find((item) => item.name.toLowerCase() === name)?.syntax;
  return found?.kind === 'name' && found.parts.length === 1 && found.parts[0]?.toLowerCase() === name
    ? undefined
    : found;
}

function isReference(syntax: ExprSyntax, items: readonly Item[]): boolean {
  if (syntax.kind === 'literal') return true;
  return syntax.kind === 'name' && items.some((item) => item.name.toLowerCase() === syntax.parts[0]?.toLowerCase());
}

function overGroups(groups: Groups, syntax: ExprSyntax): Expr {
  const { session, source, items, keys } = groups;
  return resolveExpr(session, source.scope, syntax, (part) => {
    if (part.kind === 'call') {
      const fn = aggregateName(part);
      if (fn) return measure(groups, part, fn);
    }
    if (hasAggregate(part)) return undefined;
    const alias = aliasOf(source, items, part);
    if (alias) return overGroups(groups, expanded(session, alias, part));
    if (mentions(part, (inner) => aliasOf(source, items, inner) !== undefined)) return undefined;
    const expr = resolveExpr(session, source.scope, part);
    const key = keys.find((candidate) => sameExpr(candidate.expr, expr));
    if (key) return { kind: 'column', id: key.id, ...(part.at && { at: part.at }) };
    if (part.kind !== 'name') return undefined;
    return stop(
      'E_NOT_GROUPED',
      `Cannot use ${part.parts.join('.')} here: must be a group key or inside an aggregate`,
      part.at,
    );
  });
}

/** An alias stands for its expression, which may hold aliases again; a chain that doubles at each step would grow without end. */
const maxAliases = 200;

function expanded(session: Session, alias: ExprSyntax, at: ExprSyntax): ExprSyntax {
  if (++session.aliases <= maxAliases) return alias;
  return stop('E_TOO_COMPLEX', `Cannot use more than ${maxAliases} names of SELECT in one query`, at.at);
}

function measure({ session, source, measures }: Groups, call: Call, fn: AggregateName): Expr {
  const at = call.at ? { at: call.at } : {};
  const spec = measureSpec(session, source, call, fn);
  const print = fingerprint(spec);
  const known = measures.get(print);
  const id = known?.id ?? freshId(session);
  if (!known) measures.set(print, { id, ...spec, ...at });
  return { kind: 'column', id, ...at };
}

function measureSpec(session: Session, source: Source, call: Call, fn: AggregateName): Omit<Measure, 'id' | 'at'> {
  const [min, max] = aggregates[fn].args;
  if (call.args.length < min || call.args.length > max) {
    stop('E_ARGUMENTS', `Cannot call ${call.name}: must have ${max} arguments; got ${call.args.length}`, call.at);
  }
  if (call.distinct && fn !== 'count')
    stop('E_ARGUMENTS', `Cannot use DISTINCT in ${call.name}: only count(DISTINCT …)`, call.at);
  const [first, second] = call.args;
  const arg = first && resolveExpr(session, source.scope, first);
  const filter = call.filter && resolveExpr(session, source.scope, call.filter);
  const value: Expr | undefined = filter
    ? { kind: 'case', branches: [{ when: filter, result: arg ?? one }], otherwise: nothing }
    : arg;
  return {
    fn,
    distinct: call.distinct,
    ...(value && { arg: value }),
    ...(fn === 'quantile_cont' && { fraction: fraction(second, call) }),
  };
}

const one: Expr = { kind: 'literal', literal: { type: 'number', text: '1' } };
const nothing: Expr = { kind: 'literal', literal: { type: 'null' } };

function fraction(syntax: ExprSyntax | undefined, call: Call): string {
  if (
    syntax?.kind === 'literal' &&
    syntax.literal.type === 'number' &&
    allowedQuantiles.has(Number(syntax.literal.text))
  ) {
    return syntax.literal.text;
  }
  const allowed = [...allowedQuantiles].join(', ');
  return stop('E_QUANTILE', `Cannot take this quantile: must be the constant ${allowed}`, syntax?.at ?? call.at);
}
