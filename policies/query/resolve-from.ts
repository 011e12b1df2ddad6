/** FROM: tables, subqueries and joins become relations with a scope. A CTE is resolved anew at each place where it is named. */
import type { Position } from '../refusal.ts';
import type { Rel } from './ir.ts';
import { resolveExpr } from './resolve-expr.ts';
import { joined } from './resolve-join.ts';
import { countRelation, type Context, type Selected, type Source } from './resolve-stage.ts';
import { freshId, type Scope } from './scope.ts';
import { stop } from './stop.ts';
import type { FromSyntax } from './syntax.ts';

type Of<Kind extends FromSyntax['kind']> = Extract<FromSyntax, { kind: Kind }>;

export function resolveFrom(context: Context, from: FromSyntax): Source {
  countRelation(context.session, from.at);
  switch (from.kind) {
    case 'table':
      return table(context, from);
    case 'subquery':
      return named(context.query(context, from.query), { ...from, alias: from.alias ?? '' });
    case 'values':
      return values(context, from);
    case 'join':
      return joined(context.session, [resolveFrom(context, from.left), resolveFrom(context, from.right)], from);
  }
}

function table(context: Context, from: Of<'table'>): Source {
  const { session } = context;
  const name = from.name.toLowerCase();
  const cte = context.env.get(name);
  if (cte) {
    const query = context.query({ ...context, env: cte.env }, cte.query);
    const columns = renamed(query.columns, cte.columns, from.at);
    return named({ ...query, columns }, from);
  }
  const known = session.tables.get(name);
  if (!known) return stop('E_UNKNOWN_TABLE', `Cannot read ${from.name}: must be a table of the catalog`, from.at);
  const relation = from.alias.toLowerCase();
  const columns = known.table.columns.map((column) => ({ id: freshId(session), column }));
  const scope: Scope = columns.map(({ id, column }) => ({
    relation,
    name: column.name,
    id,
    base: { ...known, column },
  }));
  return {
    rel: { kind: 'scan', ...known, columns, ...(from.at && { at: from.at }) },
    scope: renamed(scope, from.columns, from.at),
  };
}

function named(
  query: Selected,
  from: { readonly alias: string; readonly columns: readonly string[]; readonly at?: Position },
): Source {
  const relation = from.alias.toLowerCase();
  const scope = query.columns.map(({ name, id }) => ({ relation, name, id }));
  return { rel: query.rel, scope: renamed(scope, from.columns, from.at) };
}

/** The first columns under the names that the text gives them. */
function renamed<Column extends { readonly name: string }>(
  columns: readonly Column[],
  names: readonly string[],
  at: Position | undefined,
): readonly Column[] {
  if (names.length > columns.length) {
    stop('E_ARGUMENTS', `Cannot name ${names.length} columns: must be at most ${columns.length}`, at);
  }
  return columns.map((column, index) => ({ ...column, name: names[index] ?? column.name }));
}

/** VALUES: rows of constants, which are nobody's. */
function values({ session }: Context, { rows, at }: Of<'values'>): Source {
  const [first = []] = rows;
  const inputs = rows.map((row): Extract<Rel, { kind: 'project' }> => {
    countRelation(session, at);
    const columns = row.map((value) => ({ id: freshId(session), expr: resolveExpr(session, [], value) }));
    return { kind: 'project', input: { kind: 'single' }, columns, keep: [] };
  });
  const columns = first.map((_, index) => ({
    id: freshId(session),
    from: inputs.map(
      ({ columns: row }) => row[index]?.id ?? stop('E_ARGUMENTS', 'Cannot use VALUES: rows must be equally long', at),
    ),
  }));
  return {
    rel: { kind: 'union', inputs, columns, ...(at && { at }) },
    scope: columns.map(({ id }, index) => ({ relation: 'valueslist', name: `col${index}`, id })),
  };
}
