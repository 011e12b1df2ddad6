/**
 * A SELECT works in stages: the rows of FROM, then perhaps their groups. Expressions are resolved over a stage, and a subquery or
 * a window inside one adds columns to it; so the relation of a stage is known only when all its expressions are resolved.
 */
import { fingerprint, type Expr, type Rel, type ResolvedQuery, type WindowColumn } from './ir.ts';
import type { Intercept } from './resolve-expr.ts';
import { freshId, type Env, type Scope, type Session } from './scope.ts';
import { stop } from './stop.ts';
import type { ExprSyntax, QuerySyntax, SelectSyntax } from './syntax.ts';

/** A relation and the names that it brings. */
export interface Source {
  readonly rel: Rel;
  readonly scope: Scope;
}

export type Selected = Pick<ResolvedQuery, 'rel' | 'columns'>;

/** What holds at one place of the text, and how queries inside it are resolved; the functions are those of `resolve.ts`. */
export interface Context {
  readonly session: Session;
  readonly env: Env;
  readonly query: (context: Context, syntax: QuerySyntax) => Selected;
  readonly open: (context: Context, syntax: SelectSyntax, outer?: Stage) => Opened;
  readonly finish: (opened: Opened, syntax: SelectSyntax) => Selected;
  readonly scalar: (stage: Stage, syntax: SubquerySyntax) => Expr;
}

export type SubquerySyntax = Extract<ExprSyntax, { kind: 'subquery' }>;

/** A step that keeps every column of its input. */
type Step = (input: Rel) => Rel;

export interface Stage {
  readonly context: Context;
  readonly scope: Scope;
  /** Below the steps. */
  readonly base: () => Rel;
  readonly steps: Step[];
  readonly windows: Map<string, WindowColumn>;
  /** Resolves an expression; `more` decides first what to do with each part of it. */
  readonly resolve: (syntax: ExprSyntax, more?: Intercept) => Expr;
}

/** FROM and WHERE of a SELECT. */
export interface Opened {
  readonly stage: Stage;
  /** The parts of WHERE that name columns of the outer query. */
  readonly correlated: readonly Expr[];
}

/** The relation of a stage without its windows. */
export function stepped(stage: Stage): Rel {
  return stage.steps.reduce((rel, step) => step(rel), stage.base());
}

/** The relation of a stage. */
export function built(stage: Stage): Rel {
  const input = stepped(stage);
  const [first, ...rest] = stage.windows.values();
  if (!first) return input;
  return { kind: 'window', input, columns: [first, ...rest], ...(first.at && { at: first.at }) };
}

/** Puts the scalar subqueries of an expression onto `stage`; EXISTS and IN are conditions, and refuse inside an expression. */
export function scalarsOf(stage: Stage): Intercept {
  return (part) => (part.kind === 'subquery' && part.form === 'scalar' ? stage.context.scalar(stage, part) : undefined);
}

export function filtered(input: Rel, predicate: Expr | undefined): Rel {
  return predicate ? { kind: 'filter', input, predicate } : input;
}

/** The id of a column that equals `spec`: the known one, or a new one. */
export function shared<Spec extends object>(
  session: Session,
  known: Map<string, Spec & { readonly id: number }>,
  spec: Spec,
): number {
  const print = fingerprint(spec);
  const id = known.get(print)?.id ?? freshId(session);
  if (!known.has(print)) known.set(print, { ...spec, id });
  return id;
}

/** Text that names a CTE twice in each of many steps would grow without end. */
const maxRelations = 200;

export function countRelation(session: Session, at: ExprSyntax['at']): void {
  if (++session.relations <= maxRelations) return;
  stop('E_TOO_COMPLEX', `Cannot run the query: must read at most ${maxRelations} tables and subqueries`, at);
}
