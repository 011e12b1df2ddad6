/**
 * How far each result may lie from the exact one, carried through what the text does with the cells: a renamed statistic keeps its
 * interval, and a result computed from several gets one by the delta method, with differences instead of derivatives.
 *
 * @see query-and-privacy.md §3.10
 */
import type { PostSteps } from '../query/plan.ts';
import { children, columnsOf, type ColumnId, type Expr, type NamedExpr, type Rel } from '../query/ir.ts';
import { zConfidence } from './estimate.ts';
import { isReleased, madeColumn } from './released-tables.ts';

/** Columns with the accuracy of another one. */
interface Accuracy {
  readonly sigma: ColumnId;
  readonly low: ColumnId;
  readonly high: ColumnId;
}

export const accuracySuffixes = { sigma: 'sigma', low: 'ci95_low', high: 'ci95_high' } as const;

/** How the accuracy of measure column `name` is called in a table of cells. */
export const accuracyColumns = (name: string): readonly [string, string, string] => [
  `${name}_s`,
  `${name}_l`,
  `${name}_h`,
];

/** What a column of the result is: something that statistics are not in, a noisy number, or how far one may be off. */
export type ResultRole = 'key' | 'statistic' | 'accuracy';

/** @returns the steps with three more columns for each result that comes from statistics, and the role of every column */
export function withAccuracy(
  { rel, columns }: PostSteps,
  fresh: () => ColumnId,
): { readonly post: PostSteps; readonly roles: readonly ResultRole[] } {
  const walk = new Walk(fresh);
  const carried = walk.carry(rel);
  const added = columns.flatMap(({ name, id }) => {
    const found = walk.known.get(id);
    return found ? parts.map((part) => ({ name: `${name}_${accuracySuffixes[part]}`, id: found[part] })) : [];
  });
  const roles = columns.map(({ id }): ResultRole => (walk.known.has(id) ? 'statistic' : 'key'));
  return {
    post: { rel: carried, columns: [...columns, ...distinctNames(columns, added)] },
    roles: [...roles, ...added.map((): ResultRole => 'accuracy')],
  };
}

const parts = ['sigma', 'low', 'high'] as const;

function distinctNames(taken: PostSteps['columns'], added: PostSteps['columns']): PostSteps['columns'] {
  const names = new Set(taken.map(({ name }) => name.toLowerCase()));
  return added.map(({ name, id }) => {
    let free = name;
    for (let count = 2; names.has(free.toLowerCase()); count++) free = `${name}_${count}`;
    names.add(free.toLowerCase());
    return { name: free, id };
  });
}

class Walk {
  readonly known = new Map<ColumnId, Accuracy>();
  /** The statistic that a column is under another name: their errors are one error. */
  readonly #roots = new Map<ColumnId, ColumnId>();
  readonly #newId: () => ColumnId;

  constructor(fresh: () => ColumnId) {
    this.#newId = fresh;
  }

  of(id: ColumnId): Accuracy {
    const found = this.known.get(id);
    if (!found) throw new Error('Cannot say how accurate: must be computed from statistics');
    return found;
  }

  carry(rel: Rel): Rel {
    switch (rel.kind) {
      case 'scan':
        return this.#scan(rel);
      case 'single':
        return rel;
      case 'project':
        return this.#project({ ...rel, input: this.carry(rel.input) });
      case 'join':
        return { ...rel, left: this.carry(rel.left), right: this.carry(rel.right) };
      case 'filter':
      case 'window':
      case 'sort':
      case 'limit':
        return { ...rel, input: this.carry(rel.input) };
      case 'union':
      case 'aggregate':
        // Sums over cells, or cells of several releases under one name: the parts' intervals are not the whole's.
        return rel;
    }
  }

  #fresh(): Accuracy {
    return { sigma: this.#newId(), low: this.#newId(), high: this.#newId() };
  }

  #scan(rel: Extract<Rel, { kind: 'scan' }>): Rel {
    if (!isReleased(rel.entry)) return rel;
    const more = rel.columns.flatMap(({ id, column }) => {
      if (column.tag !== 'measure') return [];
      const accuracy = this.#fresh();
      this.known.set(id, accuracy);
      const [s, l, h] = accuracyColumns(column.name);
      return [
        { id: accuracy.sigma, column: madeColumn(s) },
        { id: accuracy.low, column: madeColumn(l) },
        { id: accuracy.high, column: madeColumn(h) },
      ];
    });
    return { ...rel, columns: [...rel.columns, ...more] };
  }

  #project(rel: Extract<Rel, { kind: 'project' }>): Rel {
    const added = rel.columns.flatMap(({ id, expr }) => {
      const exprs = this.#expressions(expr);
      if (!exprs) return [];
      const accuracy = this.#fresh();
      this.known.set(id, accuracy);
      if (expr.kind === 'column') this.#roots.set(id, this.#root(expr.id));
      return parts.map((part): NamedExpr => ({ id: accuracy[part], expr: exprs[part] }));
    });
    return { ...rel, columns: [...rel.columns, ...added] };
  }

  #expressions(expr: Expr): Readonly<Record<keyof Accuracy, Expr>> | undefined {
    if (expr.kind === 'column') {
      const found = this.known.get(expr.id);
      return found && { sigma: column(found.sigma), low: column(found.low), high: column(found.high) };
    }
    const sources = [...columnsOf(expr)].filter((id) => this.known.has(id));
    if (sources.length === 0 || sources.length > 8 || !isArithmetic(expr)) return undefined;
    const statistics = Map.groupBy(sources, (id) => this.#root(id));
    const halves = [...statistics.values()].map((names) => this.#halfDifference(expr, names));
    const squares = halves.map((half) => call('*', half, half));
    const sigma = call(
      'sqrt',
      squares.reduce((total, square) => call('+', total, square)),
    );
    const half = call('*', number(String(zConfidence)), sigma);
    return { sigma, low: call('-', expr, half), high: call('+', expr, half) };
  }

  #root(id: ColumnId): ColumnId {
    return this.#roots.get(id) ?? id;
  }

  /** (f(x + σ) − f(x − σ)) / 2 in one of the statistics, under all of its names. */
  #halfDifference(expr: Expr, names: readonly ColumnId[]): Expr {
    const moved = (op: '+' | '-'): Expr =>
      names.reduce((done, id) => substituted(done, id, call(op, column(id), column(this.of(id).sigma))), expr);
    return call('*', number('0.5'), call('-', moved('+'), moved('-')));
  }
}

const arithmetic: ReadonlySet<string> = new Set([
  '+',
  '-',
  '*',
  '/',
  'abs',
  'sqrt',
  'pow',
  'ln',
  'exp',
  'coalesce',
  'nullif',
  'greatest',
  'least',
  'round',
]);

/** Smooth enough for differences to mean something. */
function isArithmetic(expr: Expr): boolean {
  if (expr.kind === 'column') return true;
  if (expr.kind === 'literal') return expr.literal.type === 'number' || expr.literal.type === 'null';
  if (expr.kind === 'cast')
    return /^(DOUBLE|FLOAT|DECIMAL.*|BIGINT|INTEGER)$/.test(expr.type) && isArithmetic(expr.arg);
  return expr.kind === 'call' && arithmetic.has(expr.name) && children(expr).every(isArithmetic);
}

/** Rounding would hide small differences, so it is left out of them. */
function substituted(expr: Expr, id: ColumnId, by: Expr): Expr {
  if (expr.kind === 'column') return expr.id === id ? by : expr;
  if (expr.kind === 'cast') return { ...expr, arg: substituted(expr.arg, id, by), type: 'DOUBLE' };
  if (expr.kind !== 'call') return expr;
  const args = expr.args.map((arg) => substituted(arg, id, by));
  const [first] = args;
  return expr.name === 'round' && first ? first : { ...expr, args };
}

function column(id: ColumnId): Expr {
  return { kind: 'column', id };
}

function number(text: string): Expr {
  return { kind: 'literal', literal: { type: 'number', text: `${text}e0` } };
}

function call(name: '+' | '-' | '*' | 'sqrt', ...args: readonly Expr[]): Expr {
  return { kind: 'call', name, args };
}
